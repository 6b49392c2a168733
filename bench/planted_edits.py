"""What the wording comparison finds: one edit is planted in a real quotation, and the two copies are compared.

    python -m bench.planted_edits [GOLD_FOLDER ...] [--seed 7] [--each 4] [--misses 20]

Each folder holds a quotes.jsonl (text, rest, lang, speaker); without any, seeds/gold. Quotations of six words and more
are used, every one by itself: nothing depends on how they were aligned. A class counts as found when a row of that
class and weight is reported; a harmless edit is a false alarm when any row weighs more than `none`. `other rows` are
those that a found edit brings with it and that are not about it. Edits come from the language files; nothing is
written by hand for one text. Targets: 0.95 for number, negation and name; 0.9 for clause; false alarms at most 0.02.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.alignment.parts import Part
from pipeline.alignment.words import words
from pipeline.comparison.difference import Difference
from pipeline.comparison.sequence import sequence
from pipeline.comparison.speakers import compare_speakers
from pipeline.comparison.within import compare_words
from pipeline.languages import language
from pipeline.text.clauses import clauses
from pipeline.text.dates import find_dates
from pipeline.text.names import find_names, same_name
from pipeline.text.numerals import find_numbers
from pipeline.text.polarity import hedges, negations
from pipeline.text.tokens import Token, stem, tokenize

MIN_WORDS = 6
CLAUSE_WORDS = 3
TARGETS = {"number": 0.95, "negator dropped": 0.95, "negator added": 0.95, "name": 0.95, "clause": 0.9}
FALSE_ALARMS = 0.02
_MARK_STYLES = (("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'), ("‘", "’"))


@dataclass(frozen=True, slots=True)
class Quoted:
    """One real quotation as a text of its own."""

    text: str
    code: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Pool:
    """What a planted edit may draw on: names, speakers and plain words of the same language."""

    names: dict[str, list[str]]
    speakers: list[str]
    plain: dict[str, list[str]]


T = TypeVar("T")
Planter = Callable[[Quoted, Pool, random.Random], Iterator[str]]


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; 1 where a target is missed."""
    options = _options(arguments)
    quoted = [q for folder in options.gold for q in _read(folder)]
    pool = _pool(quoted)
    print(f"{len(quoted)} quotations: {dict(Counter(q.code for q in quoted).most_common())}\n")
    missed: list[str] = []
    failed = _print_detection(quoted, pool, options, missed)
    failed |= _print_false_alarms(quoted, pool, options, missed)
    for line in missed[: options.misses]:
        print(line)
    return int(failed)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gold", nargs="*", type=Path, default=[Path("seeds/gold")])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--each", type=int, default=4, help="edits of one kind planted in one quotation, at most")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses and false alarms")
    return parser.parse_args(arguments)


def _read(folder: Path) -> list[Quoted]:
    found: dict[str, Quoted] = {}
    for line in (folder / "quotes.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for text in [row["text"], *(row.get("rest") or [])]:
            if len(_plain(text, row["lang"])) >= MIN_WORDS:
                found.setdefault(text, Quoted(text, row["lang"], row.get("speaker") or ""))
    return list(found.values())


def _pool(quoted: list[Quoted]) -> Pool:
    names: dict[str, list[str]] = defaultdict(list)
    plain: dict[str, list[str]] = defaultdict(list)
    for q in quoted:
        names[q.code] += _names(q)
        plain[q.code] += [t.text for t in _plain(q.text, q.code) if _is_plain(t, q.code)]
    for code, found in names.items():
        table = language(code).section("names").get("table", {})
        found += [str(forms).split()[0].replace("_", " ").title() for forms in table.values() if "*" not in str(forms)]
    speakers = sorted({q.speaker for q in quoted if " " in q.speaker})
    return Pool({c: sorted(set(v)) for c, v in names.items()}, speakers, {c: sorted(set(v)) for c, v in plain.items()})


def _names(q: Quoted) -> list[str]:
    """Names, words that negate in capitals left out ("NEVER")."""
    return [n.text for n in find_names(q.text, q.code) if n.sure and not negations(n.text, q.code)]


def _plain(text: str, code: str) -> list[Token]:
    return [t for t in tokenize(text, code) if t.kind in ("word", "number")]


def _is_plain(token: Token, code: str) -> bool:
    """An ordinary content word: no name, number, negation or hedge."""
    ordinary = token.kind == "word" and token.text.islower() and len(token.text) >= 5
    stopword = token.norm in language(code).stopwords
    return ordinary and not stopword and not (negations(token.text, code) or hedges(token.text, code))


def _replaced(text: str, start: int, end: int, by: str) -> str:
    """The text with a span replaced; where nothing takes its place, the blank goes too."""
    left, right = text[:start], text[end:]
    if not by:
        left, right = left.rstrip(" "), right.lstrip(" ")
        joint = "" if not left or not right or right[0] in ".,;:!?" or left[-1] in "'’" else " "
        return left.rstrip(",") + joint + right if right[:1] in ".," else left + joint + right
    return left + by + right


# --- edits that change what is said ---


def plant_number(q: Quoted, _: Pool, chance: random.Random) -> Iterator[str]:
    """Another value for digits, number words, weekdays and months."""
    for token in _plain(q.text, q.code):
        if token.kind == "number" and token.text.isdigit():
            other = str(int(token.text) + chance.choice((1, 7, 20, 300)))
            yield _replaced(q.text, token.start, token.end, other)
        elif other := _other_value(token, q, chance):
            yield _replaced(q.text, token.start, token.end, other)


def _other_value(token: Token, q: Quoted, chance: random.Random) -> str:
    """Another form of the table in which the word stands alone, at the same place of its row."""
    resource = language(q.code)
    read = find_dates(q.text, q.code) + [n for n in find_numbers(q.text, q.code) if n.kind == "quantity"]
    if not any(v.start <= token.start and token.end <= v.end for v in read):
        return ""
    for section, table in (("numerals", "cardinals"), ("dates", "weekdays"), ("dates", "months")):
        rows = {value: str(forms).split() for value, forms in resource.section(section).get(table, {}).items()}
        mine = next((value for value, forms in rows.items() if token.norm in forms), None)
        others = [forms[0] for value, forms in rows.items() if value not in (mine, "0", "1") and "*" not in forms[0]]
        if mine not in (None, "0", "1") and others:
            other = chance.choice(others)
            return other.capitalize() if token.text[:1].isupper() else other
    return ""


def plant_negator_dropped(q: Quoted, _: Pool, __: random.Random) -> Iterator[str]:
    """A negator goes, with the words that only agree with it ("ne … pas")."""
    spans = [s for s in negations(q.text, q.code) if s.kind in ("negator", "concord")]
    for span in spans:
        word = span.text.casefold()
        if span.kind != "negator" or word in str(language(q.code).section("grammar").get("without", "")).split():
            continue
        near = [s for s in spans if s.kind == "concord" and abs(s.start - span.start) < 30]
        if any(n.start <= span.start < n.end for n in find_numbers(q.text, q.code)):
            continue
        text = q.text
        for s in sorted([span, *near], key=lambda s: -s.start):
            text = _replaced(text, s.start, s.end, _affirmed(s.text))
        yield text


def _affirmed(negator: str) -> str:
    """English writes some negators onto the verb ("cannot", "won't"); elsewhere nothing is left."""
    bare = re.sub(r"(?i)(?<=\w)(n['’]t|not)$", "", negator)
    return {"ca": "can", "wo": "will", "sha": "shall"}.get(bare.casefold(), bare) if bare != negator else ""


def plant_negator_added(q: Quoted, _: Pool, chance: random.Random) -> Iterator[str]:
    """The language's negator, after an auxiliary in Germanic languages, else before a word."""
    after = str(language(q.code).section("grammar").get("auxiliaries", "")).split() if q.code in ("en", "de") else []
    negator = str(language(q.code).section("polarity")["negators"]["negator"]).split()[0]
    for token in _shuffled(_plain(q.text, q.code)[1:-1], chance):
        if q.code in ("en", "de") and token.norm in after:
            yield _replaced(q.text, token.end, token.end, f" {negator}")
        elif q.code not in ("en", "de") and _is_plain(token, q.code):
            yield _replaced(q.text, token.start, token.start, f"{negator} ")


def plant_name(q: Quoted, pool: Pool, chance: random.Random) -> Iterator[str]:
    """Another name in its place."""
    for name in find_names(q.text, q.code):
        others = [n for n in pool.names[q.code] if same_name(n, name.text) < 0.5 and n.isupper() == name.text.isupper()]
        if name.text in _names(q) and others and "#" not in q.text[max(0, name.start - 1) : name.end]:
            yield _replaced(q.text, name.start, name.end, chance.choice(others))


def plant_hedge(q: Quoted, _: Pool, chance: random.Random) -> Iterator[str]:
    """A hedge that only one copy has: one that is there goes, or one is put in."""
    for span in hedges(q.text, q.code):
        if span.kind == "possibility":
            yield _replaced(q.text, span.start, span.end, "")
    adverb = str(language(q.code).section("hedges")["possibility"]).split()[0].replace("_", " ")
    for token in _shuffled([t for t in _plain(q.text, q.code)[1:-1] if _is_plain(t, q.code)], chance):
        yield _replaced(q.text, token.start, token.start, f"{adverb} ")


def plant_clause(q: Quoted, _: Pool, chance: random.Random) -> Iterator[str]:
    """A clause goes from the middle, or from the end of a sentence that is then closed by its full stop."""
    spans = clauses(q.text, q.code)
    whole = q.text[:1].isupper() and q.text.rstrip()[-1:] in ".!?"
    for start, end in _shuffled(spans[1:] if whole else spans[1:-1], chance):
        size = sum(t.norm not in language(q.code).stopwords for t in _plain(q.text[start:end], q.code))
        if size >= CLAUSE_WORDS and not set("[]()") & set(q.text[start - 1 : end + 1]):
            yield _replaced(q.text, start, end, "")


def plant_synonym(q: Quoted, pool: Pool, chance: random.Random) -> Iterator[str]:
    """Another ordinary word of the language in the place of one (the comparison knows no thesaurus)."""
    for token in _shuffled([t for t in _plain(q.text, q.code)[1:-1] if _is_plain(t, q.code)], chance):
        others = [w for w in pool.plain[q.code] if stem(w, q.code)[:4] != stem(token.norm, q.code)[:4]]
        if others:
            yield _replaced(q.text, token.start, token.end, chance.choice(others))


# --- edits that change nothing ---


def plant_marks(q: Quoted, _: Pool, __: random.Random) -> Iterator[str]:
    """Other quotation marks and apostrophes inside, other marks around."""
    yield q.text.replace("’", "'") if "’" in q.text else q.text.replace("'", "’")
    for opening, closing in _MARK_STYLES:
        word = next((t for t in _plain(q.text, q.code)[2:] if t.kind == "word"), None)
        if word:
            yield _replaced(q.text, word.start, word.end, f"{opening}{word.text}{closing}")


def plant_dashes(q: Quoted, _: Pool, __: random.Random) -> Iterator[str]:
    """Commas as dashes, dashes of other lengths."""
    for dash in (" — ", " – ", " - ", " -- "):
        yield re.sub(r"\s+(?:—|–|--|-)\s+|,\s+(?=\D)", dash, q.text)


def plant_case(q: Quoted, _: Pool, __: random.Random) -> Iterator[str]:
    """A small first letter, a full stop that becomes a comma or goes."""
    yield q.text[:1].lower() + q.text[1:]
    yield q.text.rstrip(".!,") + ","
    yield q.text.rstrip(".!,")


def plant_brackets(q: Quoted, _: Pool, chance: random.Random) -> Iterator[str]:
    """[sic] or a gloss after a word."""
    outside = [t for t in _plain(q.text, q.code)[:-1] if not _bracketed(q.text, t)]
    for token, note in zip(_shuffled(outside, chance), ("[sic]", "[Anna Weber]"), strict=False):
        yield _replaced(q.text, token.end, token.end, f" {note}")


def _bracketed(text: str, token: Token) -> bool:
    """Inside an insertion already, or right before or after one."""
    return any(m.start() - 1 <= token.end and token.start <= m.end() + 1 for m in re.finditer(r"[\[(].*?[\])]", text))


def plant_spaces(q: Quoted, _: Pool, chance: random.Random) -> Iterator[str]:
    """Line wraps, no-break and thin spaces, soft hyphens, an ellipsis as one character."""
    yield q.text.replace(" ", "\n", 3)
    yield re.sub(" ", lambda _m: chance.choice((" ", "\u00a0", "\u2009", "  ")), q.text)
    word = max(_plain(q.text, q.code), key=lambda t: len(t.text))
    yield _replaced(q.text, word.start, word.end, f"{word.text[:3]}\u00ad{word.text[3:]}")
    if "..." in q.text or "…" in q.text:
        yield q.text.replace("...", "…") if "..." in q.text else q.text.replace("…", "...")


def _shuffled(items: list[T], chance: random.Random) -> list[T]:
    return chance.sample(items, len(items))


CHANGES: dict[str, tuple[Planter, Callable[[Difference], bool]]] = {
    "number": (plant_number, lambda d: d.cls == "number" and d.severity == "major"),
    "negator dropped": (plant_negator_dropped, lambda d: d.cls == "negation" and d.severity == "major"),
    "negator added": (plant_negator_added, lambda d: d.cls == "negation" and d.severity == "major"),
    "name": (plant_name, lambda d: d.cls == "name" and d.severity == "major"),
    "hedge": (plant_hedge, lambda d: d.kind == "hedge" and d.severity == "major"),
    "clause": (plant_clause, lambda d: d.cls == "omission" and d.severity != "none"),
    "synonym": (plant_synonym, lambda d: d.severity != "none"),
}
HARMLESS: dict[str, Planter] = {
    "quotation marks": plant_marks,
    "dashes": plant_dashes,
    "case and stops": plant_case,
    "brackets": plant_brackets,
    "spaces and wraps": plant_spaces,
}


def rows_of(one: str, two: str, code: str) -> list[Difference]:
    """Differences of two copies, each read as an article of its own."""
    left, right = (sequence(t, code, [(0, len(t))], [(0, len(t))]) for t in (one, two))
    return compare_words(left, right, "", "", CLAUSE_WORDS)


def _planted(planter: Planter, q: Quoted, pool: Pool, options: argparse.Namespace, name: str) -> list[str]:
    chance = random.Random(f"{options.seed} {name} {q.text}")
    found = dict.fromkeys(t for t in planter(q, pool, chance) if t != q.text)
    return list(found)[: options.each]


def _print_detection(quoted: list[Quoted], pool: Pool, options: argparse.Namespace, missed: list[str]) -> bool:
    print(f"{'planted':18}{'edits':>7}{'found':>8}{'target':>8}{'other rows':>12}   by language")
    failed = False
    for name, (planter, is_found) in CHANGES.items():
        hits: dict[str, list[bool]] = defaultdict(list)
        others = 0
        for q in quoted:
            for text in _planted(planter, q, pool, options, name):
                rows = rows_of(q.text, text, q.code)
                hits[q.code].append(any(is_found(d) for d in rows))
                others += sum(d.severity != "none" and not is_found(d) for d in rows) if hits[q.code][-1] else 0
                if not hits[q.code][-1]:
                    missed.append(f"missed {name} [{q.code}]: {text}\n    rows {[(d.cls, d.kind) for d in rows]}")
        failed |= _print_line(name, hits, TARGETS.get(name), others)
    hits = {"all": [_attribution_found(q, pool, options) for q in quoted if " " in q.speaker]}
    return _print_line("attribution", hits, None, 0) or failed


def _print_line(name: str, hits: dict[str, list[bool]], target: float | None, others: int) -> bool:
    total = [hit for found in hits.values() for hit in found]
    rate = sum(total) / len(total) if total else 0.0
    languages = "  ".join(f"{code} {sum(h)}/{len(h)}" for code, h in sorted(hits.items()))
    goal = f"{target:.2f}" if target else ""
    print(f"{name:18}{len(total):7}{rate:8.3f}{goal:>8}{others:12}   {languages}")
    return bool(target and rate < target)


def _print_false_alarms(quoted: list[Quoted], pool: Pool, options: argparse.Namespace, missed: list[str]) -> bool:
    print(f"\n{'harmless':18}{'edits':>7}{'alarms':>8}{'target':>8}")
    raised = total = 0
    for name, planter in HARMLESS.items():
        alarms = count = 0
        for q in quoted:
            for text in _planted(planter, q, pool, options, name):
                loud = [d for d in rows_of(q.text, text, q.code) if d.severity != "none"]
                count, alarms = count + 1, alarms + bool(loud)
                missed += [f"false alarm {name} [{q.code}]: {text}\n    {d.explanation}" for d in loud]
        print(f"{name:18}{count:7}{alarms / max(1, count):8.3f}{'':>8}")
        raised, total = raised + alarms, total + count
    print(f"{'all':18}{total:7}{raised / max(1, total):8.3f}{FALSE_ALARMS:8.2f}")
    return raised > FALSE_ALARMS * total


def _named(q: Quoted, speaker: str) -> dict[str, str]:
    """The quotation's row as far as the speakers' comparison reads it."""
    return {"speaker": speaker, "speaker_text": speaker, "language": q.code}


def _attribution_found(q: Quoted, pool: Pool, options: argparse.Namespace) -> bool:
    """The same words given to another speaker of the corpus."""
    others = [s for s in pool.speakers if same_name(s, q.speaker) < 0.5]
    if not others:
        return False
    other = random.Random(f"{options.seed} {q.text}").choice(others)
    one, two = _part(q, q.speaker), _part(q, other)
    rows = compare_speakers(one, two, _named(q, q.speaker), _named(q, other), frozenset())
    return any(d.cls == "attribution" for d in rows)


def _part(q: Quoted, speaker: str) -> Part:
    return Part(
        id=speaker, quote=speaker, article=speaker, kind="direct", language=q.code, text=q.text, start=0,
        end=len(q.text), own=words(q.text, q.code), english=None, speaker=speaker, nested=False, block=0, sentence="",
        around=frozenset(), among_sentences=False,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
