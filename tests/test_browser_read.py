"""A person reads in a real browser, over the real model."""

import re
import statistics
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import files
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser import ROOT, browser, chromium, page, playwright

from benchmarks.asking import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "chromium", "page"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.model]

LABELS = "/PageLabels << /Nums [0 << /S /r >> 12 << /S /D >>] >>"
PARAGRAPH = "Grief takes its time, and no one can hurry it along, said keeper {0}. " * 6 + "\n\n"
NOTES = (
    "# Notes\n\n## Doses\n\n"
    "| Drug | Dose | Contraindications | Recommendations |\n|---|---|---|---|\n"
    "| *Lithium* | 0.8 mmol | Insufficiency | Measurements |\n\n"
    "- Rest **well**\n- <img src=x onerror=\"document.title='hacked'\">\n\n"
    "See [the guideline](https://guideline.example/lithium).\n\n```\ncode *stays*\n```\n\n"
    "المنارة مغلقة.\n"
)
SECTIONS = "# Moods\n\n" + "".join(
    f"## Chapter {number}\n\n{PARAGRAPH.format(number) * 4}" for number in range(1, 13)
)
WRAPPED = "\n\n".join(textwrap.fill(PARAGRAPH.format(number), 62) for number in range(3))
READER = """
window.reader = [...document.querySelectorAll("*")].map((each) => each.shadowRoot)
  .find((each) => each?.querySelector(".reader"));
window.pane = reader.querySelector(".text");
window.stands = (each) => each.getBoundingClientRect().top - pane.getBoundingClientRect().top;
window.top_one = () => [...reader.querySelectorAll(".text .p")]
  .find((each) => stands(each) + each.offsetHeight > 0);
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages over a PDF of 501 pages, a long text and notes in Markdown."""
    folder, index = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("index")
    pages = [
        files.paragraph(f"On page {number} the walrus sings.", "Grief takes its time.")
        for number in range(1, 502)
    ]
    (folder / "long.pdf").write_bytes(files.pdf(pages, catalog=LABELS))
    (folder / "grief.txt").write_text("".join(PARAGRAPH.format(n) for n in range(150)))
    (folder / "notes.md").write_text(NOTES)
    (folder / "moods.md").write_text(SECTIONS)
    (folder / "wrapped.txt").write_text(WRAPPED)
    command = [sys.executable, "-m", "ingest", str(folder), "--index", str(index)]
    subprocess.run(command, cwd=ROOT, check=True)
    with served(index) as (url, _):
        yield url


def leaf(page: "Page", number: int) -> None:
    """Waits until that page is shown."""
    page.locator(f".sheet[data-leaf='{number}']").wait_for()


def test_the_cited_words_are_marked_in_the_text_and_on_the_printed_page(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read?document=long.pdf&start=28&end=49")
    page.locator(".sheet i.place").first.wait_for()
    assert page.locator("mark.place").inner_text() == "Grief takes its time."
    page.locator(".total", has_text="(1 / 501)").wait_for()
    assert page.locator("input.number").input_value() == "i"


def test_five_hundred_pages_turn_quickly_by_key_button_and_printed_number(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read?document=long.pdf")
    leaf(page, 1)
    box = page.locator("input.number")
    box.fill("100")
    box.press("Enter")
    leaf(page, 112)
    assert page.locator(".total").inner_text() == "(112 / 501)"
    page.locator(".page", has_text="P. 100 (page 112)").wait_for()
    page.locator(".total").click()
    seconds = []
    for number in range(113, 122):
        started = time.monotonic()
        page.keyboard.press("ArrowRight")
        leaf(page, number)
        seconds.append(time.monotonic() - started)
    assert statistics.median(seconds) < 1.5  # 0.5 on a quiet machine
    page.get_by_role("button", name="Previous page").click()
    leaf(page, 120)
    box.fill("zebra")
    box.press("Enter")
    page.get_by_text("There is no page zebra.").wait_for()


def test_the_page_turned_to_is_in_the_address_beside_the_place_that_is_marked(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read?document=long.pdf&start=28&end=49")
    page.locator(".sheet i.place").first.wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    leaf(page, 3)
    page.wait_for_url("**start=28&end=49&page=3")
    page.reload()
    leaf(page, 3)
    page.get_by_role("button", name="Page", exact=True).click()
    page.locator(".printed").focus()
    page.evaluate(READER)
    page.evaluate("reader.querySelector('.printed').scrollTop = 0")
    page.keyboard.press("PageUp")
    leaf(page, 2)
    page.evaluate("reader.querySelector('.printed').scrollTop = 9999")
    page.keyboard.press("Space")
    leaf(page, 3)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.locator(".sheet[data-leaf='1'] i.place").first.wait_for()


def test_the_page_follows_the_text_and_what_is_shown_is_remembered(
    page: "Page", reading: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{reading}/read?document=long.pdf")
    leaf(page, 1)
    page.locator(".text").hover()
    page.mouse.wheel(0, 1500)
    page.wait_for_function(
        """() => [...document.querySelectorAll("*")].some((each) =>
            Number(each.shadowRoot?.querySelector(".sheet")?.dataset.leaf) > 5)"""
    )
    page.get_by_role("button", name="Page", exact=True).click()
    page.locator(".text").wait_for(state="hidden")
    page.reload()
    page.locator(".sheet img[src]").wait_for()
    assert page.locator(".text").is_hidden()
    page.get_by_role("button", name="Both").click()
    page.locator(".text").wait_for()


def test_what_is_read_stays_where_it_is_when_text_comes_above_it(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read?document=grief.txt&start=60000&end=60010")
    page.locator("mark.place").first.wait_for()
    page.evaluate(READER)
    for _ in range(3):
        page.evaluate("""() => {
            window.first = reader.querySelector("[data-part]");
            pane.scrollTop = 900;
            window.watched = top_one();
            window.stood = stands(watched);
        }""")
        page.wait_for_function("reader.querySelector('[data-part]') !== first")
        assert abs(page.evaluate("stands(watched) - stood")) <= 2


def test_what_is_read_stays_in_sight_when_its_lines_break_elsewhere(
    page: "Page", reading: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{reading}/read?document=grief.txt&start=60000&end=60010&q=Who takes time?")
    page.locator("mark.place").first.wait_for()
    page.get_by_text("nearest first").wait_for()
    page.evaluate(READER)
    page.evaluate("""() => new Promise((done) => {
        pane.scrollTop += 2500;  // the mark is out of sight
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 500)));
    })""")
    read = page.evaluate("window.read = top_one(); read.textContent")
    assert page.locator(".menu").get_attribute("aria-expanded") == "true"
    page.locator(".menu").click()
    page.wait_for_function("top_one() === read")
    page.set_viewport_size({"width": 700, "height": 800})
    page.wait_for_function("pane.clientWidth < 700 && top_one() === read")
    page.set_viewport_size({"width": 1100, "height": 800})
    page.wait_for_function("pane.clientWidth > 700 && top_one() === read")
    assert page.evaluate("read.textContent") == read


def test_pages_turned_faster_than_they_are_drawn_are_passed_over(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read?document=long.pdf")
    leaf(page, 1)
    page.wait_for_timeout(1000)  # those near it have come
    held: list[playwright.Route] = []
    page.route("**/reading/page?**", lambda route: held.append(route))
    page.locator(".total").click()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    page.locator(".total", has_text="(31 / 501)").wait_for()
    page.wait_for_timeout(500)
    asked = len(held)
    page.unroute("**/reading/page?**")  # those held go on
    leaf(page, 31)
    assert asked == 1


def test_find_leads_from_place_to_place_in_text_and_page(page: "Page", reading: str) -> None:
    page.goto(f"{reading}/read?document=long.pdf&start=28&end=49")
    page.locator("mark.place").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("walrus")
    count = page.locator(".count")
    count.get_by_text("2 of 501").wait_for()  # from where one stands
    page.keyboard.press("Enter")
    count.get_by_text("3 of 501").wait_for()
    page.locator("i.current").first.wait_for()
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    count.get_by_text("1 of 501").wait_for()
    page.keyboard.press("Enter")
    for number in range(1, 9):
        page.locator(f".sheet[data-leaf='{number + 1}'] i.current[data-hit='{number}']").wait_for()
        page.locator(f"mark.current[data-hit='{number}']").wait_for()
        page.wait_for_timeout(300)  # text and page still agree
        assert page.locator(".sheet").get_attribute("data-leaf") == str(number + 1)
        page.keyboard.press("Enter")
    page.locator("input.words").fill('"time on page 3"')
    count.get_by_text("1 of 1").wait_for()
    page.locator("input.words").fill("zebra")
    count.get_by_text("Not in this document").wait_for()


def test_find_begins_where_one_stands_and_escape_leads_back_to_the_text(
    page: "Page", reading: str
) -> None:
    text = "".join(PARAGRAPH.format(n) for n in range(150))
    before = text[:30010].count("keeper")
    page.goto(f"{reading}/read?document=grief.txt&start=30000&end=30010")
    page.locator("mark.place").first.wait_for()
    assert page.locator(".menu").is_hidden()  # nothing would be in it
    page.keyboard.press("/")
    page.keyboard.type("keeper")
    count = page.locator(".count")
    count.get_by_text(f"{before + 1} of 900").wait_for()
    page.evaluate(READER)
    page.evaluate("""() => new Promise((done) => {
        pane.scrollTop += 2500;
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 500)));
    })""")
    at_top = page.evaluate("top_one().textContent")
    keepers = {int(word) for word in re.findall(r"keeper (\d+)", at_top)}
    page.locator("input.words").fill("zebra")
    count.get_by_text("Not in this document").wait_for()
    page.locator("input.words").fill("hurry")
    count.get_by_text(" of 900").wait_for()
    page.locator("mark.current").first.wait_for()
    assert int(count.inner_text().split()[0]) - 1 in {
        6 * keeper + at for keeper in keepers for at in range(7)
    }
    page.keyboard.press("Escape")
    page.wait_for_function("reader.activeElement === pane")
    assert count.inner_text() == ""


def test_a_long_text_goes_on_around_the_place_in_whole_paragraphs(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read?document=grief.txt&start=30000&end=30010")
    mark = page.locator("mark.place").first
    mark.wait_for()
    page.wait_for_function(
        """() => [...document.querySelectorAll("*")].some((each) =>
            each.shadowRoot?.querySelectorAll("[data-part]").length > 2)"""
    )
    paragraphs = [each.strip() for each in page.locator(".text .p").all_inner_texts()]
    assert [each for each in paragraphs if each[:11] + each[-1:] != "Grief takes."] == []


def test_markdown_is_shown_and_a_link_says_where_it_leads_before_it_does(
    page: "Page", reading: str
) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    start = NOTES.index("Lithium")
    page.goto(f"{reading}/read?document=notes.md&start={start}&end={start + 7}")
    assert page.locator("td em mark.place").inner_text() == "Lithium"
    assert page.locator("li strong").inner_text() == "well"
    assert page.locator("pre code").inner_text().strip() == "code *stays*"
    assert page.locator("li", has_text="onerror").count() == 1
    edges = page.locator(".p", has_text="المنارة").evaluate("""(each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        const [words, block] = [range.getBoundingClientRect(), each.getBoundingClientRect()];
        return [words.left - block.left, block.right - words.right];
    }""")
    assert edges[0] > 100 > 1 > edges[1]  # from right to left
    assert page.title() == "Notes"
    page.evaluate(READER)
    page.wait_for_function("reader.activeElement === pane")  # keys scroll the text
    assert page.locator("details.link[open]").count() == 0
    page.locator("summary", has_text="the guideline").click()
    lead = page.locator("details.link[open] .where a")
    lead.wait_for()
    assert lead.inner_text() == "https://guideline.example/lithium"
    assert {url.split("/")[2] for url in requested} == {reading.removeprefix("http://")}


def test_what_the_question_finds_here_is_listed_and_back_leads_to_the_place_before(
    page: "Page", reading: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{reading}/read?document=grief.txt&start=30000&end=30010&q=Who takes time?")
    page.get_by_text("nearest first").wait_for()
    page.locator(".passages button").nth(1).click()
    page.locator(".passages [aria-current='true']").wait_for()
    page.locator("mark.place", has_text="keeper").first.wait_for()
    assert "start=30000" not in page.url
    page.go_back()
    page.wait_for_url("**start=30000**")


def test_where_nothing_answers_no_passage_is_said_to(page: "Page", reading: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{reading}/read?document=notes.md&q=What does a kilo of bananas cost?")
    page.get_by_text("Nothing here seems to answer the question.").wait_for()
    page.get_by_text("(near the question)").first.wait_for()
    assert page.get_by_text("may answer too").count() == 0


def here(page: "Page", chapter: int) -> None:
    """Waits until the contents mark that chapter as the one where one stands, and no other."""
    mark = page.locator(".contents [aria-current='location']")
    mark.get_by_text(f"Chapter {chapter}", exact=True).wait_for()
    assert mark.count() == 1


def test_the_contents_mark_the_section_where_one_stands(page: "Page", reading: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 500})
    start = SECTIONS.index("Grief", SECTIONS.index("## Chapter 5"))
    page.goto(f"{reading}/read?document=moods.md&start={start}&end={start + 5}")
    here(page, 5)
    page.get_by_role("button", name="Chapter 8").click()
    here(page, 8)
    page.evaluate(READER)
    for chapter in (9, 10):
        page.wait_for_function("pane.scrollHeight - pane.scrollTop > 2000")
        page.evaluate(
            """(name) => { pane.scrollTop += stands([...reader.querySelectorAll(".text h3")]
                .find((each) => each.textContent === name)) - 10; }""",
            f"Chapter {chapter}",
        )
        here(page, chapter)
    page.evaluate("pane.scrollTop -= 60")
    here(page, 9)
    page.go_back()
    here(page, 5)


def test_lines_that_were_wrapped_flow_on_a_phone(page: "Page", reading: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    start = WRAPPED.index("hurry it along")
    page.goto(f"{reading}/read?document=wrapped.txt&start={start}&end={start + 30}")
    page.locator("mark.place").first.wait_for()
    page.evaluate(READER)
    lines = page.evaluate("""() => {
        const range = document.createRange();
        range.selectNodeContents(reader.querySelector(".text .p"));
        const boxes = [...range.getClientRects()], rights = {};
        for (const each of boxes) {
          rights[Math.round(each.top)] = Math.max(rights[Math.round(each.top)] ?? 0, each.right);
        }
        const right = pane.querySelector(".p").getBoundingClientRect().right;
        return Object.values(rights).slice(0, -1).map((each) => right - each);
    }""")
    assert len(lines) > 6
    assert max(lines) < 110  # no line ends for a word's sake that would have fitted


def stroke(page: "Page", across: int, along: int = 0, fingers: int = 1) -> None:
    """A finger's way over the middle of the printed page, or two fingers'."""
    box = page.locator(".printed").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2 - across / 2, box["y"] + box["height"] / 2 - along / 2
    client, begun = page.context.new_cdp_session(page), time.time()

    def send(kind: str, share: float) -> None:
        at = {"x": x + share * across, "y": y + share * along}
        points = [
            {"x": at["x"], "y": at["y"] + 40 * number, "id": number} for number in range(fingers)
        ]
        client.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [] if kind == "touchEnd" else points,
                "timestamp": begun + 0.2 * share,
            },
        )

    send("touchStart", 0)
    for step in range(1, 6):
        send("touchMove", step / 5)
    send("touchEnd", 1)
    client.detach()


def test_a_stroke_across_the_printed_page_turns_it_and_nothing_else_does(
    browser: "playwright.Browser", reading: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.goto(f"{reading}/read?document=long.pdf")
    leaf(page, 1)
    stroke(page, across=-160)
    leaf(page, 2)
    stroke(page, across=-160, along=20)
    leaf(page, 3)
    stroke(page, across=160)
    leaf(page, 2)
    for across, along, fingers in ((-160, -200, 1), (0, -200, 1), (-30, 0, 1), (-160, 0, 2)):
        stroke(page, across, along, fingers)
        page.wait_for_timeout(400)
        assert page.locator(".sheet").get_attribute("data-leaf") == "2", (across, along, fingers)


def test_page_down_over_the_printed_pages_end_turns_it_beside_the_text(
    page: "Page", reading: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{reading}/read?document=long.pdf")
    leaf(page, 1)
    page.locator(".printed").focus()
    page.evaluate(READER)
    page.evaluate("reader.querySelector('.printed').scrollTop = 9999")
    page.keyboard.press("PageDown")
    leaf(page, 2)
    page.keyboard.press("ArrowRight")
    leaf(page, 3)


def test_five_hundred_pages_come_for_paper_in_one_piece(page: "Page", reading: str) -> None:
    page.goto(f"{reading}/read?document=long.pdf")
    leaf(page, 1)
    pieces: list[str] = []
    page.on("request", lambda request: pieces.append(request.url.partition("reading/")[2][:6]))
    page.evaluate("window.print = () => { window.onPaper = true; }")
    page.wait_for_timeout(1000)
    pieces.clear()
    page.get_by_role("button", name="Print").first.click()
    page.wait_for_function("window.onPaper")
    assert [each for each in pieces if each.startswith("part")] == ["parts?"]
    page.evaluate(READER)
    assert page.evaluate("pane.textContent").count("the walrus sings") == 501


def test_the_list_of_documents_is_narrowed_and_what_was_read_comes_first(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read")
    rows = page.locator(".shelf li")
    rows.nth(2).wait_for()
    page.get_by_label("Filter the documents").fill("PDF")
    page.get_by_text("1 of 5").wait_for()
    page.keyboard.press("Enter")
    leaf(page, 1)
    assert "document=long.pdf" in page.url
    page.get_by_role("button", name="All documents").click()
    rows.nth(2).wait_for()
    assert "long.pdf" in rows.first.inner_text()
    assert "read before" in rows.first.inner_text()


def test_on_paper_stands_the_whole_text_with_its_mark_and_nothing_else(
    page: "Page", reading: str
) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{reading}/read?document=grief.txt&start=30000&end=30010")
    page.locator("mark.place").first.wait_for()
    page.keyboard.press("Control+p")
    page.wait_for_function("window.printed")
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.locator(".text .p").count() == 150
    pane = page.locator(".text")
    assert pane.evaluate("each => each.scrollHeight <= each.clientHeight + 2")
    assert page.locator("mark.place").first.is_visible()


def test_no_word_of_a_table_is_cut_on_a_phone(page: "Page", reading: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{reading}/read?document=notes.md")
    page.locator("td").first.wait_for()
    lines = page.locator("th").evaluate_all("""(cells) => cells.map((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getClientRects().length;
    })""")
    assert lines == [1, 1, 1, 1]


def test_the_page_alone_prints_on_one_sheet_and_its_button_says_so(
    page: "Page", reading: str
) -> None:
    page.goto(f"{reading}/read?document=long.pdf&start=28&end=49")
    page.locator(".sheet i.place").first.wait_for()
    page.get_by_role("button", name="Page", exact=True).click()
    page.get_by_role("button", name="Print this page").wait_for()
    page.emulate_media(media="print")
    assert len(pypdfium2.PdfDocument(page.pdf())) == 1


def test_a_server_that_is_gone_is_told_in_plain_words(page: "Page", reading: str) -> None:
    page.goto(f"{reading}/read?document=long.pdf")
    leaf(page, 1)
    page.context.set_offline(True)
    page.locator("input.words").fill("walrus")
    page.locator(".said", has_text="Quoth has been stopped or cannot be reached.").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_reading_is_accessible_and_fits(
    browser: "playwright.Browser", reading: str, width: int, scheme: str
) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    opened.set_default_timeout(60_000)
    for path, there in (
        ("read", ".shelf li"),
        ("read?document=long.pdf&start=28&end=49", ".sheet i.place"),
        ("read?document=notes.md&q=What%20dose?", ".passages li"),
    ):
        opened.goto(f"{reading}/{path}")
        opened.locator(there).first.wait_for(state="attached")
        told = Axe().run(opened, options={"runOnly": ["wcag2a", "wcag2aa"]}).response
        found = told["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        if path != "read":  # the text scrolls, and nothing around it
            main = opened.locator("[data-testid='stMain']")
            assert main.evaluate("each => each.scrollHeight - each.clientHeight") <= 1
    opened.close()
