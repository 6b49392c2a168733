"""The network cut off for this process: proof that a thing works without one, and that it does not even try."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

LOOPBACK: Final = ("127.", "::1", "localhost", "0.0.0.0")
CONNECTING: Final = ("connect", "connect_ex", "sendto")
LOOKING_UP: Final = ("getaddrinfo", "gethostbyname", "gethostbyname_ex")


class NetworkCutError(OSError):
    """Something tried to reach the network while it was cut off."""


@contextmanager
def network_cut() -> Iterator[list[str]]:
    """Connections and name lookups, but for loopback and local sockets, raise NetworkCutError; yields those tried."""
    tried: list[str] = []

    def refuse(target: object) -> None:
        tried.append(str(target))
        raise NetworkCutError(f"the network is cut off, and {target} was asked for")

    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
                refuse(address)
            return original(self, *arguments)

        return call

    def looking_up(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(host: Any, *arguments: Any, **named: Any) -> Any:
            return original(host, *arguments, **named) if host is None or _is_loopback(host) else refuse(host)

        return call

    def sendmsg(self: socket.socket, *arguments: Any) -> Any:
        if len(arguments) > 3 and arguments[3] is not None and self.family in (socket.AF_INET, socket.AF_INET6):
            address = arguments[3]
            if not _is_loopback(address[0]):
                refuse(address)
        return sending(self, *arguments)

    sending = socket.socket.sendmsg

    with ExitStack() as stack:
        for name in CONNECTING:
            stack.enter_context(_replaced(socket.socket, name, guarded(getattr(socket.socket, name))))
        stack.enter_context(_replaced(socket.socket, "sendmsg", sendmsg))
        for name in LOOKING_UP:
            stack.enter_context(_replaced(socket, name, looking_up(getattr(socket, name))))
        yield tried


@contextmanager
def _replaced(owner: object, name: str, value: object) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)


def _is_loopback(host: object) -> bool:
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    return text.startswith(LOOPBACK)
