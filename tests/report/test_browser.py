"""The report in a real browser: filters, deep links, the policy at work, and what an accessibility checker says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.report import build, write
from tests.report import hostile
from tests.report.stored import gold_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    with driver.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds-report")
    write(gold_run(), folder)
    return folder / "report.html"


def opened(browser: Browser, path: Path, **context: Any) -> tuple[Page, list[str]]:
    """The page, and the list into which its requests, console messages and errors go."""
    page = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context}).new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(f"request {request.url}"))
    page.on("console", lambda message: heard.append(f"console {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss())[1])
    page.goto(path.as_uri())
    return page, heard


def test_filters_show_what_they_say(browser: Browser, seeds: Path) -> None:
    from playwright.sync_api import expect

    findings = build(gold_run()).findings
    major = [finding for finding in findings if finding.severity == "major"]
    page, heard = opened(browser, seeds)
    tally = page.locator("output.tally")
    assert tally.inner_text() == f"{len(findings)} findings"
    page.select_option("select[name=severity]", "major")
    assert tally.inner_text() == f"{len(major)} of {len(findings)} findings"
    assert page.locator(".finding:visible").count() == len(major)
    page.fill("input[name=words]", "no such words anywhere")
    assert page.locator(".finding:visible").count() == 0
    page.click("button[type=reset]")
    expect(tally).to_have_text(f"{len(findings)} findings")
    assert page.locator(".finding:visible").count() == len(findings)
    assert heard == [f"request {seeds.as_uri()}"]


def test_a_deep_link_opens_on_its_finding_even_behind_a_filter(browser: Browser, seeds: Path) -> None:
    from playwright.sync_api import expect

    minor = next(finding for finding in build(gold_run()).findings if finding.severity == "minor")
    page, _ = opened(browser, seeds)
    page.select_option("select[name=severity]", "major")
    card = page.locator(f"#finding-{minor.id}")
    assert not card.is_visible()
    page.evaluate(f"location.hash = 'finding-{minor.id}'")
    card.wait_for(state="visible")
    expect(card).to_be_in_viewport()


def test_marked_words_are_seen(browser: Browser, seeds: Path) -> None:
    page, _ = opened(browser, seeds)
    assert page.locator("blockquote del:visible").count() > 3
    assert page.locator("blockquote ins:visible").count() > 3


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window(browser: Browser, seeds: Path, width: int) -> None:
    page, _ = opened(browser, seeds, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_everything_is_shown(browser: Browser, seeds: Path) -> None:
    page, _ = opened(browser, seeds, java_script_enabled=False)
    assert page.locator(".finding:visible").count() == len(build(gold_run()).findings)
    assert not page.locator("#filters").is_visible()


def test_a_hostile_corpus_does_nothing(browser: Browser, tmp_path: Path) -> None:
    write(hostile.hostile_run(), tmp_path)
    page, heard = opened(browser, tmp_path / "report.html")
    page.wait_for_timeout(300)
    assert heard == [f"request {(tmp_path / 'report.html').as_uri()}"]
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_everything_can_be_reached_by_keyboard(browser: Browser, seeds: Path) -> None:
    page, _ = opened(browser, seeds)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.focus("select[name=severity]")
    page.keyboard.press("m")
    assert (
        page.locator("output.tally")
        .inner_text()
        .startswith(str(sum(finding.severity == "major" for finding in build(gold_run()).findings)))
    )
    page.focus("[data-do=decide]")
    page.keyboard.press("Enter")
    page.locator(".finding:visible .permalink").first.focus()
    page.keyboard.press("Enter")
    target = page.locator(".finding:target")
    target.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert target.locator("details").first.get_attribute("open") is not None
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert target.locator("button[aria-pressed=true]").inner_text() == "Reject"
    page.keyboard.press("Tab")
    page.keyboard.type("слова те же")
    page.keyboard.press("Enter")
    assert "слова те же" in page.evaluate("localStorage.getItem('verify-review:seeds')")


def test_a_printed_report_opens_what_is_folded_and_leaves_the_controls_out(browser: Browser, seeds: Path) -> None:
    page, _ = opened(browser, seeds)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("#filters").is_visible()
    assert not page.locator("#review").is_visible()
    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".finding:visible").count() == len(build(gold_run()).findings)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_accessibility_checker_finds_nothing_serious(browser: Browser, seeds: Path, scheme: str) -> None:
    checker = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    page, _ = opened(browser, seeds, color_scheme=scheme, bypass_csp=True)
    found = checker.Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")] == []
