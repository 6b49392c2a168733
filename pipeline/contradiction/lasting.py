"""What a length of time or an age is of: a limit, a time gone by or still to come; the person who is so old."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from pipeline.languages import Lexicon, language
from pipeline.text.names import find_names
from pipeline.text.tokens import tokenize

Sort = Literal["within", "lapse", "since", "reach", ""]
SORTS: Final[tuple[Sort, ...]] = ("within", "lapse", "since", "reach")
BEFORE: Final = 2
"""Words before a length of time that may say what it is; after it stands only the next one."""
APPOSED: Final = 12
"""Characters from a name to the age behind it ("Cendón, de 58 años"), and from an age to the name it stands before."""
LED: Final = 40
CLOSING: Final = ("", ",", ")", ".")
MARKS: Final = frozenset('.;:()«»“”„"')


@lru_cache(maxsize=8192)
def lasting_sort(text: str, start: int, end: int, code: str) -> Sort:
    """Whether `text[start:end]` is a limit ("within three days"), comes after ("two days later"), lies back or is what
    something grew or was cut to («очередь выросла до трёх суток»).
    """
    before = [t.norm for t in tokenize(text[max(0, start - LED) : start], code)][-BEFORE:]
    inside, after = ([t.norm for t in tokenize(part, code)] for part in (text[start:end], text[end : end + LED]))
    for sort in SORTS:
        words = _words(code, sort)
        ends = (words.match(before, at) for at in range(len(before)))
        if (
            words.match(after, 0)
            or words.match(inside, 0)
            or any(m and m[0] == len(before) - at for at, m in enumerate(ends))
        ):
            return sort
    return ""


@lru_cache(maxsize=64)
def _words(code: str, sort: Sort) -> Lexicon:
    return Lexicon.from_forms(language(code).section("grammar").get(sort, ""))


@lru_cache(maxsize=8192)
def aged(text: str, start: int, end: int, code: str, *, alone: bool) -> str:
    """The name that an age stands beside: "Eva Roth, 58," or "the 58-year-old director Eva Roth"; else "".

    With `alone` only the first, between marks: years that no word says to be an age ("Eva Roth, 58 anni,").
    """
    if alone and text[end:].lstrip()[:1] not in CLOSING:
        return ""
    for name in find_names(text, code):
        behind, ahead = text[name.end : start], text[end : name.start]
        apposed = name.end <= start and len(behind) <= APPOSED and behind.lstrip()[:1] in (",", "(")
        led = not alone and end <= name.start and len(ahead) <= LED and not MARKS & set(ahead) and "," not in ahead
        if apposed or (led and name.sure):
            return name.text
    return ""
