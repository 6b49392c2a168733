"""Hostile articles, each from a number alone: news text of many languages, cut, spliced, wrapped, encoded, broken.

`document(seed, number)` gives the same file on every machine, so that a failure is named by two numbers.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
NEWS: Final = ("seeds/*.txt", "tests/eval/corpora/quarry/articles/*.txt")

MARKS: Final = (
    "“", "”", "„", "«", "»", "‹", "›", "‘", "’", '"', "'", "``", "''", "「", "」", "—", "–", "-", "…", "(", "[",
)  # fmt: skip
CUES: Final = (
    " said ", " told reporters that ", " сказал ", ", заявила ", " sagte ", ", erklärte ", " a déclaré ",
    " dijo ", " ha detto ", " řekl ", " заявив ", ": ", ", according to ", " по словам ", " laut ", " selon ",
)  # fmt: skip
NUMBERS: Final = (
    "1,234.56", "1.234,56", "1 234", "12:99", "31 February 2030", "31.02.2030", "2099-12-31", "0000-00-00",
    "9" * 60, "½", "²", "Ⅻ", "٣٤", "二十万", "minus forty-two", "три с половиной миллиона", "einundzwanzig", "10^99",
    "1e999", "$5bn", "–3 %", "12-13", "7:3", "quatre-vingt-dix-neuf", "1/0", "24:00", "Sept. 31, 9999",
)  # fmt: skip
ODDITIES: Final = (
    "\ufeff", "\u200b", "\u202e", "\u2066", "\u00ad", "\u0301" * 40, "\u200d", "👩‍👩‍👧‍👦", "\U000e0041", "\uffff",
    "\x0b", "\x0c", "\x1c", "\x1d", "\x85", "\u2028", "\u2029", "\t", "\x01", "\x1b[31m", "\x7f", "ﬁ", "İ", "ß", "ſ",
    "ﷺ", "\u3000", "\u00a0", "ก" * 30, "한국어", "العربية", "עברית", "東京で", "\u0e33", "\U0010ffff",
)  # fmt: skip
BREAKS: Final = ("\n", "\n\n", "\r\n", "\r", " \n ", "\n—\n", "\n* ", "\n1) ", " ", "")
TAGS: Final = (
    "<p>", "</p>", "<div>", "</div>", "<article>", "<blockquote>", "</blockquote>", "<!--", "-->", "<script>",
    "</script>",
    "<style>", "<br>", "<table><tr><td>", "<![CDATA[", "]]>", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&quot;",
    "&" + "amp;" * 9, "<a href='javascript:x'>", "</a>", "<svg onload=x>", "<h1>", "</h1>",
    "<time datetime='2031-99-99'>",
    "<meta charset=utf-16>", "<meta property='article:published_time' content='9999-12-31'>", "<?xml version='9'?>",
    "<html lang='xx'>", "<title>", "</title>", "<template>", "<p " + "a=b " * 50 + ">", "<", ">",
)  # fmt: skip
MATTER: Final = (
    "title: x", "title: [", "date: 2024-13-45", "date: !!timestamp x", "id: !!int ''", "a: &a [*a]", "<<: *b",
    "title: !!python/object/apply:os.system [id]", "outlet: {name: {name: y}}", "? [k]: v", "published: 99999-01-01",
    "date: 2024-01-01T25:61:61Z", "id: ../../x", "text: 0x", "title: .inf", "title: !!binary '='", "\t- x",
    "url: 1:2:3",
)  # fmt: skip
ENCODINGS: Final = (
    *["utf-8"] * 8, "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "cp1252", "cp1250", "koi8_r", "latin_1",
    "shift_jis", "gb18030",
)  # fmt: skip
DATES: Final = ("", "2024-03-05", "2099-01-01", "5 March 2024", "yesterday", "0001-01-01T00:00:00-99:00", "9" * 30)


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file of a corpus: its path, its bytes, and what its manifest row says."""

    path: str
    content: bytes
    row: dict[str, Any] = field(default_factory=dict)


@cache
def news() -> tuple[str, ...]:
    """The texts that fragments are cut from."""
    return tuple(path.read_text(encoding="utf-8") for glob in NEWS for path in sorted(ROOT.glob(glob)))


def document(seed: int, number: int) -> Hostile:
    """File `number` of the endless corpus `seed`."""
    rng = random.Random(f"{seed}:{number}")
    kind = rng.choice(("txt", "txt", "txt", "md", "html", "html", "json", "jsonl"))
    body = _body(rng)
    text = {"md": _markdown, "html": _html, "json": _json, "jsonl": _json_lines}.get(kind, _plain)(rng, body)
    row = {"published": rng.choice(DATES), "title": body[:60], "outlet": rng.choice(("", "Post", "\u202eX"))}
    return Hostile(f"{number:06d}.{kind}", _bytes(rng, text), row if rng.random() < 0.3 else {})


def _body(rng: random.Random) -> str:
    pieces: list[str] = []
    for _ in range(rng.randint(1, 40)):
        pieces.append(_piece(rng))
        if rng.random() < 0.5:
            pieces.append(rng.choice(BREAKS))
    return "".join(pieces)


def _piece(rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.5:
        return _fragment(rng)
    if chance < 0.9:
        return rng.choice(rng.choice((MARKS, MARKS, CUES, NUMBERS, ODDITIES)))
    if chance < 0.95:
        return rng.choice((*MARKS, *CUES, "a", "said ", "1", "x" * 300)) * rng.randint(2, 40)
    return chr(rng.choice((rng.randrange(0x20, 0x250), rng.randrange(0x400, 0x1F00), rng.randrange(0x2000, 0xD7FF))))


def _fragment(rng: random.Random) -> str:
    text = rng.choice(news())
    start = rng.randrange(len(text))
    return text[start : start + rng.choice((5, 20, 80, 250))]


def _plain(_rng: random.Random, body: str) -> str:
    return body


def _markdown(rng: random.Random, body: str) -> str:
    lines = "\n".join(rng.choice(MATTER) for _ in range(rng.randint(0, 4)))
    return f"---\n{lines}\n---\n{body}" if rng.random() < 0.8 else f"# {body}"


def _html(rng: random.Random, body: str) -> str:
    pieces = ["<html><body><article><p>"] if rng.random() < 0.7 else []
    at = 0
    while at < len(body):
        step = rng.randint(1, 120)
        pieces.append(body[at : at + step] + rng.choice(TAGS) * rng.choice((1, 1, 1, 1, 200)))
        at += step
    return "".join(pieces)


def _json(rng: random.Random, body: str) -> str:
    record = _record(rng, body)
    shape = rng.choice((record, record, [record, record], {"articles": [record, 3, None]}, [[[record]]], body))
    return _broken(rng, json.dumps(shape, ensure_ascii=rng.random() < 0.5))


def _json_lines(rng: random.Random, body: str) -> str:
    size = max(1, len(body) // 3)
    records = [_record(rng, body[at : at + size]) for at in range(0, len(body), size)]
    return "\n".join(_broken(rng, json.dumps(each)) for each in records)


def _record(rng: random.Random, body: str) -> dict[str, Any]:
    odd: tuple[Any, ...] = ("\ud800", "\udfff\ud800", "\x00", 1e308, -1, True, None, [], {"name": "\udc80"}, "9" * 400)
    ending = rng.choice(("\ud800", "\x00", "\x1f" * 20)) if rng.random() < 0.2 else ""
    record: dict[str, Any] = {"text": body + ending}
    for name in ("id", "title", "outlet", "published", "url", "language"):
        if rng.random() < 0.3:
            record[name] = rng.choice((*odd, body[:30], rng.choice(DATES)))
    return record


def _broken(rng: random.Random, text: str) -> str:
    chance = rng.random()
    if chance < 0.05:
        return text[: rng.randrange(len(text) + 1)]
    return "[" * 5_000 + text if chance < 0.07 else text


def _bytes(rng: random.Random, text: str) -> bytes:
    content = text.encode(rng.choice(ENCODINGS), "replace")
    chance = rng.random()
    if chance < 0.06:
        at = rng.randrange(len(content) + 1)
        return content[:at] + bytes(rng.randrange(256) for _ in range(rng.randint(1, 8))) + content[at:]
    if chance < 0.08:
        return content[: rng.randrange(len(content) + 1)]
    return bytes(rng.randrange(256) for _ in range(200)) if chance < 0.09 else content
