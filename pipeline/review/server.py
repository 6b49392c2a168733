"""The review server: the pages of a report from memory, and the decisions of its run. It reads no path from a request.

Addresses are below the token: `/TOKEN/report.html`, `GET /TOKEN/decisions`, `POST /TOKEN/decision`.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pipeline.decisions import add_decisions, decision_of, now, read_decisions
from pipeline.errors import ConfigError, VerifyError
from pipeline.review.guard import Guard

HOST: Final = "127.0.0.1"
MOST_BODY: Final = 64 * 1024
"""Bytes of a request: a comment of the greatest length, escaped, fits."""


class RefusedError(Exception):
    """A request that cannot be served: the status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Desk:
    """What one review serves: drawn pages by name, the run's findings, and where decisions go."""

    pages: Mapping[str, bytes]
    findings: frozenset[str]
    directory: Path
    reviewer: str

    async def page(self, request: Request) -> Response:
        content = self.pages.get(request.path_params["page"] or "report.html")
        return HTMLResponse(content) if content is not None else PlainTextResponse("No such page.", 404)

    async def decisions(self, _: Request) -> Response:
        """All decisions that hold, read anew: another window may have added some."""
        found = await run_in_threadpool(read_decisions, self.directory)
        return JSONResponse({"decisions": [asdict(each) for each in found.decisions.values()], "notes": found.notes})

    async def decide(self, request: Request) -> Response:
        """Append one decision and answer with it as it was saved; the time is the server's, the reviewer its own."""
        try:
            row = await _body(request)
            decision = replace(decision_of(row), time=now())
            if decision.finding not in self.findings:
                raise RefusedError(404, f"this run has no finding {decision.finding[:80]}")
            if not decision.reviewer:
                decision = replace(decision, reviewer=self.reviewer)
            await run_in_threadpool(add_decisions, self.directory, [decision])
        except RefusedError as refused:
            return JSONResponse({"error": str(refused)}, refused.status)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        except VerifyError as error:
            return JSONResponse({"error": error.message}, 500)
        return JSONResponse(asdict(decision))


async def _body(request: Request) -> object:
    """The JSON that was sent. Raises RefusedError for another type or too much, ValueError for no JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "a decision is application/json")
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_BODY:
            raise RefusedError(413, f"a decision has at most {MOST_BODY} bytes")
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def application(desk: Desk, token: str, port: int) -> ASGIApp:
    """The guarded application; `port` is the one that browsers see."""
    routes = [
        Route("/{token}/decisions", desk.decisions, methods=["GET"]),
        Route("/{token}/decision", desk.decide, methods=["POST"]),
        Route("/{token}/{page:path}", desk.page, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes), token, port)


def listening(port: int) -> socket.socket:
    """A socket on loopback; port 0 takes a free one. Raises ConfigError where the port is taken."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen(64)
    except (OSError, OverflowError) as error:
        found.close()
        raise ConfigError(f"port {port} cannot be used: {error}", "--port 0 takes a free one") from error
    return found


def server_of(app: ASGIApp) -> uvicorn.Server:
    settings = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(settings)


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until the person interrupts; requests under way are finished."""
    try:
        server_of(app).run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn raises it anew after it has shut down
        return
