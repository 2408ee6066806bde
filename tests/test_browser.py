"""A person asks in a real browser, over the real model."""

import asyncio
import itertools
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import (
    FLAGS,
    HOSTILE,
    ROOT,
    address,
    asked,
    browser,
    chromium,
    index,
    page,
    playwright,
)

from benchmarks.asking import served
from benchmarks.client import session

if TYPE_CHECKING:
    import playwright.sync_api as playwright
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg)"


def test_a_question_is_answered_with_a_marked_quotation_and_can_be_shared(
    page: "Page", address: str
) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address)
    box = page.get_by_label("Ask the documents")
    box.fill("How long does a session last?")
    box.press("Enter")
    mark = page.locator(".quoth.answer mark")
    mark.wait_for()
    assert mark.inner_text() == "Sessions last fifty minutes."
    citation = page.locator(".quoth.answer figcaption").inner_text()
    assert citation == "Notes, “The frame”"
    page.get_by_text("Surrounding text and exact place").first.click()
    page.locator(".quoth.answer details .around").first.wait_for()
    exact = page.locator(".quoth.answer details .citation").inner_text()
    assert exact == "notes.md › The frame, characters 23–78"
    shared = page.url
    assert re.search(r"\?q=How[+%]", shared)
    other = page.context.new_page()
    other.goto(shared)
    again = other.locator(".quoth.answer mark")
    again.wait_for()
    assert again.inner_text() == "Sessions last fifty minutes."
    assert {url.split("/")[2] for url in requested} == {address.removeprefix("http://")}


def test_what_documents_names_and_questions_say_is_shown_and_never_interpreted(
    page: "Page", address: str
) -> None:
    question = "<script>document.title='hacked'</script> ![x](http://a.b/c.png) :smile: $x^2$"
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    asked(page, address, f"Nobody pays in advance? {question}")
    fees = page.locator("figure.quoth > *", has_text="Nobody pays").first.inner_text()
    assert fees.startswith("<img src=x onerror=\"document.title='hacked'\"> and stars")
    page.get_by_text("Asked so far (1)").click()
    page.get_by_text(question, exact=False).first.wait_for()
    asked(page, address, "What is anger?", 2)
    assert page.locator(".quoth.answer figcaption").inner_text().startswith(HOSTILE)
    page.goto(f"{address}/read?{urlencode({'document': '<b>x</b>', 'q': question})}")
    page.get_by_text("The index holds no document <b>x</b>.").wait_for()
    assert page.title().startswith("Read") or page.title() == "Quoth"
    assert {url.split("/")[2] for url in requested} == {address.removeprefix("http://")}


def test_no_page_asks_another_host_for_anything(page: "Page", address: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    asked(page, address, "Who drinks tea?")
    page.get_by_role("button", name="More").first.click()
    page.get_by_text("Why it is here").click()
    page.get_by_text("what each word adds to the likeness").wait_for()
    page.goto(f"{address}/read?document=report.pdf")
    page.get_by_role("img", name="Page 1").wait_for()
    page.goto(f"{address}/library")
    page.get_by_role("tab", name="Map").click()
    page.get_by_text("Draw the map").click()
    page.locator(CHART).wait_for()
    page.goto(f"{address}/quality")
    page.get_by_text("As a table and pictures").click()
    page.locator(CHART).first.wait_for()
    others = {url for url in requested if not url.startswith((address, "data:", "blob:"))}
    assert others == set()


def test_a_page_whose_server_is_gone_says_so_and_goes_on_when_it_is_back(
    browser: "playwright.Browser", index: Path
) -> None:
    opened = browser.new_page()
    opened.set_default_timeout(180_000)
    with served(index) as (url, _):
        asked(opened, url, "Who drinks tea?")
    opened.get_by_text("Quoth has been stopped or cannot be reached.").wait_for()
    assert opened.locator(".quoth.answer mark").inner_text() == "Zebras drink tea here."
    with served(index, port=int(url.rpartition(":")[2])):
        opened.get_by_text("Quoth has been stopped").wait_for(state="hidden")
        box = opened.get_by_label("Ask the documents")
        box.fill("How long does a session last?")
        box.press("Enter")
        opened.locator("mark", has_text="Sessions last fifty minutes.").wait_for()


def test_the_password_is_asked_once_and_opens_links_pictures_and_new_tabs(
    browser: "playwright.Browser", index: Path
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    opened = context.new_page()
    opened.set_default_timeout(180_000)
    with served(index, environment=os.environ | {"QUOTH_PASSWORD": "öffne"}) as (url, _):
        opened.goto(f"{url}/read?document=report.pdf")
        assert Axe().run(opened).response["violations"] == []
        opened.get_by_label("Password").fill("offne")
        opened.keyboard.press("Enter")
        opened.get_by_role("alert").wait_for()
        opened.wait_for_timeout(1100)
        opened.get_by_label("Password").fill("öffne")
        opened.get_by_role("button", name="Come in").click()
        picture = opened.get_by_role("img", name="Page 1")
        picture.wait_for()
        source = picture.evaluate("image => image.src")
        assert opened.url == f"{url}/read?document=report.pdf"
        other = context.new_page()
        other.goto(f"{url}/?q=Who drinks tea?")
        other.locator(".quoth.answer mark").wait_for(timeout=60_000)
        assert context.request.get(source).headers["content-type"].startswith("image/")
        assert browser.new_context().request.get(source).status == 401


def test_a_page_of_another_name_that_leads_here_reads_nothing(chromium: str, address: str) -> None:
    rebound = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=[*FLAGS.split(), rebound])
        page = opened.new_page()
        there = address.replace("127.0.0.1", "evil.example")
        assert page.goto(f"{there}/read?document=notes.md").status == 403  # type: ignore[union-attr]
        assert "Not under this name" in page.content()
        page.route("**/mine", lambda route: route.fulfill(body="<p>mine</p>"))
        page.goto(f"{there}/mine")
        refused = page.evaluate(
            """() => new Promise((resolve) => {
                const socket = new WebSocket(`ws://${location.host}/_stcore/stream`, "streamlit");
                socket.onopen = () => resolve("open");
                socket.onclose = () => resolve("closed");
            })"""
        )
        assert refused == "closed"
        framed = opened.new_page()
        framed.set_content(f"<iframe src='{address}/' onload='document.title=\"loaded\"'></iframe>")
        framed.wait_for_function("document.title === 'loaded'")
        assert framed.frames[1].url.startswith("chrome-error://")
        opened.close()


def test_a_citation_opens_the_document_there_and_the_way_back_leads_to_the_answer(
    page: "Page", address: str
) -> None:
    page.goto(f"{address}/?q=How long does a session last?")
    page.locator(".quoth.answer .citation a").click()
    mark = page.locator("mark.place")
    mark.wait_for()
    assert mark.inner_text() == "Sessions last fifty minutes."
    assert "document=notes.md&start=23&end=51" in page.url
    page.go_back()
    again = page.locator(".quoth.answer mark")
    again.wait_for()
    assert again.inner_text() == "Sessions last fifty minutes."


def test_a_citation_of_a_pdf_opens_its_page_with_a_picture_of_it(
    page: "Page", address: str
) -> None:
    asked(page, address, "Who drinks tea?")
    link = page.locator(".quoth.answer figcaption a")
    assert link.inner_text() == "report.pdf, p. 2"
    link.click()
    page.get_by_role("img", name="Page 2").wait_for()


def test_answers_are_taken_away_as_a_file(page: "Page", address: str) -> None:
    asked(page, address, "How long does a session last?")
    page.get_by_text("Asked so far (1)").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as Markdown").click()
    text = Path(download.value.path()).read_text()
    assert "**Sessions last fifty minutes\\.**" in text


def test_an_added_document_answers_after_a_rebuild_while_others_ask(
    page: "Page", address: str
) -> None:
    page.goto(f"{address}/library")
    page.get_by_role("tab", name="Add or remove").click()
    added = {
        "name": "../walrus.txt",
        "mimeType": "text/plain",
        "buffer": b"A walrus sings at dawn.",
    }
    page.locator("input[type=file]").set_input_files([added])
    other = page.context.new_page()
    other.set_default_timeout(180_000)
    page.get_by_role("button", name="Add and build").click()
    asked(other, address, "How long does a session last?")
    assert other.locator(".quoth.answer mark").inner_text() == "Sessions last fifty minutes."
    page.get_by_text("Build 2 is ready.").wait_for()
    asked(other, address, "When does a walrus sing?", 2)
    assert other.locator(".quoth.answer mark").inner_text() == "A walrus sings at dawn."


def test_ten_people_asking_at_once_each_get_the_answer_to_their_own_question(address: str) -> None:
    answers = {
        "How long does a session last?": "Sessions last fifty minutes.",
        "Who drinks tea?": "Zebras drink tea here.",
        "What is anger?": "Anger is a signal, they say.",
    }

    async def person(number: int) -> list[tuple[str, str]]:
        begin = number % len(answers)
        async with session(address) as asking:
            return [
                (question, (await asking.ask(question)).shown)
                for question in [*answers, *answers][begin : begin + len(answers)]
            ]

    async def ten() -> list[list[tuple[str, str]]]:
        return await asyncio.gather(*(person(number) for number in range(10)))

    for question, shown in itertools.chain.from_iterable(asyncio.run(ten())):
        assert f">{answers[question]}</mark>" in shown, question


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "?q=How long does a session last?",
        "?q=What does a kilo of bananas cost?",
        "read?document=notes.md&start=23&end=51",
        "read?document=report.pdf",
        "library",
        "quality",
    ],
    ids=["ask", "answer", "silence", "read", "pdf", "library", "quality"],
)
def test_it_is_accessible_at_every_width_and_fits_a_phone(
    browser: "playwright.Browser", address: str, path: str, scheme: str
) -> None:
    opened = browser.new_page(color_scheme=scheme)
    opened.goto(f"{address}/{path}")
    opened.locator(".quoth:visible").first.wait_for(timeout=60_000)
    opened.wait_for_timeout(2500)
    for width in (1440, 1024, 390):
        opened.set_viewport_size({"width": width, "height": 844})
        opened.wait_for_timeout(500)
        found = Axe().run(opened).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
