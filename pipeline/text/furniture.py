"""Page furniture: which lines are not the article's own prose, told by their words and form.

The phrases of all languages are read at once, since furniture is found before the language is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.languages import Lexicon, language, languages, norm_word
from pipeline.text.layout import has_inner_stop, is_finished

_HANDLE: Final = r"@[A-Za-z0-9_.]{2,30}"
_SIGNATURE: Final = re.compile(rf"[—–-]{{1,2}}\s*\S.{{0,80}}?\(\s*{_HANDLE}\s*\)")
_POST_HEADER: Final = re.compile(rf"(?:\S.{{0,60}}\s)?\(?{_HANDLE}\)?(?:\s*[·•|,].{{0,40}})?")
_CLOCK: Final = re.compile(r"\b[0-2]?\d[:.][0-5]\d\b")
_NUMERIC_DATE: Final = re.compile(r"\b(?:\d{4}-\d\d?-\d\d?|\d\d?[./-]\d\d?[./-](?:19|20)?\d\d)\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+")
_POST_COUNTS: Final = re.compile(r"[\d.,]+\s*[KMтыс]*\.?\s+[^\W\d_]+(?:\s+[\d.,]+\s*[KMтыс]*\.?\s+[^\W\d_]+)*")
_DATELINE: Final = re.compile(r"[^\W\d_][^.!?()]{0,50}\([^()]{2,40}\)\s*[-–—]+|\([^()]{2,40}\)\s*[-–—]+")
_CREDIT_TAIL: Final = re.compile(r"(?:[:/]\s*|[(\[]\s*|©\s*|\bvia\s+)([^:/()\[\]©]{2,50}?)\s*[)\]]?\.?$")
_LABEL_END: Final = r"\s*(?:[:：/|]|\bby\b|$)"
_TRIM: Final = " \t\"'“”«»„‘’[](){}<>•·*_:：.…!?>→»|-–—\xa0"


@dataclass(frozen=True, slots=True)
class Cue:
    """What a line is, and why, for a person to read."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Furniture phrases of all languages, casefolded."""

    lines: frozenset[str]
    starts: re.Pattern[str]
    related: re.Pattern[str]
    byline: re.Pattern[str]
    staff: re.Pattern[str]
    credit: re.Pattern[str]
    photo: re.Pattern[str]
    published: re.Pattern[str]
    months: tuple[Lexicon, ...]
    agencies: frozenset[str]
    agency_words: re.Pattern[str]


@lru_cache(maxsize=1)
def _networks() -> Lexicon:
    return Lexicon.from_forms(language("und").section("posts")["networks"])


def announces_post(text: str) -> bool:
    """A paragraph whose last sentence ends with a colon and names a place where people post (`wrote on X:`)."""
    if not text.rstrip().endswith(":"):
        return False
    last = _SENTENCE_END.split(text.rstrip())[-1]
    found = list(_WORD.finditer(last))
    words = [norm_word(match.group()) for match in found]
    return any(found[first].group() != "x" for first, _, _ in _networks().walk(words))


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """The `boilerplate` sections of every language file as one set of patterns."""
    sections = [language(code).section("boilerplate") for code in (*languages(), "und")]

    def union(name: str) -> frozenset[str]:
        return frozenset(_fold(str(form)) for section in sections for form in section.get(name, ()))

    return Phrases(
        lines=union("lines"),
        starts=_beginning(union("starts"), r"(?!\w)"),
        related=_beginning(union("related"), r"\s*(?:[:：>»|–—-]|$)"),
        byline=_beginning(union("byline"), r"(?:\s*[:：]\s*|\s+)(?=[\"«„“]?\w)"),
        staff=re.compile(rf"(?<!\w)(?:{_any(union('staff'))})(?!\w)"),
        credit=_beginning(union("credit"), r"(?!\w)"),
        photo=_beginning(union("photo"), _LABEL_END),
        published=_beginning(union("published"), r"\s*[:：]?\s*(?=\W*\w*\W*\d)"),
        months=tuple(language(code).dates.months for code in languages()),
        agencies=union("agencies"),
        agency_words=re.compile(rf"(?<!\w)(?:{_any(union('agency_words'))})(?!\w)"),
    )


def _any(forms: frozenset[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _beginning(forms: frozenset[str], after: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(forms)}){after}")


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def cue(text: str) -> Cue | None:
    """What a line or short block is by its own words; None when nothing marks it."""
    folded = _fold(text)
    if not folded or len(folded) > 400:
        return None
    return _page_cue(text, folded) or _post_cue(text, folded) or _credit_cue(text, folded)


def _page_cue(text: str, folded: str) -> Cue | None:
    known = phrases()
    bare = folded.strip(_TRIM)
    if bare in known.lines or (not bare and len(folded) >= 3):
        return Cue("boilerplate", "a line of the page, not of the article")
    steps = r"\s[|/]\s" if "«" in text or "‹" in text else r"\s[|/»›]\s"  # French sets blanks inside its marks
    if len(re.findall(steps, text)) >= 2 and not has_date(text) and len(folded) < 160:
        return Cue("boilerplate", "navigation of the page")
    if len(folded) > 160:
        return None
    lead = folded.lstrip(_TRIM)
    if known.related.match(lead) and not has_inner_stop(text):
        return Cue("boilerplate", "link to another story")
    if known.starts.match(lead) and (len(folded) < 100 or not is_finished(text)) and folded == lead:
        return Cue("boilerplate", "invitation to the reader")
    return None


def _post_cue(text: str, folded: str) -> Cue | None:
    if text.startswith("!["):
        return Cue("caption", "picture")
    if _SIGNATURE.match(text) and len(folded) < 140:
        return Cue("post_signature", "author of an embedded post")
    words = len(folded.split())
    if words <= 8 and _POST_HEADER.fullmatch(text.strip()) and "@" in text:
        return Cue("post_signature", "author of an embedded post")
    if words <= 10 and re.search(r"\s[·•]\s", text) and (_CLOCK.search(text) or is_date_line(text)):
        return Cue("post_signature", "date of an embedded post")
    return None


def _credit_cue(text: str, folded: str) -> Cue | None:
    known = phrases()
    lead = folded.lstrip("( [*_—–-")
    if len(folded) <= 300 and (match := known.credit.match(lead)) and _names_follow(text, folded, match.group()):
        return Cue("byline", "credit")
    if known.photo.match(lead) and len(folded) <= 300:
        return Cue("caption", "photo label")
    if _DATELINE.fullmatch(text.strip()):
        return Cue("byline", "dateline")
    if _is_byline(text, folded):
        return Cue("byline", "author")
    if is_agency(text):
        return Cue("credit_line", "agency credit")
    if len(folded) <= 300 and has_credit_tail(text):
        return Cue("caption", "ends with a photo credit")
    if known.published.match(lead) and has_date(text) and len(folded.split()) <= 20 and not has_inner_stop(text):
        return Cue("byline", "date line")
    return None


def _names_follow(text: str, folded: str, credit: str) -> bool:
    """A credit names people or agencies: a capital after the phrase, and no verb-long sentence."""
    rest = text[folded.find(credit) + len(credit) :].strip(" :：,")
    if rest[:1].islower():
        return False
    return len(folded.split()) <= 14 or ";" in text or text.lstrip().startswith(("(", "["))


def _is_byline(text: str, folded: str) -> bool:
    """`By Name Surname, Role`: a byline word, then a capitalised name, and no sentence."""
    match = phrases().byline.match(folded)
    if match is None or len(folded.split()) > 16 or has_inner_stop(text):
        return False
    if text.rstrip().endswith((".", "!", "?", ":")):
        return False
    names = _WORD.findall(text[match.end() : match.end() + 80])[:2]
    return bool(names) and names[0][0].isupper() and all(name[0].isupper() or len(name) <= 3 for name in names)


def is_post_counts(text: str) -> bool:
    """`12K Likes 3.4K Reposts`: the counters under an embedded post."""
    return len(text.split()) <= 10 and _POST_COUNTS.fullmatch(text.strip()) is not None


def is_agency(text: str) -> bool:
    """Whether the whole line is the name of a known agency, with or without ©, slash or year."""
    bare = _YEAR.sub("", _fold(text)).strip(_TRIM + "©,/")
    if not bare or len(bare) > 60:
        return False
    return all(part.strip(_TRIM + "©,") in phrases().agencies for part in re.split(r"\s*(?:/|,| via )\s*", bare))


def names_agency(text: str) -> bool:
    """Whether a short line looks like the name of some agency, known or not."""
    return is_agency(text) or (len(text.split()) <= 5 and phrases().agency_words.search(_fold(text)) is not None)


def has_credit_tail(text: str) -> bool:
    """Whether the text ends with a picture credit: `: EPA`, `(Name/Agency)`, `Photo: Name`."""
    match = _CREDIT_TAIL.search(text)
    if match is None or "://" in text or text.endswith((").", "].")):
        return False
    name = match.group(1)
    if is_agency(name):
        return True
    before = _fold(text[: match.start()])
    label = before.rsplit(maxsplit=1)[-1].strip(_TRIM) if before else ""
    if text[match.start()] in ":：" and phrases().photo.fullmatch(label):
        return True
    return text[match.start()] == "/" and re.search(r"[(\[][^()\[\]]*$", text[: match.start()]) is not None


def is_date_line(text: str) -> bool:
    """Whether the line is a date (and a time, a place, a label, a name) and nothing more."""
    if len(text) > 120 or not has_date(text):
        return False
    others = sum(not _is_month(word) for word in _WORD.findall(text))
    return others <= (6 if _YEAR.search(text) and len(re.findall(r"\d+", text)) >= 2 else 2)


def has_date(text: str) -> bool:
    """Whether a calendar date stands in the text: numeric, or a month word beside a number."""
    if _NUMERIC_DATE.search(text):
        return True
    if not re.search(r"\d", text):
        return False
    return any(_is_month(word) for word in _WORD.findall(text)) or "年" in text


@lru_cache(maxsize=4096)
def _is_month(word: str) -> bool:
    norm = norm_word(word)
    return len(norm) > 2 and any(bool(months.get(norm)) for months in phrases().months)


def has_staff(text: str) -> bool:
    return phrases().staff.search(_fold(text)) is not None


def is_name_line(text: str) -> bool:
    """Up to eight words, nearly all capitalised, no full stop: a person's or paper's name."""
    words = _WORD.findall(text)
    if not 1 <= len(words) <= 8 or text.rstrip().endswith((".", "!", "?", ":")):
        return False
    capitals: int = sum(word[0].isupper() for word in words)
    return capitals >= len(words) - (len(words) > 3)


def is_bare_related(text: str) -> bool:
    """A `Related` heading without a title of its own: the title comes in the next line."""
    folded = _fold(text).strip(_TRIM)
    match = phrases().related.match(folded)
    return match is not None and not folded[match.end() :].strip(_TRIM)


def staff_of(text: str) -> str:
    """The paper in `The Paper staff | date`, else an empty string."""
    first = re.split(r"\s*[|,]\s*", text)[0]
    match = phrases().staff.search(first.casefold())
    name = first[: match.start()].strip(_TRIM) if match and len(first) == len(first.casefold()) else ""
    return name if name[:1].isupper() and is_name_line(name) and len(name.split()) >= 2 else ""
