"""Rows of a frame by shard, without a pass over the frame: every artifact stands in the order of its shards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Slices:
    """A frame whose rows of one article, or story, stand together; cutting costs by what is cut, not by the whole."""

    def __init__(self, frame: pl.DataFrame, column: str) -> None:
        import polars as pl

        self._frame = frame
        runs = frame.select(pl.col(column).rle()).unnest(column).select("value", "len")
        self._at: dict[str, tuple[int, int]] = {}
        start = 0
        for shard, length in runs.iter_rows():
            if shard in self._at:
                raise ValueError(f"rows of {shard} do not stand together")
            self._at[shard] = (start, length)
            start += length

    def of(self, shards: Iterable[str]) -> pl.DataFrame:
        """The rows of the shards in the order of the frame; those that it does not hold have none."""
        import polars as pl

        places = sorted(self._at[shard] for shard in set(shards) if shard in self._at)
        if len(places) == 1:
            return self._frame.slice(*places[0])
        return pl.concat([self._frame.slice(*place) for place in places]) if places else self._frame.clear()


class Cutter:
    """The rows of many frames that some shards are about; a frame is gone through when it is first cut."""

    def __init__(self, shard: str, members: Mapping[str, Sequence[str]], frame: Callable[[str], pl.DataFrame]) -> None:
        """`shard` is what is cut by, article or story; `members` are the articles of each story."""
        self._shard = shard
        self._members = members
        self._frame = frame
        self._slices: dict[str, tuple[Slices, bool]] = {}

    def of(self, name: str, shards: Sequence[str]) -> pl.DataFrame:
        """The rows of the named frame; of a frame without stories those of the stories' articles."""
        if name not in self._slices:
            frame = self._frame(name)
            by_article = self._shard == "story" and "story" not in frame.columns
            self._slices[name] = Slices(frame, "article" if by_article else self._shard), by_article
        slices, by_article = self._slices[name]
        return slices.of([a for shard in shards for a in self._members[shard]] if by_article else shards)
