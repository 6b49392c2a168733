"""Which statements an article takes from another outlet: it names that outlet, quotes on, or says "the paper reports".

Whoever "told the Observer" is quoted from the Observer in the rest of the article too, unless heard before that. A
name alone is proof where it has two words; a single word ("Welt") has to stand in marks, beside a noun of the press,
after the article of its name ("The Sentinel") or in another script. Agencies go by their initials, and by their names
without the word that says that they are one ("агентство Faro", of Agencia Faro).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from pipeline.corroboration.reading import Told
from pipeline.evidence.passages import Sentence
from pipeline.languages import language
from pipeline.languages.lexicon import split_forms
from pipeline.schemas import columns
from pipeline.text.name_match import is_cyrillic, romanise, word_similarity
from pipeline.text.names import same_name
from pipeline.text.tokens import Token, tokenize

SAME_OUTLET: Final = 0.85
_SAME_WORD: Final = 0.5
_BESIDE: Final = 2
"""Words between a one-word outlet and the noun of the press that shows it to be one."""
_INITIALS: Final = 3
_ELSEWHERE: Final = "relayed from "


@dataclass(frozen=True, slots=True)
class _Said:
    """Somebody's words: the sentences that hold them, in order of the text."""

    start: int
    sentences: tuple[str, ...]
    speaker: str
    relay: str


def relayed_sentences(
    told: Sequence[Told], quotes: pl.DataFrame, parts: pl.DataFrame, reported: pl.DataFrame
) -> dict[str, str]:
    """sentence -> whose it is: the id of the story's article by that outlet, or the name of an outlet outside."""
    said = _said(told, quotes, parts, reported)
    found: dict[str, str] = {}
    for article in told:
        found |= _of_article(article, told, said.get(article.article, []))
    return found


def _of_article(article: Told, told: Sequence[Told], said: Sequence[_Said]) -> dict[str, str]:
    credited = {s.id: named for s in article.sentences if (named := _named(s, told, article)) is not None}
    sources: dict[str, str] = {}
    heard: set[str] = set()  # who has spoken here before, to nobody in particular
    for words in said:
        source = _source_of(words.relay, told) if words.relay else None
        source = source or next((credited[s] for s in words.sentences if s in credited), None) or _speaking(words, told)
        if source is None:
            source = sources.get(words.speaker)
        if source is None:
            heard.add(words.speaker)
            continue
        if words.speaker and words.speaker not in heard:
            sources[words.speaker] = source
        for sentence in words.sentences:
            credited.setdefault(sentence, source)
    _take_up(article, credited)
    return {s: outlet for s, outlet in credited.items() if outlet != article.article}


def _take_up(article: Told, credited: dict[str, str]) -> None:
    """ "The paper says": the outlet that was named last."""
    last = None
    for sentence in article.sentences:
        if sentence.id in credited:
            last = credited[sentence.id]
        elif last is not None and _the_paper(sentence):
            credited[sentence.id] = last


def _said(
    told: Sequence[Told], quotes: pl.DataFrame, parts: pl.DataFrame, reported: pl.DataFrame
) -> dict[str, list[_Said]]:
    """article -> quotations and indirect speech, in order of the text."""
    places = {a.article: [(s.start, s.end, s.id) for s in a.sentences] for a in told}
    covered: dict[str, set[str]] = defaultdict(set)
    for article, quote, start, end in columns(parts, "article", "quote", "start", "end"):
        covered[quote] |= {s for first, last, s in places.get(article, ()) if first < end and start < last}
    found: dict[str, list[_Said]] = defaultdict(list)
    for article, kind, quote, sentence, start, speaker, relay in columns(
        quotes, "article", "kind", "quote", "sentence", "start", "speaker", "relay"
    ):
        if article in places and kind != "headline":
            held = tuple(sorted(covered[quote] | {sentence}))
            found[article].append(_Said(start, held, speaker or "", relay or ""))
    for article, sentence, start, speaker in columns(reported, "article", "sentence", "start", "speaker"):
        if article in places:
            found[article].append(_Said(start, (sentence,), speaker or "", ""))
    return {article: sorted(each, key=lambda words: words.start) for article, each in found.items()}


def _source_of(name: str, told: Sequence[Told]) -> str:
    cited = (other.article for other in told if same_name(other.outlet, name) >= SAME_OUTLET)
    return next(cited, f"{_ELSEWHERE}{name}")


def _speaking(words: _Said, told: Sequence[Told]) -> str | None:
    """The story's article whose outlet is itself given as the speaker ("per Faro")."""
    name = tuple(words.speaker.split())
    forms = ((other.article, form) for other in told for form in _forms(other.outlet, other.language))
    return next((article for article, form in forms if len(form) == len(name) and _same_words(form, name)), None)


def _named(sentence: Sentence, told: Sequence[Told], own: Told) -> str | None:
    """The story's article whose outlet the sentence names; `own` where it names its own outlet."""
    tokens = [token for token in tokenize(sentence.text, sentence.language) if token.kind != "symbol"]
    initials = {romanise(token.text)[:1] for token in tokens if token.text[:1].isupper()}
    for other in sorted(told, key=lambda other: other.outlet != own.outlet):
        for words in _forms(other.outlet, other.language):
            if romanise(words[0])[:1] in initials and _stands(words, tokens, sentence, _article(other)):
                return own.article if other.outlet == own.outlet else other.article
    return None


@lru_cache(maxsize=1024)
def _forms(outlet: str, code: str) -> tuple[tuple[str, ...], ...]:
    """Ways to name an outlet: its words, those without the nouns of the press, its initials from three words on."""
    words = _outlet_words(outlet, code)
    nouns = _press(code) | _press("en")
    proper = tuple(word for word in words if word.casefold() not in nouns)
    short = ("".join(word[0] for word in words).upper(),) if len(words) >= _INITIALS else ()
    return tuple(dict.fromkeys(form for form in (words, proper, short) if form))


def _article(told: Told) -> str:
    """The word before the outlet's name that belongs to it, in lower case."""
    first, *rest = told.outlet.split() or [""]
    return first.casefold() if rest and len(_outlet_words(told.outlet, told.language)) == len(rest) else ""


@lru_cache(maxsize=1024)
def _outlet_words(outlet: str, code: str) -> tuple[str, ...]:
    """The words of an outlet's name without an article before them ("The", "La", "Der")."""
    words = [token for token in tokenize(outlet, code) if token.kind in ("word", "number")]
    stop = language(code).stopwords | language("en").stopwords
    while len(words) > 1 and (words[0].norm in stop or words[0].text.endswith(("'", "’"))):
        words = words[1:]
    return tuple(word.text for word in words)


def _stands(words: Sequence[str], tokens: Sequence[Token], sentence: Sentence, article: str) -> bool:
    plain = [token for token in tokens if token.kind in ("word", "number")]
    for at in range(len(plain) - len(words) + 1):
        run = plain[at : at + len(words)]
        if not run[0].text[:1].isupper():
            continue
        if _same_words(words, [token.text for token in run]) and (
            len(words) > 1 or _shown(plain, at, sentence, words[0], article)
        ):
            return True
    return False


def _shown(plain: Sequence[Token], at: int, sentence: Sentence, word: str, article: str) -> bool:
    """Whether a single word is shown to be an outlet's name where it stands."""
    token, code = plain[at], sentence.language
    if word.isupper() and len(word) >= _INITIALS:
        return token.text == word
    around = (*plain[max(0, at - _BESIDE) : at], *plain[at + 1 : at + 1 + _BESIDE])
    if _in_marks(sentence.text, token.start, token.end) or any(each.norm in _press(code) for each in around):
        return True
    articled = bool(article) and at > 0 and plain[at - 1].norm == article and not language(code).names.nouns_capitalised
    return articled or (is_cyrillic(sentence.text) and not is_cyrillic(token.text))


def _same_words(words: Sequence[str], run: Sequence[str]) -> bool:
    """Short words change much from script to script (Bay, Бэй), so all of them are heard together."""
    rendered = is_cyrillic(" ".join(words)) != is_cyrillic(" ".join(run))
    likeness = [word_similarity(w, t, rendered=rendered) for w, t in zip(words, run, strict=True)]
    letters = [len(word) for word in words]
    mean = sum(like * count for like, count in zip(likeness, letters, strict=True)) / sum(letters)
    return min(likeness) >= _SAME_WORD and mean >= SAME_OUTLET


def _in_marks(text: str, start: int, end: int) -> bool:
    return text[:start].rstrip()[-1:] in "«„“‘\"'" and text[end:].lstrip()[:1] in "»“”’\"'" and start > 0


def _the_paper(sentence: Sentence) -> bool:
    """Whether an outlet is spoken of by a noun of the press alone, and it is not this one."""
    press, own = _words(sentence.language, "press"), _words(sentence.language, "own")
    tokens = [token for token in tokenize(sentence.text, sentence.language) if token.kind == "word"]
    return any(
        token.norm in press and not any(before.norm in own for before in tokens[max(0, at - _BESIDE) : at])
        for at, token in enumerate(tokens)
    )


def _press(code: str) -> frozenset[str]:
    """Nouns of the press, agencies among them."""
    return _words(code, "press") | _words(code, "nouns")


@lru_cache(maxsize=64)
def _words(code: str, key: str) -> frozenset[str]:
    return frozenset(split_forms(language(code).section("credit").get(key)))
