"""Review in a real browser: filter, open a finding, see its words, decide, reload, and find it kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.decisions import Decision, add_decisions, parsed, read_decisions
from pipeline.report import build
from pipeline.report.html import document, render
from pipeline.review.server import Desk, application, listening, server_of
from pipeline.runs import Run
from tests.report.test_browser import CHROMIUM, browser, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@contextmanager
def served(run: Run) -> Iterator[str]:
    """The address of a server for the run, in a thread of its own."""
    report = build(run)
    desk = Desk(render(report, live=True), frozenset(each.id for each in report.findings), run.directory, "ana")
    with listening(0) as listener:
        port = listener.getsockname()[1]
        server = server_of(application(desk, "token", port))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}/token/report.html"
        server.should_exit = True
        thread.join()


def visit(browser: Browser, address: str) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss())[1])
    page.goto(address)
    return page, heard


def test_a_decision_outlives_a_reload(browser: Browser, run: Run) -> None:
    from playwright.sync_api import expect

    comment = "<img src=x onerror=alert(1)> слова те же"
    with served(run) as address:
        page, heard = visit(browser, address)
        expect(page.locator("#review output")).to_contain_text("0 of ")
        page.select_option("select[name=severity]", "major")
        card = page.locator(".card:has(ins), .card:has(mark)").filter(visible=True).first
        assert card.locator("ins, del, mark").first.is_visible()
        finding = card.locator(".finding").filter(visible=True).first
        name = (finding.get_attribute("id") or "").removeprefix("finding-")
        finding.get_by_placeholder("Comment").fill(comment)
        finding.get_by_role("button", name="Reject").click()
        expect(page.locator("#review output")).to_contain_text("1 of ")
        held = read_decisions(run.directory).decisions[name]
        assert (held.state, held.comment, held.reviewer) == ("rejected", comment, "ana")

        page.goto("about:blank")
        page.goto(f"{address}#finding-{name}")
        finding = page.locator(f"#finding-{name}")
        expect(finding.get_by_role("button", name="Reject")).to_have_attribute("aria-pressed", "true")
        expect(finding.get_by_placeholder("Comment")).to_have_value(comment)
        page.select_option("select[name=state]", "rejected")
        assert page.locator(".finding:visible").count() == 1
        finding.get_by_role("button", name="Reject").click()
        expect(page.locator("#review output")).to_contain_text("0 of ")
        assert read_decisions(run.directory).states == {name: "open"}
        assert heard == []


def test_the_file_alone_keeps_exports_and_imports(browser: Browser, run: Run, finding: str, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page, heard = opened(browser, run.directory / "report.html")
    told = page.locator("#review output")
    accept = page.locator(f"#finding-{finding}").get_by_role("button", name="Accept")
    assert not accept.is_visible(), "a reader sees no controls until deciding"
    page.get_by_role("button", name="Decide").click()
    accept.click()
    expect(told).to_contain_text("1 of ")
    expect(page.locator("[data-count=states]")).to_contain_text(" 1 accepted.")
    page.reload()
    expect(accept).to_be_visible()
    expect(told).to_contain_text("1 of ")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export decisions").click()
    exported = tmp_path / "review.jsonl"
    download.value.save_as(exported)
    assert parsed(exported.read_bytes(), "review.jsonl").states == {finding: "accepted"}

    other, _ = opened(browser, run.directory / "report.html")
    exported.write_bytes(exported.read_bytes() + b"no decision\n")
    expect(other.locator("#review output")).to_contain_text("0 of ")
    other.locator("#review input[type=file]").set_input_files(exported)
    expect(other.locator("#review output")).to_contain_text("1 decisions imported, 1 lines left out; 1 of ")
    pressed = other.locator(f"#finding-{finding} button[aria-pressed=true]")
    expect(pressed).to_have_text("Accept")
    assert {each.split()[0] for each in heard} == {"request"}
    assert all(each.split()[1].startswith(("file:", "blob:")) for each in heard)


def test_two_windows_of_one_file_lose_nothing_to_each_other(browser: Browser, run: Run) -> None:
    from playwright.sync_api import expect

    first, _ = opened(browser, run.directory / "report.html")
    second = first.context.new_page()
    second.goto((run.directory / "report.html").as_uri())
    for number, page in enumerate((first, second, first)):
        if page.locator("body.deciding").count() == 0:
            page.get_by_role("button", name="Decide").click()
        page.locator(".finding").nth(number).get_by_role("button", name="Reject").click()
        for each in (first, second):
            expect(each.locator("#review output")).to_contain_text(f"{number + 1} of ")
    expect(second.locator("[data-count=states]")).to_contain_text("Not counted: 3 rejected in review.")
    stored = first.evaluate("JSON.parse(localStorage.getItem('verify-review:seeds')).length")
    assert stored == 3


def test_two_windows_of_one_review_see_each_others_decisions(browser: Browser, run: Run) -> None:
    from playwright.sync_api import expect

    with served(run) as address:
        first, _ = visit(browser, address)
        second = first.context.new_page()
        second.goto(address)
        first.locator(".finding").nth(0).get_by_role("button", name="Reject").click()
        expect(first.locator("#review output")).to_contain_text("1 of ")
        second.evaluate("dispatchEvent(new Event('focus'))")
        expect(second.locator("#review output")).to_contain_text("1 of ")
        second.locator(".finding").nth(1).get_by_role("button", name="Accept").click()
        expect(second.locator("#review output")).to_contain_text("2 of ")
        assert sorted(read_decisions(run.directory).states.values()) == ["accepted", "rejected"]
    first.locator(".finding").nth(2).get_by_role("button", name="Accept").click()
    expect(first.locator("#review output")).to_contain_text("Not saved: the server does not answer")
    assert len(read_decisions(run.directory).states) == 2


def test_pages_that_share_no_storage_say_so(browser: Browser, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright.sync_api import expect

    from pipeline.report import write

    monkeypatch.setattr(document, "PAGED_FROM", 1)
    write(run, run.directory)
    story = run.directory / "report-stories" / "story-1.html"
    page, _ = opened(browser, story)
    expect(page.locator("#review output")).to_contain_text("page by page: export those of each")
    page.goto((run.directory / "report.html").as_uri())
    expect(page.locator("#review output")).to_have_text("0 findings decided")
    page.locator("nav .plain a").first.evaluate("link => link.click()")
    expect(page.locator(".finding:target")).to_be_in_viewport()
    page.get_by_role("button", name="Decide").click()
    page.locator(".finding:target").get_by_role("button", name="Accept").click()
    expect(page.locator("#review output")).to_contain_text("findings decided on this page")
    assert "page by page" not in page.locator("#review output").inner_text()
    page.goto((run.directory / "report.html").as_uri())
    expect(page.locator("#review output")).to_have_text("1 finding decided")


def test_without_scripts_the_decision_still_reads(browser: Browser, run: Run, finding: str) -> None:
    from pipeline.report import write

    add_decisions(run.directory, [Decision(finding, "rejected", "one and the same", reviewer="ana")])
    write(run, run.directory)
    page, _ = opened(browser, run.directory / "report.html", java_script_enabled=False)
    words = page.locator(f"#finding-{finding} .decided")
    assert words.inner_text() == "Rejected by ana: one and the same"
    assert not page.locator("#review").is_visible()


def test_an_accessibility_checker_finds_nothing_serious(browser: Browser, run: Run) -> None:
    checker = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    with served(run) as address:
        page = browser.new_context(viewport={"width": 390, "height": 800}, bypass_csp=True).new_page()
        page.goto(address)
        page.locator(".decide button").first.click()
        found = checker.Axe().run(page).response["violations"]
        assert [
            (each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390
