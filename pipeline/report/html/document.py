"""Templates to bytes. Styles and script stand in the page, and the page's own policy lets in nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report.html import charts, marking
from pipeline.report.html.escaping import language_tag, prose, visible, web_address
from pipeline.report.html.pages import overview
from pipeline.report.model import Report
from pipeline.rules.phrasing import language_name, listed, name, plural
from pipeline.rules.table import RULES

PAGED_FROM: Final = 2_500_000
"""Bytes of a single file from which a page a story is written instead (measured: see docs/design/report.md)."""

FOLDER: Final = "report-stories"

STATUS_NAMES: Final = {
    "corroborated": "supported elsewhere",
    "partial": "partly supported",
    "single_source": "only here",
    "unchecked": "not checked",
}
VERDICT_NAMES: Final = {
    "own": "its own claim",
    "full": "supports it",
    "partial": "supports part of it",
    "differs": "says otherwise",
    "unreadable": "could not be read",
    "none": "does not have it",
}
CLASS_NAMES: Final = {
    "tense_person": "tense or person",
    "bracket_edit": "edited in brackets",
    "name": "names",
    "number": "numbers",
    "date": "dates",
    "place": "places",
    "role": "roles",
    "omission": "left out",
    "insertion": "added",
    "reorder": "another order",
    "other": "accounts",
    "clause": "left out",
}
"""Classes of differences and kinds of conflicts whose names alone would not tell a reader."""

STATE_NAMES: Final = {
    "new": "new",
    "baseline": "known from the baseline",
    "accepted": "accepted",
    "rejected": "rejected",
}


def render(report: Report, live: bool = False) -> dict[str, bytes]:
    """`report.html`, and beside it one page a story where a single file would be too heavy to open.

    `live` pages may talk to the server that they came from, which keeps their decisions.
    """
    shown = overview(report)
    single = _page("single.html.j2", live=live, shown=shown, home="", pages={})
    if len(single) < PAGED_FROM or len(shown.stories) < 2:
        return {"report.html": single}
    pages = {page.anchor: f"{FOLDER}/{page.anchor}.html" for page in shown.stories}
    files = {"report.html": _page("index.html.j2", live=live, shown=shown, home="", pages=pages)}
    for page in shown.stories:
        values = {"shown": shown, "page": page, "home": "../report.html", "pages": {}}
        files[pages[page.anchor]] = _page("story.html.j2", live=live, **values)
    return files


def _page(template: str, **values: Any) -> bytes:
    text = _environment().get_template(template).render(**values)
    return text.encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.report.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        v=visible, prose=prose, language=language_name, named=name, listed=listed, tag=language_tag, kind=_kind
    )
    environment.globals.update(_globals())
    return environment


def _kind(name: str) -> str:
    return CLASS_NAMES.get(name, name.replace("_", " "))


def _globals() -> dict[str, Any]:
    style, script = _static("report.css"), _static("report.js") + _static("review.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {
        # Both are files of this package, not of the corpus: they go in as they are, or their hashes would not hold.
        "style": Markup(style),
        "script": Markup(script),
        "policy": policy,
        "live_policy": f"{policy}; connect-src 'self'",
        "rules": RULES,
        "status_names": STATUS_NAMES,
        "verdict_names": VERDICT_NAMES,
        "state_names": STATE_NAMES,
        "labels": marking.LABELS,
        "charts": charts,
        "plural": plural,
        "web_address": web_address,
    }


def _static(file: str) -> str:
    return resources.files("pipeline.report.html").joinpath("static", file).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
