"""Scores of one report against a folder of gold, each between 0 and 1.

Gold is quotes, families, wording, claims, conflicts and, where there is any, not_same and false_alarms (JSONL), with
events.json and syndication.json; decisions.jsonl holds what reviewers made of findings. Quotes, claims and conflicts
of report and gold are paired greedily by the overlap of their words; utterances and differences are scored on the
quotes so paired.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from pipeline.errors import InputError

Row = Mapping[str, Any]
Scores = dict[str, dict[str, float]]
Pair = tuple[str, ...]

MARKS: Final = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚", "'") | dict.fromkeys("–—\u2011", "-"))
REQUIRED_KINDS: Final = frozenset({"direct", "partial", "post"})
"""Kinds of quotes that a report must have; a headline or a scare quote may be reported or not."""
IMMATERIAL: Final = frozenset({"identical", "typographic", "segment"})
QUOTE_FLOOR: Final = 0.8
CLAIM_FLOOR: Final = 0.7
CONFLICT_FLOOR: Final = 0.4


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).translate(MARKS).casefold())


def overlap(a: str, b: str) -> float:
    """F1 of the two texts' words as multisets."""
    left, right = Counter(words(a)), Counter(words(b))
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def precision_recall(hits: int, predicted: int, gold: int) -> dict[str, float]:
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "predicted": predicted, "gold": gold}


def pair_up(
    predicted: Sequence[Row],
    gold: Sequence[Row],
    block: tuple[Callable[[Row], Hashable], Callable[[Row], Hashable]],
    similarity: Callable[[Row, Row], float],
    floor: float,
) -> list[tuple[int, int]]:
    """(predicted index, gold index), one to one, best first; only rows with equal `block` values are compared.

    Ties go to the later rows, as in the reference scorer.
    """
    by_block: dict[Hashable, list[int]] = defaultdict(list)
    for g, row in enumerate(gold):
        by_block[block[1](row)].append(g)
    scored = [
        (similarity(row, gold[g]), p, g) for p, row in enumerate(predicted) for g in by_block.get(block[0](row), ())
    ]
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for score, p, g in sorted(scored, reverse=True):
        if score >= floor and p not in taken[0] and g not in taken[1]:
            taken[0].add(p)
            taken[1].add(g)
            pairs.append((p, g))
    return pairs


@dataclass(frozen=True)
class Gold:
    """A folder of gold, read when it is asked for; an absent file is no rows."""

    folder: Path

    def rows(self, name: str) -> list[Row]:
        path = self.folder / f"{name}.jsonl"
        try:
            lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
            return [json.loads(line) for line in lines if line.strip()]
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: {error}") from error

    def table(self, name: str) -> list[Any]:
        path = self.folder / f"{name}.json"
        try:
            found: list[Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: {error}", "a folder of gold has an events.json") from error
        return found

    @cached_property
    def documents(self) -> frozenset[str]:
        return frozenset(
            {row["doc"] for row in self.rows("quotes")} | {d for event in self.table("events") for d in event}
        )


def score(report: Mapping[str, Any], folder: Path) -> Scores:
    """All scores of a report (the contract's report.json, parsed). Raises InputError where gold cannot be read."""
    gold = Gold(folder)
    decided: Scores = {"decisions": _decisions(report, gold)} if (folder / "decisions.jsonl").exists() else {}
    if decided and not (folder / "events.json").exists():
        return decided
    scores: Scores = {"stories": _stories(report, gold)}
    quotes = _Quotes(report, gold)
    scores |= quotes.scores()
    scores |= _wording(report, gold, quotes.gold_id)
    scores |= _claims(report, gold)
    scores |= _conflicts(report, gold)
    if (folder / "syndication.json").exists():
        scores["syndication"] = _syndication(report, gold)
    return scores | decided


def _decisions(report: Row, gold: Gold) -> dict[str, float]:
    """Findings against what reviewers decided about them (`verify review --export-gold`), by their ids."""
    found = {row["id"] for row in report.get("findings", [])}
    rows = gold.rows("decisions")
    accepted = {row["finding"] for row in rows if row["decision"] == "accepted"}
    rejected = {row["finding"] for row in rows if row["decision"] == "rejected"}
    return precision_recall(len(found & accepted), len(found & (accepted | rejected)), len(accepted))


def _linked(groups: Iterable[Iterable[str]], documents: frozenset[str]) -> set[Pair]:
    return {pair for group in groups for pair in combinations(sorted(set(group) & documents), 2)}


def _stories(report: Row, gold: Gold) -> dict[str, float]:
    expected = _linked(gold.table("events"), gold.documents)
    found = _linked((story["articles"] for story in report.get("stories", [])), gold.documents)
    return precision_recall(len(expected & found), len(found), len(expected))


def _syndication(report: Row, gold: Gold) -> dict[str, float]:
    def groups(rows: Iterable[Row]) -> list[list[str]]:
        return [[str(row.get("original_or_wire") or row.get("origin")), *row["copies"]] for row in rows]

    expected = _linked(groups(gold.table("syndication")), gold.documents)
    found = _linked(groups(report.get("syndication", [])), gold.documents)
    return precision_recall(len(expected & found), len(found), len(expected))


class _Quotes:
    """Quotes of the report paired with those of gold, and the scores that rest on it."""

    def __init__(self, report: Row, gold: Gold) -> None:
        self._report, self._gold = report, gold
        self.expected = gold.rows("quotes")
        self.found = [quote for quote in report.get("quotes", []) if quote["article"] in gold.documents]
        by_article = (lambda row: row["article"], lambda row: row["doc"])
        self.pairs = pair_up(self.found, self.expected, by_article, _quote_similarity, QUOTE_FLOOR)
        self.gold_id = {self.found[p]["id"]: self.expected[g]["id"] for p, g in self.pairs}

    def scores(self) -> Scores:
        required = {g for g, row in enumerate(self.expected) if row["kind"] in REQUIRED_KINDS}
        hits = {g for _, g in self.pairs}
        optional = len(hits - required)
        scores: Scores = {
            "quotes": precision_recall(len(hits & required), len(self.found) - optional, len(required)),
            "speakers": self._speakers(required),
            "utterances": self._utterances(),
        }
        if traps := {tuple(sorted((row["a"], row["b"]))) for row in self._gold.rows("not_same")}:
            scores["utterance_traps"] = {"sprung": len(traps & self._reported_links()), "gold": len(traps)}
        return scores

    def _speakers(self, required: set[int]) -> dict[str, float]:
        named = [
            (self.found[p].get("speaker"), self.expected[g]["speaker"])
            for p, g in self.pairs
            if g in required and self.expected[g].get("speaker")
        ]
        return {"accuracy": sum(_same_name(a, b) for a, b in named) / max(1, len(named)), "gold": len(named)}

    def _utterances(self) -> dict[str, float]:
        kind = {row["id"]: row["kind"] for row in self.expected}
        expected = self._links(family["members"] for family in self._gold.rows("families"))
        expected, found = (
            {pair for pair in links if all(kind[quote] in REQUIRED_KINDS for quote in pair)}
            for links in (expected, self._reported_links())
        )
        return precision_recall(len(expected & found), len(found), len(expected))

    def _reported_links(self) -> set[Pair]:
        reported = self._report.get("utterances", [])
        return self._links([self.gold_id[q] for q in each["quotes"] if q in self.gold_id] for each in reported)

    def _links(self, groups: Iterable[Iterable[str]]) -> set[Pair]:
        """Pairs of gold quotes of different articles that a group joins."""
        article = {row["id"]: row["doc"] for row in self.expected}
        pairs = (pair for group in groups for pair in combinations(sorted(set(group)), 2))
        return {pair for pair in pairs if article[pair[0]] != article[pair[1]]}


def _quote_similarity(a: Row, b: Row) -> float:
    return overlap(*(" ".join([row["text"], *(row.get("rest") or [])]) for row in (a, b)))


def _same_name(a: str | None, b: str | None) -> bool:
    left, right = words(a or ""), words(b or "")
    return bool(left and right) and (left[-1] == right[-1] or set(left) <= set(right) or set(right) <= set(left))


def _wording(report: Row, gold: Gold, gold_id: Mapping[str, str]) -> Scores:
    """Differences that matter, by pair of quotes and class; then by pair alone; then recall of the major ones."""
    known = [row for row in report.get("differences", []) if row["a"] in gold_id and row["b"] in gold_id]
    wording = gold.rows("wording")
    expected = {(*_ends(row), row["class"]) for row in wording if _matters(row)}
    found = {(*sorted((gold_id[row["a"]], gold_id[row["b"]])), row["class"]) for row in known if _matters(row)}
    expected_pairs, found_pairs = {each[:2] for each in expected}, {each[:2] for each in found}
    major = {_ends(row) for row in wording if row.get("severity") == "major" and row["class"] not in IMMATERIAL}
    return {
        "wording_class": precision_recall(len(expected & found), len(found), len(expected)),
        "wording_pair": precision_recall(len(expected_pairs & found_pairs), len(found_pairs), len(expected_pairs)),
        "wording_major": {"recall": len(major & found_pairs) / max(1, len(major)), "gold": len(major)},
    }


def _ends(row: Row) -> Pair:
    return tuple(sorted((row["a"], row["b"])))


def _matters(row: Row) -> bool:
    return row["class"] not in IMMATERIAL and row.get("severity") != "none"


def _claims(report: Row, gold: Gold) -> Scores:
    expected = gold.rows("claims")
    articles = {row["doc"] for row in expected}
    found = [claim for claim in report.get("claims", []) if claim["article"] in articles]
    by_article = (lambda row: row["article"], lambda row: row["doc"])
    pairs = pair_up(found, expected, by_article, lambda a, b: overlap(a["text"], b["text"]), CLAIM_FLOOR)
    status = [(found[p]["status"], expected[g]["status"]) for p, g in pairs]
    single = "single_source"
    counts = [sum(row["status"] == single for row in rows) for rows in (found, expected)]
    corroborated = sum(b == "corroborated" for _, b in status)
    false_single = sum(a == single and b == "corroborated" for a, b in status)
    scores: Scores = {
        "claims": {
            "coverage": len(pairs) / max(1, len(expected)),
            "accuracy": sum(a == b for a, b in status) / max(1, len(status)),
            "gold": len(expected),
        },
        single: precision_recall(sum(a == b == single for a, b in status), counts[0], counts[1]),
        "false_single_source": {"rate": false_single / max(1, corroborated)},
    }
    key = "independent_sources"
    sources = [(found[p].get(key), expected[g][key]) for p, g in pairs if key in expected[g]]
    if sources:
        scores[key] = {"accuracy": sum(a == b for a, b in sources) / len(sources), "gold": len(sources)}
    return scores


def _conflicts(report: Row, gold: Gold) -> Scores:
    expected, alarms = gold.rows("conflicts"), gold.rows("false_alarms")
    found = [row for row in report.get("conflicts", []) if {row["a_article"], row["b_article"]} <= gold.documents]
    by_articles = (
        lambda row: frozenset((row["a_article"], row["b_article"])),
        lambda row: frozenset((row["a_doc"], row["b_doc"])),
    )
    pairs = pair_up(found, expected, by_articles, _conflict_similarity, CONFLICT_FLOOR)
    scores: Scores = {"conflicts": precision_recall(len(pairs), len(found), len(expected))}
    if alarms:
        right = {p for p, _ in pairs}
        wrong = [row for p, row in enumerate(found) if p not in right]
        raised = pair_up(wrong, alarms, by_articles, _conflict_similarity, CONFLICT_FLOOR)
        scores["false_alarms"] = {"raised": len(raised), "gold": len(alarms)}
    return scores


def _conflict_similarity(found: Row, expected: Row) -> float:
    """The weaker of the two sides' overlaps, whichever way round; 1 where both gold texts lie inside the found ones."""
    a, b = (found["a_article"], found["a_text"]), (found["b_article"], found["b_text"])
    gold_a, gold_b = (expected["a_doc"], expected["a_text"]), (expected["b_doc"], expected["b_text"])
    ways = [
        min(overlap(x[1], gold_a[1]), overlap(y[1], gold_b[1]))
        for x, y in ((a, b), (b, a))
        if (x[0], y[0]) == (gold_a[0], gold_b[0])
    ]
    if {a[0], b[0]} == {gold_a[0], gold_b[0]}:
        sides = ((text, a[1] if a[0] == document else b[1]) for document, text in (gold_a, gold_b))
        ways.append(float(all(set(words(text)) <= set(words(side)) for text, side in sides)))
    return max(ways, default=0.0)


def read_report(path: Path) -> dict[str, Any]:
    """A report.json, or the one in a run's folder. Raises InputError."""
    path = path / "report.json" if path.is_dir() else path
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(
            f"{path}: no such report", "give report.json, or the folder that `verify run` printed"
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a report ({error})") from error
    if not isinstance(found, dict) or "schema" not in found:
        raise InputError(f"{path}: not a report of `verify run`")
    return found
