"""Two quotations in one language, word for word: each edit becomes one difference with a class and a severity.

Severity says what a reader would believe differently: `major` where a number, a negation, a hedge, a condition or a
name changes; `minor` where words were cut or changed without that; `none` where only the form differs.
"""

from __future__ import annotations

from typing import Final

from pipeline.comparison.difference import Difference, Severity
from pipeline.comparison.edits import Edit, edits
from pipeline.comparison.facts import changed_value, names_differ, qualifier
from pipeline.comparison.sequence import Bracket, Sequence
from pipeline.languages import language
from pipeline.text.folding import fold_typography
from pipeline.text.grammar import grammar
from pipeline.text.polarity import negation_count, strengths
from pipeline.text.tokens import stem

SIC: Final = "[sic]"


def compare_words(
    a: Sequence, b: Sequence, a_context: str, b_context: str, clause_words: int
) -> list[Difference]:
    """Every difference of two quotations in one language; the contexts are their reporting sentences.

    Identical wording gives one row of class `identical` or `typographic`, so that a reader sees it was compared;
    quotations with no word in common give none.
    """
    changes = edits(a, b)
    if not changes and not _alike(a, b):
        return []
    found: list[Difference] = []
    trimmed = False
    for edit in changes:
        if edit.side != "inside" and (edit.only_a or edit.only_b):
            trimmed = True
            found += _trimmed(edit, a, b, a_context, b_context) or _cut_short(edit, a, b, clause_words)
        elif edit.moved:
            found += _moved(edit, a, b)
        else:
            found += _inside(edit, a, b)
    found += _brackets(a, b, found)
    if trimmed:
        found.append(_segment(a, b))
    return found or [_same(a, b)]


def _inside(edit: Edit, a: Sequence, b: Sequence) -> list[Difference]:
    if edit.only_a:
        return [_left_out(edit, a, b)]
    if edit.only_b:
        return [_left_out(_flip(edit), b, a).mirrored()]
    return [_changed(edit, a, b)]


def _alike(a: Sequence, b: Sequence) -> bool:
    return [w.norm for w in a.words] == [w.norm for w in b.words]


def _flip(edit: Edit) -> Edit:
    return Edit(edit.b_first, edit.b_last, edit.a_first, edit.a_last, edit.side, edit.moved)


def _left_out(edit: Edit, a: Sequence, b: Sequence) -> Difference:
    """Words that only `a` has, inside what both quote."""
    text = a.slice(edit.a_first, edit.a_last)
    at = edit.b_first
    marked = bool(set(range(at, at + 1)) & b.cuts)
    kind = qualifier(text, a.language) or _extent(edit, a)
    if at in b.joins:
        return _make(edit, a, b, "segment", kind, "none", 0.9, "{b} breaks the quotation off where {a} has “%s”" % text)
    if kind == "negation":
        return _make(edit, a, b, "negation", kind, "major", 0.9, "{b} leaves out “%s”: the negation is lost" % text)
    severity: Severity = "minor"
    if kind in ("hedge", "condition") and not marked:
        severity = "major"
    if kind == "function":
        severity = "none"
    how = "marks the cut with an ellipsis" if marked else "does not mark the cut"
    what = {"hedge": " (a hedge)", "condition": " (a condition)", "number": " (a number)", "name": " (a name)"}
    return _make(
        edit, a, b, "omission", kind, severity, 0.9, "{b} leaves out “%s”%s and %s" % (text, what.get(kind, ""), how)
    )


def _extent(edit: Edit, side: Sequence) -> str:
    """How much is missing: a sentence, a clause, a word, or function words alone."""
    run = side.words[edit.a_first : edit.a_last]
    lists = grammar(side.language)
    stopwords = language(side.language).stopwords
    if all(w.norm in stopwords or w.norm in lists.articles for w in run):
        return "function"
    content = sum(w.norm not in stopwords for w in run)
    if edit.a_first in side.stops and edit.a_last in side.stops:
        return "sentence"
    return "clause" if content >= 3 else "word"


def _changed(edit: Edit, a: Sequence, b: Sequence) -> Difference:
    """Words that were replaced by others."""
    left, right = a.slice(edit.a_first, edit.a_last), b.slice(edit.b_first, edit.b_last)
    said = "“%s” in {a} is “%s” in {b}" % (left, right)
    value = changed_value(_around(edit, a, b), a, b, edit)
    if value:
        return _make(edit, a, b, "number", value, "major", 0.95, f"{said}: another {value}")
    if _typographic(left, right):
        return _make(edit, a, b, "typographic", "form", "none", 0.95, f"{said}: the same words in another form")
    if (negation_count(left, a.language) % 2) != (negation_count(right, b.language) % 2):
        return _make(edit, a, b, "negation", "negation", "major", 0.9, f"{said}: one is negated")
    if _inflected(edit, a, b):
        return _make(edit, a, b, "tense_person", "inflection", "minor", 0.85, f"{said}: tense or person was changed")
    if names_differ(left, right, a.language):
        return _make(edit, a, b, "name", "name", "major", 0.8, f"{said}: another name")
    lost = qualifier(left, a.language), qualifier(right, b.language)
    if lost[0] != lost[1] and ("hedge" in lost or "condition" in lost):
        return _make(edit, a, b, "substitution", "hedge", "major", 0.75, f"{said}: one is hedged")
    shift = _strength_shift(left, right, a.language)
    if shift:
        return _make(edit, a, b, "substitution", "strength", "major" if shift > 1 else "minor", 0.8, f"{said}: {_STRONGER}")
    kind = "function" if _extent(edit, a) == _extent(_flip(edit), b) == "function" else "words"
    return _make(edit, a, b, "substitution", kind, "minor", 0.85, said)


_STRONGER: Final = "one is stronger than the other"


def _around(edit: Edit, a: Sequence, b: Sequence) -> tuple[tuple[int, int], tuple[int, int]]:
    """Word ranges of the sentences that hold the edit: values are read in their sentence, not in a cut-out run."""
    return _sentence(a, edit.a_first, edit.a_last), _sentence(b, edit.b_first, edit.b_last)


def _sentence(side: Sequence, first: int, last: int) -> tuple[int, int]:
    start = max((s for s in side.stops if s <= first), default=0)
    end = min((s for s in side.stops if s >= max(last, first + 1)), default=len(side.words))
    return start, max(end, last)


def _strength_shift(left: str, right: str, code: str) -> int:
    """Steps between the strongest words of one scale on either side; 0 where no scale has both."""
    ours = {s.scale: s.level for s in strengths(left, code)}
    theirs = {s.scale: s.level for s in strengths(right, code)}
    return max((abs(ours[scale] - theirs[scale]) for scale in ours.keys() & theirs.keys()), default=0)


def _typographic(left: str, right: str) -> bool:
    """Equal once marks, dashes, case, spaces and hyphens are folded away ("co-operate", "cooperate")."""
    folded = [fold_typography(t).casefold().replace("-", "").replace(" ", "").replace("'", "") for t in (left, right)]
    return folded[0] == folded[1]


def _inflected(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """Only pronouns and auxiliaries differ, or another form of the same words."""
    words = grammar(a.language).function_words
    left = [w.norm for w in a.words[edit.a_first : edit.a_last]]
    right = [w.norm for w in b.words[edit.b_first : edit.b_last]]
    rest = sorted({stem(w, a.language) for w in left if w not in words})
    other = sorted({stem(w, b.language) for w in right if w not in words})
    if rest != other and not _same_lemma(rest, other):
        return False
    return bool(words & {*left, *right}) or (bool(rest) and left != right)


def _same_lemma(left: list[str], right: list[str]) -> bool:
    """Stems that share all but a doubled or dropped last letter: begg- and beg-."""
    return len(left) == len(right) == 1 and (
        left[0].rstrip(left[0][-1:]) == right[0].rstrip(right[0][-1:]) and min(len(left[0]), len(right[0])) >= 3
    )


def _moved(edit: Edit, a: Sequence, b: Sequence) -> list[Difference]:
    """Told once, from the side where the run stands alone."""
    if edit.only_b:
        return []
    text = a.slice(edit.a_first, edit.a_last)
    return [_make(edit, a, b, "reorder", "clause", "minor", 0.85, "“%s” stands elsewhere in {b}" % text)]


def _trimmed(edit: Edit, a: Sequence, b: Sequence, a_context: str, b_context: str) -> list[Difference]:
    """Words beyond the end of the shorter quotation: a cut only where a qualifier next to it is lost.

    The reporter may put it into words of his own, so the sentence around the shorter quotation is read too.
    """
    if edit.only_b:
        return [d.mirrored() for d in _trimmed(_flip(edit), b, a, b_context, a_context)]
    first, last = _adjacent_clause(edit, a)
    text = a.slice(first, last)
    kind = qualifier(text, a.language)
    if kind not in ("hedge", "negation", "condition") or _says(kind, b_context, b):
        return []
    if edit.b_first in b.cuts or edit.side == "start" and kind == "negation":
        return []
    severity: Severity = "major" if kind in ("hedge", "condition") else "minor"
    found = Edit(first, last, edit.b_first, edit.b_last, edit.side)
    why = "{b} stops short of “%s” without a mark" if edit.side == "end" else "{b} begins after “%s” without a mark"
    return [_make(found, a, b, "omission", kind, severity, 0.7, why % text)]


def _cut_short(edit: Edit, a: Sequence, b: Sequence, clause_words: int) -> list[Difference]:
    """The shorter quotation ends with a full stop where the other's sentence goes on with a clause of its own."""
    if edit.only_b:
        return [d.mirrored() for d in _cut_short(_flip(edit), b, a, clause_words)]
    last = min((s for s in a.stops if s > edit.a_first), default=edit.a_last)
    run = a.words[edit.a_first : last]
    stopwords = language(a.language).stopwords
    content = sum(w.norm not in stopwords for w in run)
    whole = edit.side == "end" and len(b.words) in b.stops and edit.a_first not in a.stops
    if not whole or content < clause_words or not _opens_sentence(edit, a, b) or len(b.words) in b.cuts:
        return []
    found = Edit(edit.a_first, last, edit.b_first, edit.b_last, edit.side)
    why = "{b} ends the sentence with a full stop before “%s”" % a.slice(edit.a_first, last)
    return [_make(found, a, b, "omission", "clause", "minor", 0.75, why)]


def _opens_sentence(edit: Edit, a: Sequence, b: Sequence) -> bool:
    """The sentence that was cut short begins alike in both, with a capital letter."""
    start_a = max((s for s in a.stops if s <= edit.a_first - 1), default=0)
    start_b = max((s for s in b.stops if s <= len(b.words) - 1), default=0)
    same = a.words[start_a].norm == b.words[start_b].norm
    return same and b.words[start_b].text[:1].isupper()


def _adjacent_clause(edit: Edit, a: Sequence) -> tuple[int, int]:
    """The part of a trimmed run that touches what both quote, up to the nearest comma or stop."""
    first, last = edit.a_first, edit.a_last
    order = range(last - 1, first - 1, -1) if edit.side == "start" else range(first, last)
    reach = []
    for i in order:
        edge = i if edit.side == "end" else i + 1
        gap = a.article_text[a.words[edge - 1].end : a.words[edge].start] if 0 < edge < len(a.words) else ""
        if any(c in gap for c in ",;:.!?—–") and (edit.side == "start" or reach):
            break
        reach.append(i)
    return (min(reach), max(reach) + 1) if reach else (first, first)


def _says(kind: str, context: str, side: Sequence) -> bool:
    """Whether the reporting sentence has a qualifier of the kind outside the quoted words."""
    outside = context
    for word in (side.slice(0, len(side.words)),):
        outside = outside.replace(word, " ")
    return qualifier(outside, side.language, wanted=kind) == kind


def _brackets(a: Sequence, b: Sequence, found: list[Difference]) -> list[Difference]:
    """Editors' insertions that only one side has, or that stand elsewhere; those beside changed words replaced them."""
    rows = [_bracket(x, a, b, found) for x in a.brackets if not _twin(x, a, b)]
    rows += [_bracket(y, b, a, [d.mirrored() for d in found]).mirrored() for y in b.brackets if not _twin(y, b, a)]
    return rows


def _twin(bracket: Bracket, mine: Sequence, other: Sequence) -> bool:
    """The other has the same insertion beside the same word."""
    neighbour = mine.words[bracket.at - 1].norm if 0 < bracket.at <= len(mine.words) else ""
    return any(
        o.text.casefold() == bracket.text.casefold()
        and (other.words[o.at - 1].norm if 0 < o.at <= len(other.words) else "") == neighbour
        for o in other.brackets
    )


def _bracket(bracket: Bracket, a: Sequence, b: Sequence, found: list[Difference]) -> Difference:
    elsewhere = any(o.text.casefold() == bracket.text.casefold() for o in b.brackets)
    replaced = next(
        (d for d in found if d.cls == "omission" and abs(_index(b, d.b_span[0]) - 0) >= 0 and _touches(d, bracket, a)), None
    )
    severity: Severity = "minor" if elsewhere or replaced else "none"
    what = "[sic] stands at another word" if elsewhere else f"{{a}} inserts {bracket.text}"
    if replaced and not elsewhere:
        what = f"{{a}} has {bracket.text} where {{b}} has “{replaced.b_text}”"
    return Difference(
        "bracket_edit",
        "sic" if bracket.text.casefold() == SIC else "insertion",
        severity,
        0.9,
        bracket.text,
        replaced.b_text if replaced else "",
        (bracket.start, bracket.end),
        replaced.b_span if replaced else (0, 0),
        what,
    )


def _index(side: Sequence, offset: int) -> int:
    return sum(w.end <= offset for w in side.words)


def _touches(d: Difference, bracket: Bracket, a: Sequence) -> bool:
    """The words that only the other side has stand right where this side has the bracket."""
    return d.a_text == "" and abs(_index(a, d.a_span[0]) - bracket.at) <= 1


def _segment(a: Sequence, b: Sequence) -> Difference:
    longer, shorter = ("{a}", "{b}") if len(a.words) >= len(b.words) else ("{b}", "{a}")
    return Difference(
        "segment",
        "extent",
        "none",
        0.95,
        a.slice(0, len(a.words)),
        b.slice(0, len(b.words)),
        a.span(0, len(a.words)),
        b.span(0, len(b.words)),
        f"{longer} quotes more of it than {shorter}",
    )


def _same(a: Sequence, b: Sequence) -> Difference:
    left, right = a.slice(0, len(a.words)), b.slice(0, len(b.words))
    exact = left.strip(" .,;:!?…") == right.strip(" .,;:!?…")
    cuts = a.cuts != b.cuts
    cls, severity, why = ("identical", "none", "the same words") if exact else ("typographic", "none", "the same words, other marks")
    if cuts and not exact:
        why = "only one of them has dots that look like a cut; no words are missing"
    return Difference(
        cls,  # type: ignore[arg-type]
        "form",
        "minor" if cuts and not exact else severity,  # type: ignore[arg-type]
        0.95,
        left,
        right,
        a.span(0, len(a.words)),
        b.span(0, len(b.words)),
        why,
    )


def _make(
    edit: Edit, a: Sequence, b: Sequence, cls: str, kind: str, severity: Severity, confidence: float, explanation: str
) -> Difference:
    return Difference(
        cls,  # type: ignore[arg-type]
        kind,
        severity,
        confidence,
        a.slice(edit.a_first, edit.a_last),
        b.slice(edit.b_first, edit.b_last),
        a.span(edit.a_first, edit.a_last),
        b.span(edit.b_first, edit.b_last),
        explanation,
    )
