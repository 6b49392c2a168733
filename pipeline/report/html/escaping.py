"""Words from articles as inert markup."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup, escape

# What reorders or hides text (bidirectional embeddings, overrides, isolates), C0 and C1 controls, and code points
# that a document may not hold. Joiners and direction marks stay: scripts need them, and <bdi> bounds their reach.
_HIDDEN: Final = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES: Final = re.compile(r"\s+")


def visible(text: str | None) -> Markup:
    """`text` escaped, each control character in it replaced by its visible name."""
    if not text:
        return Markup("")
    if not _HIDDEN.search(text):
        return escape(text)
    pieces: list[str] = []
    last = 0
    for found in _HIDDEN.finditer(text):
        pieces += [str(escape(text[last : found.start()])), _shown(found.group())]
        last = found.end()
    return Markup("".join([*pieces, str(escape(text[last:]))]))


def _shown(char: str) -> str:
    code = f"U+{ord(char):04X}"
    name = unicodedata.name(char, "control character").lower()
    return f'<span class="control" title="{name}">{code}</span>'


def prose(text: str | None) -> Markup:
    """A sentence of ours that may hold words of others: `visible`, with what stands between backticks as code."""
    pieces = (text or "").split("`")
    if len(pieces) % 2 == 0:  # a backtick without a partner
        return visible(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(visible(each)) if n % 2 else visible(each) for n, each in enumerate(pieces))


def web_address(url: str | None) -> str | None:
    """`url` if it is plain http or https, else null: no other scheme becomes a link."""
    found = (url or "").strip()
    return found if re.match(r"https?://[^\s\x00-\x1f]+$", found, re.IGNORECASE) else None


def language_tag(code: str | None) -> str:
    """`code` if it can stand in a `lang` attribute, else nothing: then the page's own language holds."""
    return code if code and code != "und" and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else ""


def one_line(text: str) -> str:
    """White space folded as the contract folds it, spaces at the ends kept as one."""
    return _SPACES.sub(" ", text)
