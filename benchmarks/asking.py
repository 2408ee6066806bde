"""Many people asking at once: python -m benchmarks.asking FOLDER [--against CHECKOUT]

Serves the pages over an index of the folder, then measures, from Enter: when the first passages
and when the answer stand there, for one person and for ten at once, in Chromium and by clients
that draw nothing; and the memory as a thousand questions are asked. Another checkout serves an
index of its own beside it, and they are asked in turns, some questions at a time; the memory is
then left out. Needs Chromium and playwright (requirements-dev.txt).
"""

import argparse
import asyncio
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

from benchmarks.checkouts import ROOT, add_against, built, checkouts
from benchmarks.checkouts import questions as our_questions
from benchmarks.client import session

if TYPE_CHECKING:
    from playwright.async_api import Page

_PAUSE = 0.3  # seconds between an answer and the next question
_TURN = 5  # questions, after which another checkout is asked
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_TIMER = """(question) => new Promise((resolve) => {
  const box = document.querySelector('textarea[aria-label="Ask the documents"]');
  const times = {};
  const started = performance.now();
  const before = document.querySelector(".quoth.answer, .quoth.notice")?.textContent;
  const look = () => {
    const now = performance.now() - started;
    const shown = document.querySelector(".quoth.answer, .quoth.notice");
    const pending = document.querySelector(".quoth.pending");
    if (!times.first && pending) times.first = now;
    if (shown && !pending && (times.first || shown.textContent !== before)) {
      times.answer = now;
      observer.disconnect();
      resolve(times);
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => { observer.disconnect(); resolve(times); }, 30000);
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  box.focus();
  set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
})"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds from Enter to the first passages and to the answer; None where not seen."""

    first: float | None
    answer: float | None


@contextmanager
def served(
    index: Path,
    *options: str,
    port: int = 0,
    flags: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    checkout: Path = ROOT,
) -> Iterator[tuple[str, int]]:
    """The address and the process of the pages over an index, while the block runs.

    `options` are app.py's, `flags` Streamlit's; without a port, a free one is taken, and without an
    environment this process's is passed on; the pages are those of `checkout`. Raises TimeoutError
    when nothing answers within a minute.
    """
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(
        [*command, *flags, "--", "--index", str(index), *options],
        cwd=checkout,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health")
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(1200):
        try:
            urlopen(url).close()
        except HTTPError:
            return  # it answers, if only that one may not come in
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{url} did not answer within a minute")


def turns(questions: Sequence[str], people: int) -> list[list[str]]:
    """All of the questions for each person, beginning at another one."""
    return [[*questions[person:], *questions[:person]] for person in range(people)]


async def ask_in_browsers(address: str, questions: Sequence[str], people: int) -> list[Times]:
    """Each person asks all of the questions, a moment after the last answer."""
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS.split()
        )
        pages = [await (await browser.new_context()).new_page() for _ in range(people)]
        for page in pages:
            await page.goto(address)
            await page.get_by_text("Quoth searches").wait_for(timeout=120_000)
        asking = zip(pages, turns(questions, people), strict=True)
        of_each = await asyncio.gather(*(_ask_all(page, theirs) for page, theirs in asking))
        await browser.close()
    return [times for of_one in of_each for times in of_one]


async def _ask_all(page: "Page", questions: Sequence[str]) -> list[Times]:
    times = []
    for question in questions:
        await page.get_by_label("Ask the documents").wait_for()
        await asyncio.sleep(_PAUSE)
        seen = await page.evaluate(_TIMER, question)
        times.append(Times(seen.get("first"), seen.get("answer")))
    return times


async def ask_as_clients(address: str, questions: Sequence[str], people: int) -> list[Times]:
    """The same without drawing the pages, which on one machine takes more than making them."""
    of_each = await asyncio.gather(
        *(_ask_as_client(address, theirs) for theirs in turns(questions, people))
    )
    return [times for of_one in of_each for times in of_one]


async def _ask_as_client(address: str, questions: Sequence[str]) -> list[Times]:
    times = []
    async with session(address) as person:
        for question in questions:
            await asyncio.sleep(_PAUSE)
            seen = await person.ask(question)
            times.append(Times(seen.first, seen.answer))
    return times


Ask = Callable[[str, Sequence[str], int], Awaitable[list[Times]]]


def in_turns(
    ask: Ask, addresses: Sequence[str], questions: Sequence[str], people: int
) -> list[list[Times]]:
    """What the same questions bring at each address: some of them here, then there, and so on."""
    size = _TURN if len(addresses) > 1 else len(questions)
    seen: list[list[Times]] = [[] for _ in addresses]
    for first in range(0, len(questions), size):
        for times, address in zip(seen, addresses, strict=True):
            times += asyncio.run(_awaited(ask(address, questions[first : first + size], people)))
    return seen


async def _awaited(times: Awaitable[list[Times]]) -> list[Times]:
    return await times


def main() -> None:
    """Prints tables for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.asking")
    parser.add_argument("folder", type=Path)
    add_against(parser)
    parser.add_argument("--questions", type=int, default=20)
    options = parser.parse_args()
    questions, trees = our_questions(), checkouts(options.against)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as servers:
        addresses, processes = [], []
        for number, tree in enumerate(trees):
            index = built(options.folder, Path(temporary, str(number)), tree)
            address, process = servers.enter_context(served(index, checkout=tree))
            addresses.append(address)
            processes.append(process)
        in_turns(ask_in_browsers, addresses, questions[:2], 1)  # loads the models
        print(
            "| | checkout | people | questions | first passages, p50 / p95 ms | "
            "answer, p50 / p95 ms |"
        )
        print("| --- | --- | --- | --- | --- | --- |")
        some = questions[2 : 2 + options.questions]
        for name, ask in (("clients", ask_as_clients), ("Chromium", ask_in_browsers)):
            for people in (1, 10):
                seen = in_turns(ask, addresses, some, people)
                for tree, times in zip(trees, seen, strict=True):
                    first = [each.first for each in times if each.first is not None]
                    answers = [each.answer for each in times if each.answer is not None]
                    row = f"{name} | {tree} | {people} | {len(times)} | {_spread(first)}"
                    print(f"| {row} | {_spread(answers)} |", flush=True)
        if not options.against:
            _memory(addresses[0], processes[0], questions)


def _spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return "–"
    cuts = statistics.quantiles(values, n=20)
    return f"{statistics.median(values):.0f} / {cuts[18]:.0f}"


def _memory(address: str, server: int, questions: Sequence[str]) -> None:
    """A thousand questions, no two the same, by ten people at a time."""
    print("\n| questions asked | memory of the server, MB |")
    print("| --- | --- |")
    for asked in range(0, 1000, 100):
        some = [f"{questions[n % len(questions)]} ({n})" for n in range(asked, asked + 100)]
        asyncio.run(_ask_apart(address, some))
        if asked in (0, 500, 900):
            print(f"| {asked + 100} | {_resident(server):,.0f} |", flush=True)


async def _ask_apart(address: str, questions: Sequence[str]) -> None:
    """Ten people, each with questions of their own."""
    await asyncio.gather(*(_ask_as_client(address, questions[n::10]) for n in range(10)))


def _resident(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()
