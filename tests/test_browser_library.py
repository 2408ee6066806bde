"""The Library, Quality, and what all pages have in common, in a real browser."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser import CHART, address, browser, chromium, index, page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

__all__ = ["address", "browser", "chromium", "index", "page"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.model]

PATHS = {
    "ask": "",
    "answer": "?q=How long does a session last?",
    "silence": "?q=What does a kilo of bananas cost?",
    "read": "read?document=notes.md&start=23&end=51",
    "pdf": "read?document=report.pdf",
    "library": "library",
    "quality": "quality",
}
QUIET = '[data-testid="stApp"][data-test-script-state="notRunning"]'
FOCUSED = "document.activeElement.closest('button, a, input')?.textContent"


def made(browser: "Browser", width: int = 1440, height: int = 844, scheme: str = "light") -> "Page":
    """A page of its own, that waits long on a busy machine."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        has_touch=width < 640,
    )
    page = context.new_page()
    page.set_default_timeout(180_000)
    return page


def settled(page: "Page") -> None:
    """Waits until the page stands there and nothing runs for it."""
    page.locator("h1").or_(page.locator(".quoth")).first.wait_for(state="attached")
    page.locator(QUIET).wait_for()


def opened(page: "Page", address: str, tab: str) -> None:
    """Opens a tab of the Library."""
    page.goto(f"{address}/library")
    page.get_by_role("tab", name=tab).click()
    settled(page)


def add(page: "Page", name: str, words: bytes) -> None:
    """Adds a file and waits for its fate."""
    file = {"name": name, "mimeType": "text/plain", "buffer": words}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Add and build").click()
    page.locator(".fates", has_text=f"{name}: taken").wait_for()


def faults(page: "Page") -> list[object]:
    """What axe finds."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def sound(page: "Page") -> None:
    """At three widths it is accessible, and nothing is wider than the page."""
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert faults(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_it_is_accessible_at_three_widths(
    browser: "Browser", address: str, path: str, scheme: str
) -> None:
    page = made(browser, scheme=scheme)
    page.goto(f"{address}/{path}")
    settled(page)
    sound(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_librarys_tabs_and_questions_are_accessible(
    browser: "Browser", address: str, scheme: str
) -> None:
    page = made(browser, scheme=scheme)
    opened(page, address, "Add or remove")
    page.locator("input[type=file]").set_input_files(
        [{"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"x"}]
    )
    page.get_by_role("button", name="Add and build").click()
    page.locator(".fates", has_text="song.mp3: not taken").wait_for()
    settled(page)
    sound(page)
    page.get_by_role("combobox", name="Document").click()
    page.keyboard.type("report")
    page.get_by_role("option", name="report.pdf").click()
    page.get_by_role("button", name="Remove…").click()
    page.get_by_role("button", name="Keep it").wait_for()
    page.wait_for_function("document.documentElement.style.colorScheme")
    sound(page)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("tab", name="Map").click()
    page.get_by_text("Draw the map").click()
    page.locator(CHART).wait_for()
    page.locator('[data-testid="stVegaLiteChart"] svg .mark-symbol path').first.click(force=True)
    page.locator(".quoth.answer .citation a").wait_for()
    settled(page)
    sound(page)
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Look for what could be better").click()
    page.get_by_text("Could be better:").first.wait_for()
    settled(page)
    sound(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_quality_unfolds_is_accessible(browser: "Browser", address: str, scheme: str) -> None:
    page = made(browser, scheme=scheme)
    page.goto(f"{address}/quality")
    page.get_by_text("in the first passage.").click()
    page.get_by_text("As a table and pictures").click()
    page.locator(CHART).first.wait_for()
    settled(page)
    sound(page)
    headings = page.get_by_role("heading").evaluate_all("all => all.map(each => each.tagName)")
    assert headings[:2] == ["H1", "H2"]


def test_on_a_phone_every_page_is_one_tap_away_and_the_session_stays(
    browser: "Browser", address: str
) -> None:
    page = made(browser, 390)
    page.goto(f"{address}/?q=How long does a session last?")
    page.locator(".quoth.answer mark").wait_for()
    for name in ("Read", "Library", "Quality", "Ask"):
        link = page.get_by_role("link", name=name, exact=True)
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        link.tap()
        page.wait_for_url(f"{address}/{name.lower()}*" if name != "Ask" else f"{address}/")
        settled(page)
    page.get_by_text("Asked so far (1)").wait_for()


def test_the_way_between_the_pages_stays_in_sight_and_nothing_hides_behind_it(
    browser: "Browser", address: str
) -> None:
    page = made(browser, 390, 400)
    page.goto(f"{address}/library")
    settled(page)
    page.get_by_role("button", name="Save as table").first.scroll_into_view_if_needed()
    bar = page.get_by_role("link", name="Ask", exact=True).bounding_box()
    assert bar is not None
    assert 0 <= bar["y"] < 20
    page.get_by_role("link", name="Ask", exact=True).click(trial=True)
    page.get_by_label("Search the list").focus()
    top = page.get_by_label("Search the list").bounding_box()
    assert top is not None
    assert top["y"] >= 60


def test_all_pages_have_one_width_and_keep_it(browser: "Browser", address: str) -> None:
    page = made(browser)

    def width() -> float:
        settled(page)
        box = page.get_by_test_id("stMainBlockContainer").bounding_box()
        assert box is not None
        return box["width"]

    page.goto(f"{address}/")
    found = [width()]
    for name in ("Quality", "Library"):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=name).wait_for()
        found.append(width())
    page.get_by_label("Search the list").fill("notes")
    page.keyboard.press("Enter")
    page.get_by_text("1 document. Choose one").wait_for()
    assert {*found, width()} == {1152.0}


def test_a_document_of_the_list_is_opened_by_touch_and_by_keyboard(
    browser: "Browser", address: str
) -> None:
    page = made(browser, 390)
    page.goto(f"{address}/library")
    settled(page)
    page.get_by_test_id("data-grid-canvas").tap(position={"x": 60, "y": 50}, force=True)
    page.get_by_role("link", name="Open").tap()
    page.wait_for_url(f"{address}/read?document=*")
    page.go_back()
    settled(page)
    page.get_by_label("Search the list").focus()
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    page.keyboard.press("ArrowDown")
    page.get_by_role("link", name="Open").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/read?document=*")


def test_a_document_is_added_removed_and_put_back_by_keyboard(
    page: "Page", address: str, index: Path
) -> None:
    opened(page, address, "Add or remove")
    add(page, "walrus.txt", b"A walrus sings at dawn.")
    page.get_by_role("combobox", name="Document").focus()
    page.keyboard.type("walrus")
    page.get_by_role("option", name="walrus.txt").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove…", disabled=False).wait_for()
    _tab_to(page, "Remove…")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing is deleted.").wait_for()
    _tab_to(page, "Move it to the bin")
    page.keyboard.press("Enter")
    page.locator(".fates", has_text="walrus.txt: left the index").wait_for()
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    page.locator(".fates", has_text="walrus.txt: taken, 1 passage").wait_for()
    other = page.context.new_page()
    other.goto(f"{address}/?q=When does a walrus sing?")
    assert other.locator(".quoth.answer mark").inner_text() == "A walrus sings at dawn."
    assert list(index.with_name(f"{index.name}-removed").iterdir()) == []


def _tab_to(page: "Page", words: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == words:
            return
    pytest.fail(f"{words} cannot be reached with Tab")


def test_files_that_are_not_taken_are_told_in_words(page: "Page", address: str) -> None:
    opened(page, address, "Add or remove")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"x"},
        ]
    )
    page.get_by_role("button", name="Add and build").click()
    page.locator(".fates", has_text="song.mp3: not taken: song.mp3 is of no kind").wait_for()


def test_a_file_on_its_way_is_waited_for_and_what_did_not_arrive_is_never_sent_away(
    page: "Page", address: str
) -> None:
    opened(page, address, "Add or remove")
    held: list[Route] = []
    page.route("**/_stcore/upload_file/**", lambda route: held.append(route))
    button = page.get_by_role("button", name="Add and build")
    name = {"name": "heron.txt", "mimeType": "text/plain"}
    page.locator("input[type=file]").set_input_files(
        [name | {"buffer": b"A heron waits."}]  # type: ignore[list-item]
    )
    page.get_by_text("Being uploaded; the button waits for it.").wait_for()
    assert button.is_disabled()
    while not held:
        page.wait_for_timeout(50)
    held.pop().abort()
    page.get_by_text("What is red did not arrive").wait_for()
    assert not button.is_visible()
    page.unroute("**/_stcore/upload_file/**")
    page.get_by_role("button", name="Remove heron.txt").click()
    page.get_by_text("What is red did not arrive").wait_for(state="hidden")
    add(page, "heron.txt", b"A heron waits.")


def test_a_file_pressed_for_too_early_stays_to_be_added(page: "Page", address: str) -> None:
    opened(page, address, "Add or remove")
    page.locator("input[type=file]").wait_for(state="attached")
    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["An egret waits."], "egret.txt", { type: "text/plain" }));
            const input = document.querySelector("input[type=file]");
            input.files = files.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
            document.querySelector("[data-testid=stFormSubmitButton] button").click();
        }"""
    )
    page.locator(".fates", has_text="No file was there yet").wait_for()
    page.get_by_role("button", name="Remove egret.txt").wait_for()
    page.get_by_role("button", name="Add and build").click()
    page.locator(".fates", has_text="egret.txt: taken").wait_for()


def test_a_point_of_the_map_leads_to_its_passage(page: "Page", address: str) -> None:
    opened(page, address, "Map")
    page.get_by_text("Draw the map").click()
    page.locator(CHART).wait_for()
    tall = "document.querySelector('[role=tabpanel]:not([hidden])').scrollHeight"
    before = page.evaluate(tall)
    page.locator('[data-testid="stVegaLiteChart"] svg .mark-symbol path').first.click(force=True)
    link = page.locator(".quoth.answer .citation a")
    link.wait_for()
    words = page.locator(".quoth.answer blockquote").inner_text()
    assert page.evaluate(tall) == before
    box = link.bounding_box()
    assert box is not None
    assert 60 < box["y"] < 700
    link.click()
    mark = page.locator("mark.place").first
    mark.wait_for()
    assert words.split()[0] in mark.inner_text()


def test_what_people_said_is_measured_and_withdrawn(page: "Page", address: str) -> None:
    page.goto(f"{address}/?q=How long does a session last?")
    page.get_by_role("radio", name="Right", exact=True).or_(
        page.get_by_role("button", name="Right", exact=True)
    ).first.click()
    page.get_by_text("Kept beside the index").wait_for()
    page.get_by_role("link", name="Quality", exact=True).click()
    page.get_by_role("button", name="Measure now").click()
    page.get_by_text("1 of 1 questions has the answer in the first passage.").wait_for()
    page.get_by_text("What people said of 1 answer").click()
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_text("Withdrawn: How long does a session last?").wait_for()
    page.get_by_text("There are no questions to measure with yet.").wait_for()
