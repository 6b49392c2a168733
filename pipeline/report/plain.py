"""Words from articles in formats that are not HTML: one line, no control characters, and what each format escapes."""

from __future__ import annotations

import re
from typing import Final

from pipeline.text.folding import fold_space, strip_controls

_LONE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
# A spreadsheet reads these as the start of a formula, also behind blanks and in their full-width forms.
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]()#+!|~])")


def one_line(text: str | None) -> str:
    """`text` on one line, without control and bidirectional characters and without halves of surrogate pairs."""
    plain = _LONE.sub("\ufffd", text or "")
    return fold_space(strip_controls(plain.replace("\n", " ").replace("\t", " ")))


def cell(text: str | None) -> str:
    """A CSV cell that no spreadsheet computes: an apostrophe goes before what would start a formula."""
    plain = one_line(text)
    return f"'{plain}" if _FORMULA.match(text or "") or _FORMULA.match(plain) else plain


def markdown(text: str | None) -> str:
    """Text that Markdown shows as it is: no links, no HTML, no mentions, no table cells."""
    plain = _MARKDOWN.sub(r"\\\1", one_line(text))
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
