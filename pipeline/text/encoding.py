"""Bytes to text: which encoding, how sure, and why a file is no text."""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass
from typing import Final

from pipeline.languages import language

# UTF-32 LE begins with the UTF-16 LE mark, so it is tried first.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP or Office"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "old Office"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"(\xb5/\xfd", "Zstandard"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
)
_LEGACY: Final = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "koi8_u", "iso8859_2",
    "iso8859_5", "iso8859_15", "latin_1", "cp866", "big5", "gb18030", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
# Below these charset-normalizer is guessing: share of unlikely characters, and fit to any language it knows.
_MAX_CHAOS: Final = 0.25
_MIN_COHERENCE: Final = 0.2
# Pages that share a script and differ in a few letters; the commonest first, which wins where nothing tells.
_FAMILIES: Final = (
    ("cp1252", "cp1250", "cp1254", "iso8859_15", "iso8859_2", "latin_1"),
    ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5"),
)
_TYPOGRAPHIC: Final = frozenset("“”„‘’‚«»‹›–—…€£§©®°ºª·•№¿¡")
_SAMPLE: Final = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the codec that gave it; line ends are as in the file."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the bytes were not read, in one line."""

    reason: str


def decode(content: bytes) -> Decoded | Refused:
    """Byte order mark, strict UTF-8, unmarked UTF-16, then a legacy code page if the guess is sure."""
    if not content.strip(b"\x00 \t\r\n"):
        return Refused("the file is empty")
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strict(content, name)
    for magic, kind in _SIGNATURES:
        if content.startswith(magic):
            return Refused(f"binary file ({kind}), not text")
    if b"\x00" in content:
        return _unmarked_utf16(content)
    try:
        return _printable(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _legacy(content, error)


def _strict(content: bytes, name: str) -> Decoded | Refused:
    try:
        return _printable(content.decode(name), name.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        return Refused(f"byte order mark says {name}, but byte {error.start} does not fit it")


def _printable(text: str, name: str) -> Decoded | Refused:
    """Refuses text full of control characters: bytes that only happen to decode."""
    if not text.strip("\ufeff\x00 \t\r\n"):
        return Refused("the file is empty")
    controls = sum(count for char, count in Counter(text).items() if char < " " and char not in "\t\n\r\f\v")
    if "\x00" in text or controls > max(8, len(text) // 50):
        return Refused(f"binary file: {controls} control characters")
    return Decoded(text, name)


def _unmarked_utf16(content: bytes) -> Decoded | Refused:
    """UTF-16 without a mark: the zero bytes of its ASCII characters stand on one side only."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    # A tenth of the characters at least: even Cyrillic or Arabic text has its blanks and line ends.
    side = len(content) // 20
    if not len(content) % 2 and max(even, odd) >= side > 0 and min(even, odd) == 0:
        name = "utf-16-le" if odd > even else "utf-16-be"
        found = _strict(content, name)
        if isinstance(found, Decoded):
            return found
    return Refused("binary file: zero bytes")


def _legacy(content: bytes, error: UnicodeDecodeError) -> Decoded | Refused:
    from charset_normalizer import from_bytes

    sample = content
    if len(content) > _SAMPLE:
        sample = content[: content.rfind(b"\n", 0, _SAMPLE) + 1] or content[:_SAMPLE]
    matches = list(from_bytes(sample, cp_isolation=list(_LEGACY)))
    if not matches:
        return Refused(f"not UTF-8 (byte {error.start}) and no other encoding fits")
    best = max(matches, key=lambda match: (match.coherence - 2 * match.chaos, match.encoding))
    if best.chaos > _MAX_CHAOS or best.coherence < _MIN_COHERENCE:
        return Refused(
            f"not UTF-8 (byte {error.start}); {best.encoding} is only a guess "
            f"(disorder {best.chaos:.2f}, fit to a language {best.coherence:.2f})"
        )
    return _sibling(content, best.encoding)


def _sibling(content: bytes, guess: str) -> Decoded | Refused:
    """The page of the guess's family whose letters are those of one language: pages differ in a few letters only."""
    family = next((pages for pages in _FAMILIES if guess in pages), (guess,))
    found: list[tuple[float, int, str, str]] = []
    for at, name in enumerate(family):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        found.append((round(_alphabet_share(text), 4), -at, text, name))
    if not found:
        return Refused(f"looks like {guess}, but not every byte fits it")
    _, _, text, name = max(found)
    return _printable(text, name)


def _alphabet_share(text: str) -> float:
    """Share of the characters beyond ASCII that the best fitting language uses, typographic marks included."""
    counts = Counter(char for char in text if char > "\x7f" and not char.isspace())
    total = sum(counts.values())
    if not total:
        return 1.0
    marks = sum(count for char, count in counts.items() if char in _TYPOGRAPHIC)
    alphabets = language("und").section("scripts").get("letters", {}).values()
    letters = [sum(counts[char] + 0.9 * counts[char.upper()] for char in set(alphabet)) for alphabet in alphabets]
    return (marks + max(letters, default=0)) / total
