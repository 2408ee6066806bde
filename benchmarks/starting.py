"""The page from a cold start: python -m benchmarks.starting FOLDER [--against CHECKOUT]

Does what `make app` does, over an index that is up to date: runs `python -m ingest`, then the
pages' server, and opens the address in a Chromium that waits for it. Measured from the command, the
models not loaded: until the box takes what is typed, and until a question that is asked at once has
its answer. Each round starts anew; another checkout takes its turn. Needs Chromium and playwright
(requirements-dev.txt).
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.asking import served
from benchmarks.checkouts import add_against, built, checkouts, questions
from benchmarks.leafing import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_ANSWER = ".quoth.answer, .quoth.notice"


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds from the command: to the end of `python -m ingest`, the usable box, the answer."""

    up_to_date: float
    usable: float
    answered: float


def started(
    browser: "Browser", folder: Path, index: Path, checkout: Path, question: str
) -> Started:
    """Starts it and asks; in a browser that has never seen the page."""
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        begun = time.perf_counter()
        built(folder, index, checkout)
        up_to_date = time.perf_counter() - begun
        with served(index, checkout=checkout) as (address, _):
            page.goto(address, wait_until="commit")
            box = page.get_by_label("Ask the documents")
            box.fill(question)
            usable = time.perf_counter() - begun
            box.press("Enter")
            page.locator(_ANSWER).first.wait_for()
            return Started(up_to_date, usable, time.perf_counter() - begun)


def main() -> None:
    """Prints rows for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.starting")
    parser.add_argument("folder", type=Path)
    add_against(parser)
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    options = parser.parse_args()
    trees = checkouts(options.against)
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        indexes = [Path(temporary, str(number)) for number in range(len(trees))]
        for tree, index in zip(trees, indexes, strict=True):
            built(options.folder, index, tree)
        rows = [
            [
                started(browser, options.folder, index, tree, question)
                for tree, index in zip(trees, indexes, strict=True)
            ]
            for question in questions()[: options.rounds]
        ]
    print("| checkout | rounds | index up to date, s | box usable, s | answer, s |")
    print("| --- | --- | --- | --- | --- |")
    for tree, its in zip(trees, zip(*rows, strict=True), strict=True):
        cells = (_spread(each) for each in zip(*map(astuple, its), strict=True))
        print(f"| {tree} | {len(its)} | {' | '.join(cells)} |")


def _spread(seconds: tuple[float, ...]) -> str:
    """The median and the longest."""
    return f"{statistics.median(seconds):.2f} / {max(seconds):.2f}"


if __name__ == "__main__":
    main()
