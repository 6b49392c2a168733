"""report.html as a parsed document: what it shows, and that nothing in it came alive."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from pipeline.report import build, write
from pipeline.report.html import document, render
from pipeline.report.html.escaping import prose, visible, web_address
from tests.report import hostile
from tests.report.stored import StoredRun, gold_run

PAGE = (
    "html head meta title link style body header main section footer nav script a p h1 h2 h3 h4 ul ol li div span b br"
)
TABLES = "table thead tbody tr th td dl dt dd details summary form label select option input button output"
WORDS = "article figure figcaption blockquote bdi ins del mark code svg text line circle rect path"
KNOWN_TAGS = frozenset(f"{PAGE} {TABLES} {WORDS}".split())


def page(run: StoredRun) -> html.HtmlElement:
    return html.document_fromstring(render(build(run))["report.html"].decode("utf-8"))


@pytest.fixture(scope="module")
def seeds() -> html.HtmlElement:
    return page(gold_run())


@pytest.fixture(scope="module")
def attacked() -> html.HtmlElement:
    return page(hostile.hostile_run())


@pytest.fixture(scope="module", params=["seeds", "attacked"])
def either(request: pytest.FixtureRequest) -> html.HtmlElement:
    found: html.HtmlElement = request.getfixturevalue(request.param)
    return found


def elements(document: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (each for each in document.iter() if isinstance(each.tag, str))


def test_nothing_is_asked_of_another_host(either: html.HtmlElement) -> None:
    for element in elements(either):
        for name, value in element.attrib.items():
            if name == "href":
                outward = element.tag == "a" and re.match(r"https?://", value)
                assert value.startswith("#") or value == "data:," or outward, value
            assert name not in ("src", "srcset", "action", "formaction", "poster", "data", "xlink:href", "ping"), name


def test_no_event_handler_no_inline_style_no_stranger_element(either: html.HtmlElement) -> None:
    for element in elements(either):
        assert element.tag in KNOWN_TAGS, element.tag
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"], element.attrib
    assert len(either.xpath("//script")) == 1
    assert len(either.xpath("//style")) == 1


def test_the_policy_lets_in_this_style_and_this_script_only(either: html.HtmlElement) -> None:
    (policy,) = either.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        (source,) = either.xpath(f"//{kind}")
        digest = base64.b64encode(hashlib.sha256(source.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_ids_are_unique_and_every_inner_link_lands(either: html.HtmlElement) -> None:
    counts = Counter(either.xpath("//@id"))
    assert [each for each, count in counts.items() if count > 1] == []
    wanted = {link[1:] for link in either.xpath("//a/@href") if link.startswith("#")}
    assert wanted <= set(counts)
    assert {each for value in either.xpath("//@aria-labelledby") for each in value.split()} <= set(counts)


def test_hostile_words_are_shown_and_do_nothing(attacked: html.HtmlElement) -> None:
    text = " ".join(attacked.text_content().split())
    assert "</script><script>alert(1)</script><img src=x onerror=alert(2)>" in text
    assert "{{7*7}} {% raw %}" in text
    assert hostile.NAME in text
    assert not attacked.xpath("//a[contains(@href, 'javascript')]")
    assert not attacked.xpath("//*[@onmouseover]")


def test_a_hostile_report_in_pages_is_as_inert(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "PAGED_FROM", 1)
    report = build(hostile.hostile_run())
    (first,) = report.stories
    files = render(replace(report, stories=(first, replace(first, id="another"))))
    assert sorted(files) == ["report-stories/story-1.html", "report-stories/story-2.html", "report.html"]
    for name, content in files.items():
        shown = html.document_fromstring(content.decode("utf-8"))
        for element in elements(shown):
            assert element.tag in KNOWN_TAGS, (name, element.tag)
            assert not [each for each in element.attrib if each.startswith("on") or each in ("style", "src")]
        for link in shown.xpath("//a/@href"):
            assert re.fullmatch(r"#[\w-]+|(\.\./)?report\.html|report-stories/story-\d\.html(#finding-\w+)?", link), (
                link
            )
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", content.decode("utf-8"))


def test_hidden_characters_are_named(attacked: html.HtmlElement) -> None:
    source = html.tostring(attacked, encoding="unicode")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f-\x9f]", source)
    shown = {each.text for each in attacked.xpath("//span[@class='control']")}
    assert {"U+202E", "U+2066", "U+0007", "U+0000"} <= shown


def test_words_of_articles_are_isolated_by_direction(attacked: html.HtmlElement) -> None:
    for quote in attacked.xpath("//blockquote"):
        assert quote.get("dir") == "auto"
    (title,) = attacked.xpath("//h1/bdi")
    assert title.get("dir") == "auto"


def test_every_finding_can_be_linked_to_and_filtered(seeds: html.HtmlElement) -> None:
    report = build(gold_run())
    shown = {each.get("id"): each for each in seeds.xpath("//li[contains(@class, 'finding')]")}
    assert set(shown) == {f"finding-{finding.id}" for finding in report.findings}
    for finding in report.findings:
        card = shown[f"finding-{finding.id}"]
        assert (card.get("data-severity"), card.get("data-rule")) == (finding.severity, finding.rule)
        assert card.xpath(f".//a[@href='#finding-{finding.id}']")
        assert card.get("data-outlet")
        assert card.xpath("ancestor::*[contains(@class, 'item')]")
        assert not card.xpath("ancestor::details"), "a deep link must not land in something closed"


def test_differences_are_told_in_words_as_well_as_in_colour(seeds: html.HtmlElement) -> None:
    changes = seeds.xpath("//blockquote/ins | //blockquote/del")
    assert len(changes) > 5
    for change in changes:
        before = change.xpath("preceding-sibling::*[1]")[0]
        assert before.tag == "del" or before.get("class") == "label", html.tostring(change)
    assert {"left out:", "changed:"} <= {each.text for each in seeds.xpath("//span[@class='label']")}


def test_the_numbers_of_the_front_page_are_those_of_the_findings(seeds: html.HtmlElement) -> None:
    counts = Counter(finding.severity for finding in build(gold_run()).findings)
    found = [each.text_content() for each in seeds.xpath("//p[@class='score']/span")]
    assert found == [f"{counts['major']} major", f"{counts['minor']} minor"]


def test_the_front_page_begins_with_the_surest_major_findings() -> None:
    report = build(gold_run())
    by_id = {finding.id: finding for finding in report.findings}
    front = html.document_fromstring(render(report)["report.html"].decode("utf-8"))
    links = [link.get("href").removeprefix("#finding-") for link in front.xpath("//section[@class='first']//a")]
    assert links
    assert all(by_id[link].severity == "major" for link in links)
    assert [by_id[link].confidence for link in links] == sorted(
        (by_id[each].confidence for each in links), reverse=True
    )
    sure = [f for f in report.findings if f.severity == "major" and f.band == "sure"]
    assert all(by_id[link].band == "sure" for link in links) or not sure
    assert all(front.xpath(f"//li[@id='finding-{link}']") for link in links)
    none = replace(report, findings=tuple(replace(f, state="rejected") for f in report.findings))
    assert b'class="first"' not in render(none)["report.html"]


def test_in_a_story_the_sure_stand_before_the_unsure(seeds: html.HtmlElement) -> None:
    for section in seeds.xpath("//section[@class='story']"):
        for card in section.xpath(".//article"):
            found = [
                (item.get("data-severity") != "major", bool(item.xpath(".//span[contains(@class, 'unsure')]")))
                for item in card.xpath("./ul/li")
            ]
            assert found == sorted(found)


def test_what_was_rejected_or_known_is_not_counted_as_found() -> None:
    run = gold_run()
    report = build(run)
    major = [finding for finding in report.findings if finding.severity == "major"]
    states = dict(zip([f.id for f in major], ("rejected", "baseline", "accepted"), strict=False))
    decided = replace(report, findings=tuple(replace(f, state=states.get(f.id, f.state)) for f in report.findings))
    front = html.document_fromstring(render(decided)["report.html"].decode("utf-8"))
    assert front.xpath("//b[@data-count='major']")[0].text == str(len(major) - 2)
    total = len(report.findings)
    (told,) = front.xpath("//p[@data-count='states']")
    assert " ".join(told.text_content().split()) == (
        f"{total - 3} open, 1 accepted. Not counted: 1 rejected in review, 1 known from the baseline."
    )
    cells = [cell.text_content() for cell in front.xpath("//td[contains(@data-count, ' major')]")]
    assert sum(int(cell) for cell in cells if cell != "–") == len(major) - 2
    badges = front.xpath("//nav//span[@class='badge major']")
    assert sum(int(badge.text.split()[0]) for badge in badges) == len(major) - 2


def test_a_few_words_that_agree_are_told_in_a_line(seeds: html.HtmlElement) -> None:
    lines = [" ".join(each.text_content().split()) for each in seeds.xpath("//p[@class='fragments']")]
    assert any("“haters and fools” independent-2017.txt:8" in line for line in lines)
    assert not [each for each in seeds.xpath("//blockquote") if each.text_content() == "haters and fools"]


def test_commands_in_notes_are_code_and_their_words_inert() -> None:
    assert prose("run `verify <b>`, then") == "run <code>verify &lt;b&gt;</code>, then"
    assert prose("one ` alone <b>") == "one ` alone &lt;b&gt;"
    assert prose(None) == ""


def test_degraded_runs_say_so_at_the_top() -> None:
    run = gold_run()
    run.degraded = ("Nothing in Czech was read.",)
    (note,) = page(run).xpath("//section[@role='note']")
    assert "Nothing in Czech was read." in note.text_content()


def test_headings_step_down_one_at_a_time(either: html.HtmlElement) -> None:
    levels = [int(each.tag[1]) for each in either.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] in (1, 2)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_controls_have_names_and_tables_have_headers(either: html.HtmlElement) -> None:
    for control in either.xpath("//select | //input"):
        assert control.xpath("ancestor::label//span")[0].text.strip()
    for table in either.xpath("//table"):
        assert table.xpath(".//th[@scope='col']")
    assert either.xpath("//html/@lang") == ["en"]


def test_without_its_script_everything_is_there(seeds: html.HtmlElement) -> None:
    (form,) = seeds.xpath("//form")
    assert form.get("hidden") is not None
    (bar,) = seeds.xpath("//div[@id='review']")
    assert bar.get("hidden") is not None
    assert seeds.xpath("//*[@hidden]") == [bar, form]


def test_an_empty_run_and_a_lone_article_have_pages() -> None:
    assert "no rule fired" in page(StoredRun({})).text_content()
    run = gold_run()
    only = {"articles", "languages", "stories"}
    run.frames = {name: found for name, found in run.frames.items() if name in only}
    assert "there is nothing to compare it with" in page(run).text_content()


def test_a_big_report_is_an_overview_and_a_page_a_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "PAGED_FROM", 1)
    run = gold_run()
    names = {path.relative_to(tmp_path).as_posix() for path in write(run, tmp_path)}
    assert {"report.html", "report-stories/story-1.html", "report-stories/story-3.html"} <= names
    front = html.parse(str(tmp_path / "report.html")).getroot()
    links = [link for link in front.xpath("//a/@href") if not link.startswith("#")]
    assert links
    stories = {path.name: html.parse(str(path)).getroot() for path in sorted(tmp_path.glob("report-stories/*.html"))}
    for link in links:
        path, _, anchor = link.partition("#")
        assert (tmp_path / path).is_file()
        assert not anchor or stories[Path(path).name].get_element_by_id(anchor) is not None
    told = {f"finding-{finding.id}" for finding in build(run).findings if finding.story}
    shown = {each for story in stories.values() for each in story.xpath("//li[contains(@class, 'finding')]/@id")}
    assert shown == told
    assert {link.partition("#")[2] for link in links if "#" in link} == told, "the front page leads to every finding"

    monkeypatch.undo()
    write(run, tmp_path)
    assert not list(tmp_path.glob("report-stories/*")), "pages of an earlier, bigger run are taken away"


def test_visible_escapes_and_names() -> None:
    assert visible("a<b>&\"'") == "a&lt;b&gt;&amp;&#34;&#39;"
    assert visible("\u202e") == '<span class="control" title="right-to-left override">U+202E</span>'
    assert visible(None) == ""
    assert "U+D800" in visible("\ud800")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?y=1", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        (" \tjavascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://a.example/\nx", False),
        ("//a.example", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:
    assert (web_address(url) is not None) is kept
