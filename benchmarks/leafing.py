"""A long PDF in the browser: python -m benchmarks.leafing FOLDER [--pages 501]

Makes a PDF of that many pages from the folder's Markdown and plain texts, serves the pages over an
index of it, and measures in Chromium, from the click or the key until text and printed page both
stand there: a place opened, pages turned, and places found. Needs Chromium and playwright
(requirements-dev.txt).
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.asking import FLAGS, served
from benchmarks.checkouts import built
from index import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_CHARACTERS = 2_400  # of a page, at most
_WORDS = "relationship"  # that are looked for
_TIMES = 20
_NAME = "long.pdf"
_HELPERS = """
window.inside = (name) => {
  for (const each of document.querySelectorAll("*")) {
    if (each.shadowRoot?.querySelector(".reader")) return each.shadowRoot.querySelector(name);
  }
  return null;
};
window.seen = (each) => {
  const pane = inside(".text")?.getBoundingClientRect(), box = each?.getBoundingClientRect();
  return !!box && box.bottom > pane.top && box.top < pane.bottom;
};
window.drawn = (leaf) => inside(".sheet")?.dataset.leaf === String(leaf);
window.both = (leaf) => drawn(leaf) && seen(inside(`.text .page[data-page="${leaf - 1}"]`));
window.cited = () => inside(".sheet i.place") && seen(inside("mark.place"));
window.found = (hit) => inside(`.sheet i.current[data-hit="${hit}"]`)
  && seen(inside(`mark.current[data-hit="${hit}"]`));
window.timed = async (act, done) => {
  const started = performance.now();
  act();
  while (!done()) {
    if (performance.now() - started > 60000) throw new Error(`not seen: ${done}`);
    await new Promise(requestAnimationFrame);
  }
  return (performance.now() - started) / 1000;
};
window.go = (address) => {
  history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
};
"""


def make(folder: Path, pages: int, path: Path, browser: "Browser") -> None:
    """Writes a PDF of so many pages, made of the folder's paragraphs in turn."""
    files = [each for each in sorted(folder.rglob("*")) if each.suffix in (".md", ".txt")]
    texts = (each.read_text(encoding="utf-8") for each in files)
    paragraphs = cycle([each for text in texts for each in text.split("\n\n") if each.strip()])
    page = browser.new_page()
    page.set_content("".join(_page(paragraphs) for _ in range(pages)), timeout=600_000)
    page.pdf(path=path, format="A4", margin={"top": "2cm", "bottom": "2cm"})
    page.close()


def _page(paragraphs: Iterator[str]) -> str:
    chosen: list[str] = []
    while sum(map(len, chosen)) < _CHARACTERS - 800:
        chosen.append(next(paragraphs)[:800])
    inside = "".join(f"<p>{escape(each)}</p>" for each in chosen)
    return f'<section style="break-after: page; font: 11pt serif">{inside}</section>'


@contextmanager
def chromium() -> Iterator["Browser"]:
    """A browser, while the block runs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS.split()
        )
        yield opened
        opened.close()


def opened_anew(
    browser: "Browser", address: str, places: Sequence[str], done: str
) -> Iterator[float]:
    """Seconds until what is done stands there in a new tab, whose browser knows the app."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    for place in places:
        page = context.new_page()
        page.add_init_script(_HELPERS)
        page.goto(f"{address}/{place}", wait_until="commit")
        page.wait_for_function(done, timeout=120_000, polling="raf")
        yield page.evaluate("performance.now() / 1000")
        page.close()
    context.close()


def opened_within(page: "Page", address: str, places: Sequence[str]) -> Iterator[float]:
    """The same by a link within the app."""
    for place in places:
        page.goto(f"{address}/read")
        page.locator(".shelf li").first.wait_for()
        page.wait_for_timeout(500)
        yield page.evaluate("(place) => timed(() => go(place), cited)", place)


def turned(page: "Page", leaves: Sequence[int], pause: int) -> Iterator[float]:
    """Seconds until each next page stands there; a pause in milliseconds comes before each."""
    for leaf in leaves:
        page.wait_for_timeout(pause)
        act = '() => inside(".next").click()'
        yield page.evaluate(f"(leaf) => timed({act}, () => both(leaf))", leaf)


def entered(page: "Page", leaves: Sequence[int]) -> Iterator[float]:
    """Seconds until pages stand there whose numbers are typed in."""
    for leaf in leaves:
        page.wait_for_timeout(300)
        act = """() => { const box = inside("input.number"); box.value = leaf;
            box.dispatchEvent(new Event("change")); }"""
        yield page.evaluate(f"(leaf) => timed({act}, () => both(leaf))", leaf)


def stepped(page: "Page", times: int) -> Iterator[float]:
    """Seconds until each next place where words were found stands there."""
    page.locator("input.words").fill(_WORDS)
    page.locator("mark.current").first.wait_for()
    page.locator(".sheet i.current").first.wait_for()
    first = int(page.locator(".count").inner_text().split()[0])
    for hit in range(first, first + times):
        page.wait_for_timeout(300)
        act = '() => inside(".hit-next").click()'
        yield page.evaluate(f"(hit) => timed({act}, () => found(hit))", hit)


def measured(browser: "Browser", index: Path, address: str) -> Iterator[tuple[str, list[float]]]:
    """Each way by its name, with its seconds."""
    chance = random.Random(1)
    places = [f"read?document={_NAME}&start={n}&end={n + 60}" for n in _starts(index, chance)]
    bar = "document.querySelector('.st-key-pages a')"
    yield "the bare page in a new tab", [*opened_anew(browser, address, ["read"] * _TIMES, bar)]
    yield "a place opened in a new tab", [*opened_anew(browser, address, places, "cited()")]
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(120_000)
    page.add_init_script(_HELPERS)
    yield "a place opened from within the app", [*opened_within(page, address, places)]
    page.goto(f"{address}/read?document={_NAME}")
    page.wait_for_function("window.drawn && drawn(1)")
    pages = len(Library.open(index).outline(_NAME).pages)
    print(f"{pages} pages", file=sys.stderr)
    yield "next page, a second after the last", [*turned(page, range(2, 2 + _TIMES), 1000)]
    yield "next page, at once", [*turned(page, range(2 + _TIMES, 2 + 2 * _TIMES), 0)]
    yield "page by its number", [*entered(page, chance.sample(range(1, pages), _TIMES))]
    yield "next place found", [*stepped(page, _TIMES)]


def _starts(index: Path, chance: random.Random) -> list[int]:
    """Where passages of the document begin, some of them by chance."""
    library = Library.open(index)
    length = len(library.text(_NAME))
    passages = (library.passage_at(_NAME, chance.randrange(length)) for _ in range(10 * _TIMES))
    return [each.start for each in passages if each and each.end - each.start > 60][:_TIMES]


def main() -> None:
    """Prints a table for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leafing")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=501)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        documents = Path(temporary, "documents")
        documents.mkdir()
        make(options.folder, options.pages, documents / _NAME, browser)
        index = built(documents, Path(temporary, "index"))
        with served(index) as (address, _):
            print("| what | times | seconds, p50 / p95 |\n| --- | --- | --- |")
            for what, seconds in measured(browser, index, address):
                high = statistics.quantiles(seconds, n=20)[18]
                print(
                    f"| {what} | {len(seconds)} | {statistics.median(seconds):.2f} / {high:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
