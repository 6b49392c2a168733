"""Who may talk to the review server: a browser on this machine, on a page that the server itself sent.

The token keeps other users of the machine out, the Host check other names for loopback (DNS rebinding), and the Origin
check pages of other sites that guess the port.
"""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HARDENING: Final = {
    "cache-control": "no-store",
    "content-security-policy": "frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
READING: Final = ("GET", "HEAD")


class Guard:
    """ASGI middleware: refuses with 403 and a reason, and hardens every answer. Paths begin with the token."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app = app
        self._token = token.encode()
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HARDENING)
            await send(message)

        refusal = self.refusal(scope)
        answer = PlainTextResponse(refusal, 403) if refusal else self._app
        await answer(scope, receive, hardened)

    def refusal(self, scope: Scope) -> str | None:
        """Why the request is refused, null where it is not."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return "This server answers to its own address only."
        if origins and origins != [f"http://{hosts[0]}"]:
            return "Another site's page may not ask this server."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return "Another site's page may not ask this server."
        if not origins and scope["method"] not in READING:
            return "A decision comes from a page of this server."
        given = unquote(scope["path"]).split("/")[1].encode("utf-8", "replace") if "/" in scope["path"] else b""
        if not secrets.compare_digest(given, self._token):
            return "The address lacks the token that `verify review` printed."
        return None
