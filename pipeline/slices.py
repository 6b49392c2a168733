"""Rows of a frame by shard, without a pass over the frame: every artifact stands in the order of its shards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipeline.store import Members


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

    def of(self, *groups: Iterable[str]) -> pl.DataFrame:
        """The rows of some shards, group after group, each in the order of the frame; those that it lacks have none."""
        import polars as pl

        places = [at for group in groups for at in sorted(self._at[each] for each in set(group) if each in self._at)]
        runs = _joined(places)
        if len(runs) == 1:
            return self._frame.slice(*runs[0])
        return pl.concat([self._frame.slice(*run) for run in runs]) if runs else self._frame.clear()


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """(first row, rows) with those that follow each other in one."""
    runs: list[tuple[int, int]] = []
    for start, length in places:
        if runs and sum(runs[-1]) == start:
            runs[-1] = (runs[-1][0], runs[-1][1] + length)
        else:
            runs.append((start, length))
    return runs


class Cutter:
    """The rows of many frames that some shards are about; a frame is gone through when it is first cut."""

    def __init__(self, shard: str, members: Mapping[str, Sequence[str]], frame: Callable[[str], pl.DataFrame]) -> None:
        """`shard` is what is cut by, article or story; `members` are the articles of each story."""
        self._shard = shard
        self._members = members
        self._frame = frame
        self._slices: dict[str, tuple[Slices, bool]] = {}

    def of(self, name: str, shards: Sequence[str]) -> pl.DataFrame:
        """The rows of the named frame; of a frame without stories those of the stories' articles, story after story."""
        if name not in self._slices:
            frame = self._frame(name)
            by_article = self._shard == "story" and "story" not in frame.columns
            self._slices[name] = Slices(frame, "article" if by_article else self._shard), by_article
        slices, by_article = self._slices[name]
        return slices.of(*[self._members[shard] for shard in shards]) if by_article else slices.of(shards)


def rows_of(frame: pl.DataFrame, column: str, wanted: Sequence[str]) -> pl.DataFrame:
    """The rows whose value in the column is wanted."""
    import polars as pl

    return frame.filter(pl.col(column).is_in(list(wanted)))


def articles_of(stories: Members) -> dict[str, list[str]]:
    """Story -> its articles."""
    return {story: [str(row[0]) for row in rows] for story, rows in stories.items()}


def membership(stories: pl.DataFrame) -> Members:
    """Story -> its rows without the story itself, sorted by article."""
    found: Members = {}
    for story, *row in stories.select("story", "article", "published", "reason").sort("story", "article").rows():
        found.setdefault(story, []).append(row)
    return found
