"""Stories as PDF files by what prints HTML: Chromium and WeasyPrint."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from evaluate.formats import web
from evaluate.formats.story import Story
from evaluate.formats.tools import package, program

PLACE = "example.org/handbook/of/all/that/is/known"
_COLUMNS = """
body { columns: 2; column-gap: 24pt; text-align: justify; hyphens: auto }
h1 + p::first-letter { float: left; font-size: 32pt; line-height: 28pt; padding-right: 3pt }
"""
_HEADS = """
@page { size: A5; margin: 20mm 16mm }
@page :left {
  @top-left { content: string(book); font-size: 8pt }
  @bottom-left { content: counter(page); font-size: 9pt }
}
@page :right {
  @top-right { content: string(chapter); font-size: 8pt }
  @bottom-right { content: counter(page); font-size: 9pt }
}
@page :first { @top-right { content: none } }
h1 { string-set: book content() } h2 { string-set: chapter content() }
body { text-align: justify; hyphens: auto; font-family: serif; font-size: 10pt }
"""
_SMALL = "font-size: 7px; width: 100%; padding: 0 40px"
_ABOVE = f'<div style="{_SMALL}"><span class="date"></span> <span class="title"></span></div>'
_BELOW = (
    f'<div style="{_SMALL}">{PLACE} <span style="float: right"><span class="pageNumber"></span>/'
    '<span class="totalPages"></span></span></div>'
)


def print_in_browser(stories: Sequence[Story], folder: Path) -> None:
    """As people print a page: the title above each sheet, the address and a number below."""
    _print(stories, folder, "", heads=True)


def print_columns_in_browser(stories: Sequence[Story], folder: Path) -> None:
    """In two justified columns, with a large first letter."""
    _print(stories, folder, _COLUMNS, heads=False)


def _print(stories: Sequence[Story], folder: Path, style: str, heads: bool) -> None:
    playwright = package("playwright.sync_api")
    flags = ["--no-sandbox", "--disable-dev-shm-usage"]
    with playwright.sync_playwright() as driver, tempfile.TemporaryDirectory() as temporary:
        browser = driver.chromium.launch(executable_path=program("chromium"), args=flags)
        page = browser.new_page()
        for story in stories:
            source = Path(temporary, f"{story.name}.html")
            source.write_text(web.printed_page(story, style), encoding="utf-8")
            page.goto(source.as_uri())
            page.pdf(
                path=folder / f"{story.name}.pdf",
                format="A4",
                margin=dict.fromkeys(("top", "bottom", "left", "right"), "20mm"),
                display_header_footer=heads,
                header_template=_ABOVE,
                footer_template=_BELOW,
                tagged=True,
            )
        browser.close()


def print_book(stories: Sequence[Story], folder: Path) -> None:
    """As a book: its title at the head of left pages, the chapter's of right ones, words parted."""
    weasyprint = package("weasyprint")
    for story in stories:
        html = weasyprint.HTML(string=web.printed_page(story, _HEADS))
        html.write_pdf(folder / f"{story.name}.pdf")
