"""Make Ukrainian-looking sentences of Russian ones: a lexicon first, spelling rules for the rest.

No Ukrainian parallel text is at hand, so this stands in for it. The result is not correct
Ukrainian: word choice and government stay Russian. It gives the student the spelling, the
endings and the commonest words that differ, so that genuine Ukrainian falls on known pieces.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)
_SHORT_STEM = 4  # stems of up to four letters take only short endings: тел* must not eat телефон
_SHORT_REST = {2: 2, 3: 2, 4: 3}

# Endings, Russian=Ukrainian, chosen by the longest match.
_ENDINGS = """
ский=ський ская=ська ское=ське ские=ські ского=ського скому=ському ском=ському ской=ської ских=ських
ским=ським скими=ськими скую=ську цкий=цький цкого=цького цкая=цька ый=ий ая=а яя=я ое=е ее=є ые=і
ние=ні ние=ння ение=ення ения=ення ению=енню ении=енні ением=енням ений=ень ениями=еннями ениях=еннях
ание=ання ания=ання анию=анню ании=анні анием=анням аний=ань ытие=иття ятие=яття ие=і его=ього ему=ьому
ых=их ым=им ыми=ими их=их им=им ими=ими ую=у юю=ю ной=ної вой=вої той=тої ция=ція ции=ції цию=цію цией=цією ций=цій
ия=ія ии=ії ию=ію ией=ією иям=іям иях=іях иями=іями ость=ість ости=ості остью=істю ов=ів ев=їв иев=їв ой=ою ей=ей
ет=е ает=ає яет=яє ует=ує еет=іє ют=ють ут=уть ит=ить ят=ять жат=жать шат=шать чат=чать ать=ати ять=яти
ить=ити еть=іти уть=ути ыть=ити ться=тися тся=ться ается=ається яется=яється уется=ується ется=еться
ится=иться ются=ються утся=уться лся=вся лась=лася лось=лося лись=лися ал=ав ил=ив ел=ів ял=яв ул=ув ыл=ив
ила=ила или=или ило=ило ала=ала али=али ало=ало овать=увати овал=ував овала=увала овали=ували ировать=увати
ировал=ував ировали=ували ывать=увати ывал=ував ывала=увала ывали=ували ывает=ує ывают=ують ы=и ами=ами
ический=ичний ическая=ична ическое=ичне ические=ичні ического=ичного ической=ичної ических=ичних
ическим=ичним ическую=ичну ки=ки ги=ги хи=хи и=і е=і сь=ся
"""
# What follows a stem in -н of a verbal noun: решен|ие is рішен|ня.
_VERBAL_NOUN = {"ие": "ня", "ия": "ня", "ию": "ню", "ии": "ні", "ием": "ням", "ий": "ь", "иям": "ням", "иях": "нях"}
_KEEP_AS_NOUN = re.compile(
    r"(?:матери|капит|кан|порт|генер|фин|сигн|журн|персон|сканд|потенци|вокз|арсен|трибун|квартал)"
    r"ал$|(?:отд|пред|разд|мод|пан)ел$|^тыл$"
)
_PREFIXES = (("рас", "роз"), ("раз", "роз"), ("бес", "без"), ("от", "від"), ("под", "під"))
_VOWELS = "аеёиоуыэюяіїєАЕЁИОУЫЭЮЯ"
_RULE_OF_NINE = "дтзсцжшчр"


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, str]]:
    """Read the lexicon into whole words and stems, both Russian to Ukrainian."""
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    text = files(__package__).joinpath("ukrainian.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        for entry in line.split():
            russian, ukrainian = entry.split("=")
            if russian.endswith("*"):
                stems.setdefault(russian[:-1], ukrainian[:-1])
            else:
                words.setdefault(russian, ukrainian.replace("_", " "))
    return words, stems


@cache
def _endings() -> dict[str, str]:
    """Read the table of endings; of two readings the later one stands."""
    return dict(entry.split("=") for entry in _ENDINGS.split())


def _letters(text: str, before: str = "") -> str:
    """Respell letters one by one; `before` is the letter that precedes the text."""
    out: list[str] = []
    for place, letter in enumerate(text):
        last = text[place - 1] if place else before
        follows = text[place + 1 : place + 2]
        if letter == "и":
            slavic = last in _RULE_OF_NINE and last != "" and follows not in tuple(_VOWELS)
            out.append("и" if slavic else "ї" if last and last in _VOWELS else "і")
        elif letter == "е" and (not last or last in _VOWELS + "ьъ"):
            out.append("є")
        elif letter == "ё":
            out.append("йо" if not last or last in _VOWELS else "ьо")
        else:
            out.append({"ы": "и", "э": "е", "ъ": "'"}.get(letter, letter))
    return "".join(out)


def _inflected(rest: str, before: str, spare: int) -> str:
    """Put the longest known ending of `rest` into Ukrainian, leaving `spare` letters before it."""
    if before == "н" and rest in _VERBAL_NOUN:
        return _VERBAL_NOUN[rest]
    for cut in range(spare, len(rest)):
        if cut == 0 and before in _VOWELS:
            continue
        if (ending := _endings().get(rest[cut:])) is not None:
            return _letters(rest[:cut], before) + ending
    return _letters(rest, before)


def _word(word: str) -> str:
    """Turn one lower-case Russian word into a Ukrainian-looking one."""
    words, stems = _lexicon()
    if word in words:
        return words[word]
    for cut in range(len(word), 1, -1):
        rest = word[cut:]
        fits = cut > _SHORT_STEM or len(rest) <= _SHORT_REST[cut]
        if fits and (stem := stems.get(word[:cut])) is not None:
            return stem + _inflected(rest, word[cut - 1], 0)
    if "-" in word:
        return "-".join(_word(part) for part in word.split("-"))
    if len(word) < 4 or _KEEP_AS_NOUN.search(word):
        return _letters(word)
    for russian, ukrainian in _PREFIXES:
        if word.startswith(russian) and len(word) > len(russian) + 4:
            rest = word[len(russian) :]
            return ukrainian + _inflected(rest, russian[-1], 2)
    return _inflected(word, "", 2)


def _cased(original: str, changed: str) -> str:
    """Give a changed word the capitals of the original."""
    if len(original) > 1 and original.isupper():
        return changed.upper()
    return changed[:1].upper() + changed[1:] if original[0].isupper() else changed


def ukrainianised(text: str) -> str:
    """Rewrite a Russian sentence in Ukrainian spelling and, as far as listed, words."""

    def change(match: re.Match[str]) -> str:
        return _cased(match[0], _word(match[0].lower()))

    return _WORD.sub(change, text)
