"""A question from a cold process: python -m benchmarks.cold FOLDER [--against CHECKOUT] [--busy N]

Builds an index of the folder, then starts `python -m index ask` anew for each question, by this
checkout and at once by another, so that both meet the same load of a shared machine. `--busy` puts
so many processes beside them that only count.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.checkouts import add_against, built, checkouts, questions
from benchmarks.updates import processor_seconds


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a command: by the clock, and of processors."""

    clock: float
    processors: float


def asked(question: str, index: Path, checkout: Path) -> Taken:
    """What one question takes, the start of Python included."""
    before, started = processor_seconds(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "index", "ask", question, "--index", str(index.absolute())],
        cwd=checkout,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Taken(time.perf_counter() - started, processor_seconds() - before)


@contextmanager
def busy(number: int) -> Iterator[None]:
    """So many processes that count, while the block runs."""
    code = "while True: pass"
    counting = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(number)]
    try:
        yield
    finally:
        for each in counting:
            each.kill()
            each.wait()


def median(taken: Sequence[Taken]) -> Taken:
    """Of the clock and of processors, each for itself."""
    return Taken(
        statistics.median(each.clock for each in taken),
        statistics.median(each.processors for each in taken),
    )


def main() -> None:
    """Prints rows for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold")
    parser.add_argument("folder", type=Path)
    add_against(parser)
    parser.add_argument("--busy", type=int, default=0, metavar="N")
    parser.add_argument("--questions", type=int, default=5, metavar="N")
    options = parser.parse_args()
    trees, some = checkouts(options.against), questions()[: options.questions]
    with tempfile.TemporaryDirectory() as temporary, busy(options.busy):
        index = built(options.folder, Path(temporary, "index"))
        taken = [[asked(each, index, tree) for tree in trees] for each in some]
    print("| checkout | s by the clock | s of processors |\n| --- | --- | --- |")
    for tree, its in zip(trees, zip(*taken, strict=True), strict=True):
        middle = median(its)
        print(f"| {tree} | {middle.clock:.2f} | {middle.processors:.2f} |")


if __name__ == "__main__":
    main()
