"""HTML pages to their article, in a child process that may fail in any way without the run failing.

Parsers of HTML are large C libraries, and some pages keep them busy for hours, exhaust memory or crash them. The
child has a time limit that the kernel enforces, a memory limit and no network; when it dies, the page is refused
with the reason and the next page gets a new child.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from pipeline.offline import network_cut
from pipeline.text.encoding import Refused
from pipeline.text.folding import fold_space
from pipeline.text.lines import Lines
from pipeline.text.markup import visible
from pipeline.text.origins import Run, trace

MEMORY: Final = 4 * 1024**3
"""Bytes of address space for one child, libraries included."""


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page: its text under its headline, with its places in the page; title, outlet, published and
    url as far as they are there."""

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    runs: Sequence[Run] = ()


def extract_page(html: str) -> Page | Refused:
    """The article of a page, read in this very process."""
    import trafilatura
    from trafilatura.settings import Document

    try:
        page = trafilatura.bare_extraction(html, include_comments=False, include_tables=False, with_metadata=True)
    except MemoryError:
        return Refused("the HTML needs more memory than its reader may have")
    except Exception as error:  # whatever a parser of hostile pages may raise
        return Refused(f"the HTML could not be read: {type(error).__name__}: {fold_space(str(error))[:200]}")
    if not isinstance(page, Document) or not (page.text or "").strip():
        return Refused("no article text found in the HTML page")
    fields = {"title": page.title, "outlet": page.sitename or page.hostname, "published": page.date, "url": page.url}
    known = {name: fold_space(value) for name, value in fields.items() if value and value.strip()}
    text = titled(page.text or "", known.get("title", ""))
    return Page(text, known, tuple(trace(text, visible(html), html, Lines(html))))


def titled(text: str, title: str) -> str:
    """The body under its headline, unless it begins with it."""
    if not title or fold_space(text[: len(title) * 2 + 200]).casefold().startswith(fold_space(title).casefold()):
        return text
    return f"{title}\n\n{text}"


class PageReader:
    """Reads pages in a child process, started at the first page. A context manager; not for use by several threads."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def read(self, html: str) -> Page | Refused:
        """The article of a page, or why there is none."""
        try:
            found = self._ask(self._running(), html)
        except (OSError, EOFError, ValueError):
            return Refused(self._cause_of_death())
        except BaseException:
            self._end()  # or its answer would be taken for that to the next page
            raise
        if "reason" in found:
            return Refused(found["reason"])
        return Page(found["text"], found["fields"], tuple(Run(*run) for run in found["runs"]))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            package = str(Path(__file__).parents[2])
            path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
            # -P: no module is ever imported from the working directory, which may be that of the corpus.
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.text.pages", str(self._seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._child

    @staticmethod
    def _ask(child: subprocess.Popen[bytes], html: str) -> dict[str, Any]:
        assert child.stdin is not None
        assert child.stdout is not None
        _send(child.stdin, {"html": html})
        return _receive(child.stdout)

    def _cause_of_death(self) -> str:
        child = self._child
        code = child.wait() if child else 0
        self._end()
        if code == -signal.SIGALRM:
            return f"took longer to read than ingest.max_seconds ({self._seconds:g} s)"
        return f"the HTML broke its reader (signal {-code})" if code < 0 else f"the HTML broke its reader (exit {code})"

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        child.wait()


def _send(stream: IO[bytes], found: Mapping[str, object]) -> None:
    content = json.dumps(found).encode()
    stream.write(len(content).to_bytes(8, "big") + content)
    stream.flush()


def _receive(stream: IO[bytes]) -> dict[str, Any]:
    size = stream.read(8)
    content = stream.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
    if not content:
        raise EOFError
    found: dict[str, Any] = json.loads(content)
    return found


def serve(seconds: float) -> None:
    """Answer pages from standard input on standard output until it ends; each within `seconds`, 0 for no limit."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # death, even inside a C library
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with network_cut(), suppress(EOFError, BrokenPipeError):
        while True:
            html = str(_receive(questions)["html"])
            signal.setitimer(signal.ITIMER_REAL, seconds)
            found = extract_page(html)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _send(answers, {"reason": found.reason} if isinstance(found, Refused) else asdict(found))


if __name__ == "__main__":
    serve(float(sys.argv[1]))
