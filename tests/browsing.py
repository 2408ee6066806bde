"""The pages in a real browser, over the real model: fixtures for tests that drive one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import files
import pytest
from fakes import result

from benchmarks.asking import served
from evaluate.result import write_result

if TYPE_CHECKING:
    from playwright.sync_api import Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).parent.parent
FAILURES = Path(__file__).parent / "failures"
HOSTILE = "<img src=x onerror=alert(1)> *a* [b](javascript:alert(1)) :smile: \u202etxt.md"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
TEXT = (
    "# Notes\n\n## The frame\n\nSessions last fifty minutes. "
    "They are held once a week.\n\n## Fees\n\n<img src=x onerror=\"document.title='hacked'\"> "
    "and **stars** and $x^2$ are only text. Nobody pays in advance.\n\n"
    "## Rules\n\nRead [the rules](https://rules.example/all) before the first hour.\n"
)


@pytest.fixture(scope="module")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("continuous integration must have Chromium; .ci/run installs it")
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, index = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("index")
    (folder / "notes.md").write_text(TEXT)
    (folder / HOSTILE).write_text("Anger is a signal, they say.")
    (folder / "report.pdf").write_bytes(
        files.pdf([files.paragraph("The first page."), files.paragraph("Zebras drink tea here.")])
    )
    subprocess.run(
        [sys.executable, "-m", "ingest", str(folder), "--index", str(index)], cwd=ROOT, check=True
    )
    return index


@pytest.fixture(scope="module")
def address(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages, served as `make app` serves them, with a result of an evaluation."""
    results = tmp_path_factory.mktemp("results")
    write_result(result("rerank", 0.7), results / "mine.json")
    with served(index, "--results", str(results)) as (url, _):
        yield url


@pytest.fixture
def browser(chromium: str) -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield opened
        opened.close()


@pytest.fixture
def page(browser: "playwright.Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    """A page; where a test fails, what it showed is kept in tests/failures."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(180_000)
    before = request.session.testsfailed
    yield opened
    if request.session.testsfailed > before:
        FAILURES.mkdir(exist_ok=True)
        opened.screenshot(path=FAILURES / f"{request.node.name}.png", full_page=True)


def asked(page: "Page", address: str, question: str, number: int = 1) -> None:
    """Opens the answer to a question, the browser's first or that of another number."""
    page.goto(f"{address}/?{urlencode({'q': question})}")
    page.get_by_text(f"Asked so far ({number})").wait_for()
