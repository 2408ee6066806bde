"""Asking as people do: back and forth, by links, in other tabs, by keyboard, on paper."""

import re
from typing import TYPE_CHECKING

import pytest
from browsing import address, asked, browser, chromium, index, page, playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

SESSIONS = "How long does a session last?"
TEA = "Who drinks tea?"
ANGER = "What is anger?"
MARKED = {
    SESSIONS: "Sessions last fifty minutes.",
    TEA: "Zebras drink tea here.",
    ANGER: "Anger is a signal, they say.",
}
FOCUSED = """(() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.textContent || element.ariaLabel;
})()"""


def ask(page: "Page", question: str) -> None:
    """Types the question and waits for what answers it."""
    box = page.get_by_label("Ask the documents")
    box.fill(question)
    box.press("Enter")
    answered(page, question)


def answered(page: "Page", question: str) -> None:
    """Waits until the page shows the answer to that question, and no other."""
    page.wait_for_function("(title) => document.title.startsWith(title)", arg=question)
    page.locator(".quoth.answer mark", has_text=MARKED[question]).wait_for()
    page.get_by_text("Asked so far").wait_for()


def tab_to(page: "Page", name: str, most: int = 40) -> None:
    """Presses Tab until the named element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def test_back_goes_to_the_question_before_and_never_out_of_the_app(
    page: "Page", address: str
) -> None:
    page.goto(address)
    for question in (SESSIONS, TEA, ANGER):
        ask(page, question)
    page.get_by_text("Asked so far (3)").wait_for()
    for question in (TEA, SESSIONS):
        page.go_back()
        answered(page, question)
        assert page.get_by_label("Ask the documents").input_value() == question
    page.go_back()
    page.get_by_text("Quoth searches").wait_for()
    assert page.url.rstrip("/") == address
    page.go_forward()
    page.locator("mark", has_text="Sessions last fifty minutes.").wait_for()
    page.get_by_text("Asked so far (3)").wait_for()


def test_what_was_answered_is_there_at_once_after_links_reloads_and_in_a_new_tab(
    page: "Page", address: str
) -> None:
    asked(page, address, SESSIONS)
    ask(page, TEA)
    loads: list[str] = []
    page.on("load", lambda opened: loads.append(opened.url))
    page.locator(".quoth.answer figcaption a").click()
    page.get_by_text("← Back to the answer").click()
    answered(page, TEA)
    page.get_by_text("Asked so far (2)").wait_for()
    assert loads == [], "the page was loaded anew"
    page.reload()
    page.get_by_text("Asked so far (2)").wait_for()
    other = page.context.new_page()
    other.goto(address)
    other.get_by_text("Asked so far (2)").click()
    other.get_by_role("button", name=SESSIONS).click()
    other.locator("mark", has_text="Sessions last fifty minutes.").wait_for()
    assert page.context.cookies()[0]["httpOnly"]


def test_a_shared_link_with_a_filter_opens_what_the_sender_saw(
    page: "Page", browser: "playwright.Browser", address: str
) -> None:
    asked(page, address, SESSIONS)
    page.get_by_role("button", name="Narrow").click()
    page.get_by_label("Types").click()
    page.get_by_role("option", name="PDF").click()
    page.wait_for_url("**type=PDF**")
    page.get_by_text("Searched 1 of 3 documents").wait_for()
    fresh = browser.new_context().new_page()
    fresh.set_default_timeout(60_000)
    fresh.goto(f"{page.url}&folder=nowhere")
    fresh.get_by_text("Searched 1 of 3 documents").wait_for()
    fresh.get_by_text("left out: folder “nowhere”.").wait_for()
    assert fresh.locator("figcaption", has_text="Notes").count() == 0
    fresh.get_by_role("button", name="PDF ✕").click()
    fresh.locator("figcaption", has_text="Notes").first.wait_for()
    assert "type=" not in fresh.url
    fresh.go_back()
    fresh.get_by_role("button", name="Search everywhere").click()
    fresh.locator("figcaption", has_text="Notes").first.wait_for()


def test_the_whole_way_goes_by_keyboard_and_the_quotation_is_copied_plain_and_rich(
    page: "Page", address: str
) -> None:
    page.goto(address)
    page.wait_for_function("document.activeElement.ariaLabel === 'Ask the documents'")
    page.keyboard.type(SESSIONS)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Really?")
    assert page.get_by_label("Ask the documents").input_value() == f"{SESSIONS}\nReally?"
    page.keyboard.press("Control+A")
    page.keyboard.type(SESSIONS)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copy quotation").wait_for()
    said = page.locator("#quoth-live")
    playwright.expect(said).to_contain_text("Sessions last fifty minutes.")
    tab_to(page, "Copy quotation")
    page.keyboard.press("Enter")
    page.get_by_text("Copied", exact=True).first.wait_for()
    link = f"{address}/read?document=notes.md&start=23&end=51&q=How+long+does+a+session+last%3F"
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"“Sessions last fifty minutes.”\n— Notes, “The frame”\n{link}"
    )
    rich = page.evaluate(
        "navigator.clipboard.read().then((all) => all[0].getType('text/html'))"
        ".then((blob) => blob.text())"
    )
    assert "<blockquote>“Sessions last fifty minutes.”</blockquote>" in rich
    assert f'<a href="{link.replace("&", "&amp;")}">' in rich
    tab_to(page, "more_horizMore")
    page.keyboard.press("Enter")
    page.get_by_text("Open the document here").wait_for()
    page.keyboard.press("Escape")


def test_what_is_too_long_says_so_and_start_again_empties_the_page(
    page: "Page", address: str
) -> None:
    asked(page, address, SESSIONS)
    box = page.get_by_label("Ask the documents")
    box.fill("word " * 500)
    playwright.expect(page.locator("#quoth-limit")).to_contain_text("2,500 characters")
    box.press("Enter")
    page.get_by_text("This is too long to be asked.").wait_for()
    assert len(box.input_value()) == 2500
    page.get_by_role("button", name="Start again").press("Enter")
    page.get_by_text("Quoth searches").wait_for()
    assert (box.input_value(), page.title()) == ("", "Quoth")
    playwright.expect(box).to_be_focused()


def test_an_answer_prints_as_quotation_citation_link_and_date_and_nothing_else(
    page: "Page", address: str
) -> None:
    asked(page, address, SESSIONS)
    page.locator(".quoth.answer").wait_for()
    page.emulate_media(media="print")
    seen = re.sub(r"\s+", " ", page.locator("body").inner_text()).strip()
    link = f"{address}/read?document=notes.md&start=23&end=51&q=How+long+does+a+session+last%3F"
    assert re.fullmatch(
        r"Sessions last fifty minutes\. They are held once a week\. Notes, “The frame” "
        + re.escape(link)
        + r" \d{1,2} \w+ \d{4}",
        seen,
    ), seen


def test_what_narrows_the_search_stands_in_the_choices_however_late_they_are_opened(
    page: "Page", address: str
) -> None:
    asked(page, address, SESSIONS)
    page.goto(f"{page.url}&type=Markdown&k=3")
    page.get_by_role("button", name="Search everywhere").wait_for()
    ask(page, ANGER)
    page.get_by_role("button", name="Narrow").click()
    playwright.expect(page.get_by_test_id("stPopoverBody")).to_contain_text("Markdown")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Passages").click()
    playwright.expect(page.get_by_role("slider")).to_have_value("3")


def test_a_link_whose_filters_leave_no_document_says_so(page: "Page", address: str) -> None:
    page.goto(f"{address}/?q=tea&type=PDF&since=2000")
    page.locator("b", has_text="No document is left to be searched.").wait_for()
    playwright.expect(page.locator("#quoth-live")).to_contain_text("No document is left")
    assert "holds nothing" not in page.locator("body").inner_text()


def test_the_words_of_a_link_are_printed_and_an_open_menu_is_not(
    page: "Page", address: str
) -> None:
    asked(page, address, "What is read before the first hour?")
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("button", name="Copy quotation with it").wait_for()
    page.emulate_media(media="print")
    seen = page.locator("body").inner_text()
    assert seen.startswith("Read the rules before the first hour.\nNotes, “Rules”\n\nhttp")
    assert "Copy" not in seen


def test_a_second_question_without_an_answer_is_said_too(page: "Page", address: str) -> None:
    asked(page, address, "What does a kilo of bananas cost?")
    said = page.locator("#quoth-live")
    playwright.expect(said).to_have_text("The documents do not seem to answer this.")
    page.evaluate("""() => {
        window.heard = [];
        const live = document.getElementById("quoth-live");
        new MutationObserver(() => window.heard.push(live.textContent))
          .observe(live, { childList: true });
    }""")
    page.get_by_label("Ask the documents").fill("Who won the cup?")
    page.keyboard.press("Enter")
    page.get_by_text("Asked so far (2)").wait_for()
    page.wait_for_function("window.heard.at(-1) === 'The documents do not seem to answer this.'")


def test_on_a_phone_the_menu_of_a_passage_has_room(page: "Page", address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    asked(page, address, SESSIONS)
    page.get_by_role("button", name="More").first.click()
    copying = page.get_by_role("button", name="Copy quotation with it")
    playwright.expect(copying).to_be_in_viewport(ratio=1)


def test_where_a_link_leads_is_no_part_of_the_text_until_it_is_asked(
    page: "Page", address: str
) -> None:
    asked(page, address, "What is read before the first hour?")
    link = page.locator("details.link").first
    sentence = page.locator(".quoth.answer blockquote")
    assert sentence.inner_text() == "Read the rules before the first hour."
    before = sentence.bounding_box()
    link.locator("summary").click()
    link.get_by_text("https://rules.example/all").wait_for()
    assert before is not None
    assert before["height"] < 40, "it stands on one line"
    page.goto(f"{address}/read?document=notes.md")
    way = page.get_by_text("https://rules.example/all")
    way.wait_for(state="attached")
    playwright.expect(way).to_be_hidden()
