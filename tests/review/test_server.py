"""The review server without a network: what it serves, what it saves, and whom it refuses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.decisions import FILE, read_decisions
from pipeline.report.html import document, render
from pipeline.report.model import Report
from pipeline.review.server import MOST_BODY, Desk, application, listening

TOKEN = "right-token"
HOME = "http://127.0.0.1:8000"
FROM_HERE = {"origin": HOME}


@pytest.fixture
def client(seeds: Report, pages: Mapping[str, bytes], tmp_path: Path) -> TestClient:
    desk = Desk(pages, frozenset(each.id for each in seeds.findings), tmp_path, "ana")
    return TestClient(application(desk, TOKEN, 8000), base_url=HOME)


def post(client: TestClient, row: object, **options: Any) -> Any:
    options = {"headers": FROM_HERE, "content": json.dumps(row), **options}
    options["headers"] = {"content-type": "application/json", **options["headers"]}
    return client.post(f"/{TOKEN}/decision", **options)


def test_a_decision_is_saved_at_once_and_comes_back(client: TestClient, tmp_path: Path, finding: str) -> None:
    answer = post(client, {"finding": finding, "state": "rejected", "comment": "Это перевод", "time": "1999"})
    assert answer.status_code == 200
    (line,) = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    saved = json.loads(line)
    assert saved == answer.json()
    assert (saved["finding"], saved["state"], saved["comment"]) == (finding, "rejected", "Это перевод")
    assert saved["reviewer"] == "ana"
    assert saved["time"] > "2020"
    post(client, {"finding": finding, "state": "accepted"})
    assert len((tmp_path / FILE).read_text(encoding="utf-8").splitlines()) == 2
    (held,) = client.get(f"/{TOKEN}/decisions").json()["decisions"]
    assert held["state"] == "accepted"


def test_the_page_is_the_report_and_may_talk_to_its_server_only(client: TestClient) -> None:
    for path in ("report.html", ""):
        answer = client.get(f"/{TOKEN}/{path}")
        assert answer.status_code == 200
        assert "connect-src &#39;self&#39;" in answer.text
        assert 'data-save="server"' in answer.text
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


def test_a_report_in_pages_is_served_too(seeds: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "PAGED_FROM", 1)
    desk = Desk(render(seeds, live=True), frozenset(), tmp_path, "")
    client = TestClient(application(desk, TOKEN, 8000), base_url=HOME)
    assert client.get(f"/{TOKEN}/report-stories/story-1.html").status_code == 200
    assert "report-stories/story-1.html" in client.get(f"/{TOKEN}/report.html").text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/wrong/report.html", {}),
        ("/report.html", {}),
        ("/", {}),
        (f"/{TOKEN}x/report.html", {}),
        (f"/../{TOKEN}x", {}),
        (f"/{TOKEN}/report.html", {"host": "evil.example"}),
        (f"/{TOKEN}/report.html", {"host": "127.0.0.1:8001"}),
        (f"/{TOKEN}/report.html", {"host": "127.0.0.1"}),
        (f"/{TOKEN}/report.html", {"origin": "http://evil.example"}),
        (f"/{TOKEN}/decisions", {"origin": "null"}),
        (f"/{TOKEN}/decisions", {"origin": "http://127.0.0.1:9000"}),
        (f"/{TOKEN}/decisions", {"sec-fetch-site": "cross-site"}),
    ],
)
def test_strangers_are_refused(client: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 403
    assert "verification report" not in answer.text


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://127.0.0.1:8000"])
def test_no_other_page_may_decide(client: TestClient, tmp_path: Path, finding: str, origin: str | None) -> None:
    headers = {"origin": origin} if origin else {}
    assert post(client, {"finding": finding, "state": "accepted"}, headers=headers).status_code == 403
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"headers": {**FROM_HERE, "content-type": "text/plain"}}, 415),
        ({"content": b"{" + b" " * MOST_BODY + b"}"}, 413),
        ({"content": b"not json"}, 400),
        ({"content": b"\xff\xfe"}, 400),
        ({"content": b"[" * 50_000}, 400),
        ({"content": b"[]"}, 400),
        ({"content": b'{"finding": "x", "state": "deleted"}'}, 400),
        ({"content": b'{"finding": ["x"], "state": "accepted"}'}, 400),
        ({"content": b'{"finding": "../../etc/passwd", "state": "accepted"}'}, 404),
        ({"content": json.dumps({"finding": "x", "state": "open", "comment": "x" * 10_001}).encode()}, 400),
    ],
)
def test_what_is_no_decision_is_not_saved(client: TestClient, tmp_path: Path, options: Any, status: int) -> None:
    answer = post(client, None, **options)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    "path", ["../report.json", "%2e%2e/report.json", "report.json", "frames/manifest.json", "/etc/passwd", "..%2f.."]
)
def test_nothing_but_the_pages_is_read(client: TestClient, path: str) -> None:
    assert client.get(f"/{TOKEN}/{path}").status_code in (403, 404)


def test_other_methods_are_refused(client: TestClient) -> None:
    assert client.put(f"/{TOKEN}/report.html", headers=FROM_HERE).status_code == 405
    assert client.get(f"/{TOKEN}/decision").status_code == 404


def test_a_lone_surrogate_is_replaced(client: TestClient, tmp_path: Path, finding: str) -> None:
    content = f'{{"finding": "{finding}", "state": "open", "comment": "\\ud800"}}'.encode()
    assert post(client, None, content=content).json()["comment"] == "\ufffd"
    assert read_decisions(tmp_path).decisions[finding].comment == "\ufffd"


def test_it_listens_on_loopback_only() -> None:
    with listening(0) as found:
        assert found.getsockname()[0] == "127.0.0.1"
