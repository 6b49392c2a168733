from __future__ import annotations

import socket

import pytest

from pipeline.offline import NetworkCutError, network_cut


def test_connections_and_lookups_are_refused_and_told() -> None:
    with network_cut() as tried:
        with socket.socket() as client, pytest.raises(NetworkCutError):
            client.connect(("192.0.2.1", 80))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client, pytest.raises(NetworkCutError):
            client.sendto(b"x", ("192.0.2.1", 53))
        with pytest.raises(NetworkCutError):
            socket.getaddrinfo("example.org", 443)
        with pytest.raises(NetworkCutError):
            socket.create_connection(("example.org", 443), timeout=1)
    assert len(tried) == 4


def test_loopback_works() -> None:
    with network_cut() as tried, socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    assert tried == []


def test_network_comes_back() -> None:
    before = (socket.socket.connect, socket.getaddrinfo)
    with network_cut():
        assert socket.getaddrinfo is not before[1]
    assert (socket.socket.connect, socket.getaddrinfo) == before


def test_this_suite_has_no_network() -> None:
    with pytest.raises(NetworkCutError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
