"""A person asks in a real browser, over the real model."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import Write

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.model]

ROOT = Path(__file__).parent.parent
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
FOCUSED = """(() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.textContent;
})()"""
TEXT = (
    "# Notes\n\n## The frame\n\nSessions last fifty minutes. "
    "They are held once a week.\n\n## Fees\n\n<img src=x onerror=\"document.title='hacked'\"> "
    "and **stars** and $x^2$ are only text. Nobody pays in advance.\n"
)


@pytest.fixture(scope="module")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("continuous integration must have Chromium; .ci/run installs it")
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return path


@pytest.fixture
def address(write: Write, index: Path) -> Iterator[str]:
    """The page, served over an index of TEXT as `make app` serves it."""
    folder = write({"notes.md": TEXT})
    subprocess.run(
        [sys.executable, "-m", "ingest", str(folder), "--index", str(index)], cwd=ROOT, check=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen([*command, "--", "--index", str(index)], cwd=ROOT)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/_stcore/health")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(240):
        try:
            with urlopen(url):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"{url} did not answer within a minute")


def test_a_question_is_answered_with_a_marked_quotation_and_can_be_shared(
    chromium: str, address: str
) -> None:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS.split())
        page = browser.new_page()
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.goto(address)
        box = page.get_by_label("Ask the documents")
        box.fill("How long does a session last?", timeout=60_000)
        box.press("Enter")
        mark = page.locator(".quoth.answer mark")
        mark.wait_for(timeout=60_000)
        assert mark.inner_text() == "Sessions last fifty minutes."
        citation = page.locator(".quoth.answer .citation").inner_text()
        assert citation == "notes.md › The frame, characters 23–78"
        page.get_by_text("Surrounding text").first.click()
        page.locator("details .around").first.wait_for()

        fees = page.locator("figure.quoth > p", has_text="Nobody pays").inner_text()
        assert fees.startswith("<img src=x onerror=\"document.title='hacked'\"> and **stars**")
        assert page.title() == "Quoth"

        shared = page.url
        assert re.search(r"\?q=How[+%]", shared)
        other = browser.new_page()
        other.goto(shared)
        again = other.locator(".quoth.answer mark")
        again.wait_for(timeout=60_000)
        assert again.inner_text() == "Sessions last fifty minutes."

        assert {url.split("/")[2] for url in requested} == {address.removeprefix("http://")}
        browser.close()


def test_a_citation_opens_the_document_there_and_the_way_back_leads_to_the_answer(
    chromium: str, address: str
) -> None:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS.split())
        page = browser.new_page()
        page.goto(f"{address}/?q=How long does a session last?")
        page.locator(".quoth.answer .citation a").click(timeout=60_000)
        mark = page.locator(".quoth.document mark")
        mark.wait_for(timeout=60_000)
        assert mark.inner_text() == "Sessions last fifty minutes."
        assert "document=notes.md&start=23&end=51" in page.url
        page.go_back()
        again = page.locator(".quoth.answer mark")
        again.wait_for(timeout=60_000)
        assert again.inner_text() == "Sessions last fifty minutes."
        browser.close()


def test_it_can_be_used_with_the_keyboard_alone_and_the_quotation_copied(
    chromium: str, address: str
) -> None:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS.split())
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(address)
        page.wait_for_function(
            "document.activeElement.ariaLabel === 'Ask the documents'", timeout=60_000
        )
        page.keyboard.type("How long does a session last?")
        page.keyboard.press("Enter")
        page.get_by_text("Asked so far (1)").wait_for(timeout=60_000)
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate(FOCUSED) == "Copy quotation":
                break
        page.keyboard.press("Enter")
        page.get_by_text("Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == (
            "“Sessions last fifty minutes.”\n— notes.md › The frame, characters 23–78"
        )
        browser.close()
