"""A corpus of any size to measure with: invented events, told by several outlets in several languages.

    python -m bench.corpus FOLDER [--stories 150] [--articles 1000] [--languages en ru de] [--sentences 7] [--seed 1]

The same arguments give the same bytes. What is known of the corpus stands beside the articles in `planted.jsonl`: a
line a story with its articles, which of them are copies of which, and in which article which figure was changed.
Names, figures and dates differ from story to story; the wordings are few (`bench/stories.toml`), so that two events of
one kind read alike but for their particulars. They are kept apart in time, and one story begins a day.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST_DAY = date(2020, 1, 1)
COPIED = 0.3
"""Share of stories in which an outlet reprints another's article."""
CHANGED = 0.3
"""Share of stories in which one outlet's large figure is another."""
SLOTS_OF_NAMES = ("place", "other", "person", "second")


@dataclass(frozen=True, slots=True)
class Event:
    """One event's particulars; a name is (Latin, Cyrillic)."""

    kind: str
    day: date
    until: date
    names: Mapping[str, tuple[str, str]]
    many: int
    few: int


@dataclass(slots=True)
class Story:
    """An event with its articles, and what was planted in them."""

    event: Event
    articles: list[dict[str, str]] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, int, int]] = field(default_factory=list)


class Writer:
    """Tells events in the wordings of a table."""

    def __init__(self, table: Mapping[str, Any], languages: Sequence[str], sentences: int) -> None:
        self._table = table
        self._languages = languages
        self._sentences = sentences

    def outlets(self) -> list[tuple[str, str]]:
        """(outlet, language) of every outlet that writes."""
        return [(name, code) for code in self._languages for name in self._table["languages"][code]["outlets"]]

    def event(self, number: int, dice: random.Random) -> Event:
        """An event with names that few others have; kinds take turns, a day each."""
        day = FIRST_DAY + timedelta(number)
        names = {
            slot: self._place(dice) if slot in ("place", "other") else self._person(dice) for slot in SLOTS_OF_NAMES
        }
        many = dice.randrange(2, 90) * 10 + dice.randrange(5, 10)
        kinds = sorted(self._table["events"])
        kind = kinds[number % len(kinds)]
        return Event(kind, day, day + timedelta(dice.randrange(4, 28)), names, many, dice.randrange(6, 10))

    def tell(self, event: Event, language: str, dice: random.Random) -> tuple[str, list[str]]:
        """Headline and sentences of one telling: the lead, the first quotation, and some of what follows, in order."""
        headline, lead, quotation, *rest = self._table["events"][event.kind][language]
        chosen = sorted(dice.sample(range(len(rest)), min(len(rest), max(0, self._sentences - 2))))
        slots = self._slots(event, language)
        told = [dice.choice(wordings).format(**slots) for wordings in (lead, quotation, *(rest[i] for i in chosen))]
        return dice.choice(headline).format(**slots), told

    def credit(self, outlet: str, language: str) -> str:
        """The line by which a reprint names its source."""
        return str(self._table["languages"][language]["credit"]).format(outlet=outlet)

    def _slots(self, event: Event, language: str) -> dict[str, object]:
        words = self._table["languages"][language]
        script = 1 if language == "ru" else 0
        found: dict[str, object] = {slot: name[script] for slot, name in event.names.items()}
        return found | {
            "many": event.many,
            "few": event.few,
            "day": event.until.day,
            "month": words["months"][event.until.month - 1],
            "weekday": words["weekdays"][event.day.weekday()],
        }

    def _place(self, dice: random.Random) -> tuple[str, str]:
        return self._compose(dice, dice.choice((1, 2)), self._table["place_endings"])

    def _person(self, dice: random.Random) -> tuple[str, str]:
        first = dice.choice(self._table["first_names"])
        last = self._compose(dice, dice.choice((1, 2)), self._table["person_endings"])
        return f"{first[0]} {last[0]}", f"{first[1]} {last[1]}"

    def _compose(self, dice: random.Random, count: int, endings: Sequence[Sequence[str]]) -> tuple[str, str]:
        parts = [*(dice.choice(self._table["syllables"]) for _ in range(count)), dice.choice(endings)]
        return "".join(part[0] for part in parts).capitalize(), "".join(part[1] for part in parts).capitalize()


def stories(writer: Writer, count: int, articles: int, seed: int) -> Iterator[Story]:
    """`count` stories with `articles` articles in all, as evenly as it goes."""
    written = 0
    for number in range(count):
        share = (articles - written) // (count - number)
        written += share
        yield _story(writer, number, share, random.Random(f"{seed}:{number}"))


def _story(writer: Writer, number: int, size: int, dice: random.Random) -> Story:
    event = writer.event(number, dice)
    story = Story(event)
    copied, changed = dice.random() < COPIED, dice.random() < CHANGED
    pool = writer.outlets()
    for place, (outlet, language) in enumerate(dice.sample(pool, min(size, len(pool)))):
        told = event
        if changed and place == size - 1:
            told = Event(event.kind, event.day, event.until, event.names, event.many + 10, event.few)
        headline, sentences = writer.tell(told, language, dice)
        name = f"s{number:05d}-{place}"
        original = next((a for a in story.articles if copied and not story.copies and a["language"] == language), None)
        if original is not None:
            story.copies.append((name, original["id"]))
            headline, text = original["title"], f"{original['text']}\n\n{writer.credit(original['outlet'], language)}"
        else:
            if told is not event:
                story.changed.append((name, event.many, told.many))
            text = "\n\n".join([headline, *sentences])
        published = f"{event.day + timedelta(place // 4)}T{8 + place % 12:02d}:00:00+00:00"
        story.articles.append(
            {
                "id": name,
                "outlet": outlet,
                "language": language,
                "title": headline,
                "published": published,
                "text": text,
            }
        )
    return story


def write(folder: Path, found: Iterator[Story]) -> int:
    """The articles, their manifest and what was planted; returns the number of articles."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    manifest, planted = [], []
    for story in found:
        for article in story.articles:
            path = f"articles/{article['id']}.txt"
            (folder / path).write_text(article["text"] + "\n", encoding="utf-8")
            manifest.append({name: article[name] for name in ("id", "outlet", "title", "published")} | {"path": path})
        members = [article["id"] for article in story.articles]
        planted.append({"articles": members, "copies": story.copies, "changed": story.changed})
    for name, rows in (("articles.jsonl", manifest), ("planted.jsonl", planted)):
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(manifest)


def generate(
    folder: Path,
    count: int,
    articles: int,
    languages: Sequence[str] = ("en", "ru", "de"),
    sentences: int = 7,
    seed: int = 1,
) -> int:
    """Write a corpus; returns the number of its articles."""
    table = tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))
    return write(folder, stories(Writer(table, languages, sentences), count, articles, seed))


def main(argv: Sequence[str]) -> int:
    """Parse, write, say how many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stories", type=int, default=150)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--languages", nargs="+", default=["en", "ru", "de"], choices=["en", "ru", "de"])
    parser.add_argument("--sentences", type=int, default=7, help="an article's sentences besides the headline, 2 to 7")
    parser.add_argument("--seed", type=int, default=1)
    known = parser.parse_args(argv)
    print(generate(known.folder, known.stories, known.articles, known.languages, known.sentences, known.seed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
