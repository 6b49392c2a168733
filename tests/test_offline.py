from __future__ import annotations

import os
import socket
import subprocess
import sys

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
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client, pytest.raises(NetworkCutError):
            client.sendmsg([b"x"], [], 0, ("192.0.2.1", 53))
        for lookup in (socket.gethostbyname, socket.gethostbyname_ex):
            with pytest.raises(NetworkCutError):
                lookup("example.org")
    assert len(tried) == 7


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


@pytest.mark.slow
@pytest.mark.models
def test_hub_is_off_before_its_library_is_imported_whatever_the_shell_says() -> None:
    script = (
        "from pipeline.offline import network_cut\n"
        "from pipeline.config import EmbedConfig; from pipeline.models import load_encoder\n"
        "with network_cut() as tried: load_encoder(EmbedConfig()).encode(['Words.'], ['en'])\n"
        "import huggingface_hub.constants as hub\n"
        "print(hub.HF_HUB_OFFLINE, hub.HF_HUB_DISABLE_TELEMETRY, tried)"
    )
    shell = {**os.environ, "HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "0", "HF_HUB_DISABLE_TELEMETRY": "0"}
    found = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=shell)
    assert found.stdout == "True True []\n"
