"""What one sentence denies and the other asserts, each read in its own language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.alignment.words import words
from pipeline.comparison.qualifiers import softened
from pipeline.comparison.rendering import FOUND, rendered_words
from pipeline.comparison.sides import side_row
from pipeline.dictionary import likeness
from pipeline.text.clauses import clauses
from pipeline.text.grammar import conditions, grammar, phrases
from pipeline.text.polarity import Span, denials, negation_count, negations
from pipeline.text.tokens import content_words, tokenize

if TYPE_CHECKING:
    from pipeline.alignment.parts import Part
    from pipeline.comparison.difference import Difference

NEGATABLE: Final = 12
"""Words up to which a sentence with one negation is the opposite of one with none."""
FAINT: Final = 0.1
"""Likeness of one word that will do where all the other clauses answer to each other."""
SMALL: Final = 2
"""Letters of a word that is not looked for in the other language ("n'", "y")."""
TELLING: Final = 2
"""Content words of a sentence that may assert what a clause of another denies."""
STATES: Final = 4
"""Words from which a fragment can be taken to assert or deny something."""
ANSWERED: Final = 0.5
"""Share of a clause's words rendered in the other sentence, from which a clause there answers to it."""
BESIDE: Final = 30
"""Characters from "almost never" to the negator that agrees with it («почти никогда не»)."""


_GLOSS: Final = re.compile(r"\[[^\]…]*\]")
Clause = tuple[int, int]


def only(part: Part) -> str:
    """ "Only", unless a negator stands before it ("not only")."""
    tokens = tokenize(part.text, part.language)
    denied = {s.end for s in negations(part.text, part.language)}
    plain = [t for n, t in enumerate(tokens) if t.norm in grammar(part.language).only and n]
    return next((t.text for t in plain if not any(0 <= t.start - end <= 1 for end in denied)), "")


def denied(a: Part, b: Part, outside: tuple[str, str]) -> list[Difference]:
    """One negates and the other does not, in a sentence short enough for the count to mean something.

    Sentences of several clauses are read clause by clause. `outside` are the reporting sentences around the two.
    """
    a, b = _unglossed(a), _unglossed(b)
    if (_unless(a) or _unless(b)) and all(conditions(p.text, p.language) for p in (a, b)):
        return []  # "unless it rains" is "if it does not rain"
    by_clause = _negated_clause(a, b)
    by_clause = by_clause or _of_a_clause(a, b) or _of_a_clause(b, a, turned=True)
    if by_clause is not None:
        return [by_clause]
    ours, theirs = _denials(a), _denials(b)
    if {ours, theirs} != {0, 1} or not _of_a_size(a, b):
        return []
    full, lacking, around = (a, b, outside[1]) if ours else (b, a, outside[0])
    spans = [s for s in negations(full.text, full.language) if s.kind in ("negator", "phrase", "verb")]
    if not spans or _excused(full, lacking, spans[0], around):
        return []
    left, right = (spans[0].text, "") if ours else ("", spans[0].text)
    who = "{b}" if ours else "{a}"
    return [
        side_row("negation", "negation", "major", 0.7, a, b, left, right, f"{who} lacks the negation “{spans[0].text}”")
    ]


def _unglossed(part: Part) -> Part:
    """With blanks in place of what an editor put in brackets: the rest is the clause as it was said."""
    if "[" not in part.text:
        return part
    text = _GLOSS.sub(lambda m: " " * len(m.group()), part.text)
    return replace(part, text=text, own=words(text, part.language, part.start))


def _of_a_size(a: Part, b: Part) -> bool:
    """Short both and of like length: a content word here is a function word there."""
    sizes = sorted((len(a.own.stems), len(b.own.stems)))
    telling = sorted((len(a.own.content_at), len(b.own.content_at)))
    return sizes[1] <= NEGATABLE and (sizes[0] >= 0.6 * sizes[1] or telling[0] >= 0.75 * telling[1])


def _excused(full: Part, lacking: Part, negator: Span, around: str) -> bool:
    """What the negator says stands in the other sentence all the same, or outside of it, or is left out with more."""
    lists = grammar(full.language)
    if lacking.kind in ("partial", "headline") and (
        len(lacking.own.stems) < STATES or negations(around, lacking.language)
    ):
        return True  # a piece asserts nothing; or the reporter says "not" in words of his own
    if bool(conditions(full.text, full.language)) != bool(conditions(lacking.text, lacking.language)):
        return True  # the negation may belong to the condition that is lost
    if any(phrases(p.text, p.language, "exceptive") for p in (full, lacking)):
        return True
    if nearly_denied(full, lacking) or nearly_denied(lacking, full):
        return True
    if negator.text.casefold() in lists.without or phrases(lacking.text, lacking.language, "absent"):
        return True  # told as a qualifier; "it was not there" is »es war weg«
    limited = _until(full, 0, len(full.text))
    if limited and (only(lacking) or phrases(lacking.text, lacking.language, "earliest")):
        return True  # "not before the vote" is »erst nach der Abstimmung«
    if _until(full, 0, negator.start) and _until(lacking, 0, len(lacking.text)):
        return True  # "until I no longer felt them": only the clause of time denies
    return _unquoted(full, lacking, negator)


def _unquoted(full: Part, lacking: Part, negator: Span) -> bool:
    """The other is a piece without the clause that denies: most of what answers to it stands in the other clauses."""
    ranges = clauses(full.text, full.language)
    if negator.kind == "verb":
        return False  # "refused to sign": its clause governs the others
    if len(ranges) < 2 or len(clauses(lacking.text, lacking.language)) >= len(ranges):
        return False
    start, end = next((r for r in ranges if r[0] <= negator.start < r[1]), (0, len(full.text)))
    if (
        phrases(full.text[start:end], full.language, "believing")
        and len(content_words(full.text[start:end], full.language)) < 2
    ):
        return False  # "I do not think that anyone slept": nor does its clause stand alone
    there = [w for w in rendered_words(full, [lacking]) if w.rendered >= FOUND]
    inside = sum(start <= w.start < end for w in there)
    return len(there) - inside > inside


def _denials(part: Part) -> int:
    """How often a sentence denies; "neither ... nor" once."""
    norms = {t.norm for t in tokenize(part.text, part.language)}
    count = negation_count(part.text, part.language) - _left_open(part)
    return min(count, 1) if norms & grammar(part.language).nor else count


def _left_open(part: Part) -> int:
    """Negators of a hedge: «не исключено» is "perhaps"."""
    open_ = softened(part.text, part.language)
    return sum(any(h.start <= s.start < h.end for h in open_) for s in denials(part.text, part.language))


def _unless(part: Part) -> bool:
    return bool(phrases(part.text, part.language, "unless"))


def _negated_clause(a: Part, b: Part) -> Difference | None:
    """As many clauses in both, and in one place only does one negate what the other asserts."""
    left, right = clauses(a.text, a.language), clauses(b.text, b.language)
    if len(left) != len(right) or len(left) < 2 or any(_turns(p) for p in (a, b)):
        return None
    ours, theirs = [_negators_in(a, *c) for c in left], [_negators_in(b, *c) for c in right]
    unlike = [n for n, (x, y) in enumerate(zip(ours, theirs, strict=True)) if bool(x) != bool(y)]
    prefixed = [n for n in unlike if len(unlike) > 1 and _by_prefix(a, left[n], b, right[n], denied=bool(ours[n]))]
    unlike = [n for n in unlike if n not in prefixed]  # "not easy" is «непросте»
    if len(unlike) != 1:
        return None
    at = unlike[0]
    others = [n for n in range(len(left)) if n != at]
    both = bool(prefixed) or any(x and y for x, y in zip(ours, theirs, strict=True))
    if not both and not (
        _answers(a, left[at], b, right[at])
        or (_answers(a, left[at], b, right[at], faint=True) and all(_answers(a, left[n], b, right[n]) for n in others))
    ):
        return None
    sides = ((a, left[at]), (b, right[at]))
    if any(_until(part, *clause) for part, clause in sides):
        return None
    denying, asserting = sides if ours[at] else sides[::-1]
    if (_denies_otherwise(*asserting) and not _denies_otherwise(*denying)) or _prefixed(asserting, denying):
        return None
    negator = (ours[at] or theirs[at])[0].text
    sizes = sorted(len(content_words(part.text[start:end], part.language)) for part, (start, end) in sides)
    if len(ours[at]) + len(theirs[at]) != 1 or sizes[1] > NEGATABLE or sizes[0] < 0.5 * sizes[1]:
        return None
    who, texts = ("{b}", (negator, "")) if ours[at] else ("{a}", ("", negator))
    why = f"clause by clause, {who} lacks the negation “{negator}”"
    return side_row("negation", "negation", "major", 0.7, a, b, *texts, why)


def _by_prefix(a: Part, here: Clause, b: Part, there: Clause, *, denied: bool) -> bool:
    """The clause without a negator denies by a prefix what the other denies outright."""
    sides = ((b, there), (a, here)) if denied else ((a, here), (b, there))
    return _prefixed(*sides)


def _of_a_clause(a: Part, b: Part, *, turned: bool = False) -> Difference | None:
    """`a` asserts in one clause what one clause of `b`, the only one that answers to it, denies: "The front is under
    control" of "The front is not under control and, with this wind, will not be before tomorrow"."""
    ranges = clauses(b.text, b.language)
    whole = (0, len(a.text))
    if len(ranges) < 2 or len(clauses(a.text, a.language)) > 1 or any(_turns(p) for p in (a, b)):
        return None
    if a.kind in ("partial", "headline") or len(a.own.content_at) < TELLING or negations(a.text, a.language):
        return None
    answering = [c for c in ranges if _answers(a, whole, b, c, within=True)]
    if len(answering) != 1 or _until(b, *answering[0]) or _until(a, *whole) or _denies_otherwise(a, whole):
        return None
    if _prefixed((a, whole), (b, answering[0])):
        return None
    found = _negators_in(b, *answering[0])
    if len(found) != 1:
        return None
    negator = found[0].text
    who, texts, sides = ("{a}", ("", negator), (a, b)) if not turned else ("{b}", (negator, ""), (b, a))
    why = f"{who} lacks the negation “{negator}” of the clause that it renders"
    return side_row("negation", "negation", "major", 0.7, *sides, *texts, why)


def _turns(part: Part) -> bool:
    """A condition may take up a negation; "nothing but" is "only"."""
    return bool(conditions(part.text, part.language) or phrases(part.text, part.language, "exceptive"))


def _denies_otherwise(part: Part, clause: tuple[int, int]) -> bool:
    """ "Worthless", "refrain from", "gone": denied without a negator."""
    text = part.text[slice(*clause)]
    spans = [s for s in negations(text, part.language) if s.kind in ("verb", "affix")]
    return bool(spans or phrases(text, part.language, "absent"))


def _prefixed(asserting: tuple[Part, tuple[int, int]], denying: tuple[Part, tuple[int, int]]) -> bool:
    """A word denied by its prefix answers a negator before the bare word: «непросте», "not easy"."""
    (here, (start, end)), (there, clause) = asserting, denying
    bare = [
        word.removeprefix(prefix)
        for word in content_words(here.text[start:end], here.language)
        for prefix in grammar(here.language).negative_prefixes
        if word.startswith(prefix) and len(word) > len(prefix) + SMALL
    ]
    theirs = content_words(there.text[slice(*clause)], there.language)
    return any(likeness(x, here.language, y, there.language) >= FAINT for x in bare for y in theirs)


def _answers(
    a: Part, here: tuple[int, int], b: Part, there: tuple[int, int], *, faint: bool = False, within: bool = False
) -> bool:
    """Half of the words of either clause are rendered in the other sentence; `faint`: one of them, perhaps; `within`:
    in the other clause."""
    clause = replace(b, text=b.text[slice(*there)], own=words(b.text[slice(*there)], b.language))
    for full, (start, end), other in ((a, here, clause if within else b), (b, there, a)):
        small = grammar(full.language).function_words
        inside = [w for w in rendered_words(full, [other]) if start <= w.start < end]
        told = [w.rendered for w in inside if w.text.casefold() not in small and len(w.text) > SMALL]
        if not told or (max(told) < FAINT if faint else sum(r >= FOUND for r in told) < ANSWERED * len(told)):
            return False
    return True


def _until(part: Part, start: int, end: int) -> bool:
    """A clause of time may hold a negator that denies nothing: «пока не буду уверен», "until I am sure"."""
    text = part.text[start:end]
    limits = grammar(part.language).limits
    return any(t.norm in limits for t in tokenize(text, part.language)) or bool(phrases(text, part.language, "before"))


def _negators_in(part: Part, start: int, end: int) -> list[Span]:
    """Read on its own, so that "tampoco" denies its clause and French "plus" without "ne" none."""
    found = negations(part.text[start:end], part.language)
    apart = grammar(part.language).without  # told as a qualifier
    plain = [s for s in found if s.kind not in ("concord", "weak", "particle", "verb", "affix")]
    return [s for s in plain if s.text.casefold() not in apart]


def nearly_denied(a: Part, b: Part) -> list[Difference]:
    """ "Almost never" here, "never" there: what is denied altogether in `b` is nearly denied in `a`."""
    weak = [s for s in negations(a.text, a.language) if s.kind == "weak" and " " in s.text]
    theirs = negations(b.text, b.language)
    if not weak or _plainly_denied(a, weak) or any(s.kind == "weak" for s in theirs):
        return []
    denied = [s for s in theirs if s.kind in ("negator", "phrase")]
    if not denied:
        return []
    why = f"{{b}} denies outright (“{denied[0].text}”) what {{a}} only nearly denies (“{weak[0].text}”)"
    return [side_row("translation", "hedge", "major", 0.7, a, b, weak[0].text, denied[0].text, why)]


def _plainly_denied(part: Part, weak: list[Span]) -> bool:
    """A negator that does not merely go along with "almost never"."""
    found = [s for s in negations(part.text, part.language) if s.kind in ("negator", "phrase", "verb", "affix")]
    return any(all(s.start - w.end > BESIDE or w.start - s.end > BESIDE for w in weak) for s in found)
