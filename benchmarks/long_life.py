"""Whether a long life costs anything: python -m benchmarks.long_life FOLDER [--limit N]

One process asks 3,000 questions of an index of the folder's copy and builds it anew 50 times in
between; then `python -m ingest --watch` follows 1,000 changes. After each tenth of that: memory,
descriptors and children of the process, and what the index takes on disk. All should be flat after
the first tenth. Linux only (it reads /proc).
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import cycle, islice
from pathlib import Path

from index import Library
from index.models.encoder import Encoder
from index.models.named import encoder_named
from index.store.catalog import Catalog
from ingest.build import Choices, build

QUESTIONS = Path(__file__).parent.parent / "evaluate" / "questions" / "corpus.jsonl"
_QUESTIONS, _REBUILDS, _CHANGES = 3000, 50, 1000
_LONGEST = 120  # seconds for one change to be followed
_SETTLED = 2  # seconds after which a build has been tidied up


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process takes, with its index.

    memory:      resident, in MB
    descriptors: open files, sockets and the like
    children:    processes that it has started and that are still there
    disk:        the index folder, in MB
    """

    memory: float
    descriptors: int
    children: int
    disk: float


def sampled(process: int, index: Path) -> Sample:
    """Of a running process, by its id."""
    proc = Path("/proc", str(process))
    pages = int((proc / "statm").read_text().split()[1])
    children = [path.read_text().split() for path in proc.glob("task/*/children")]
    return Sample(
        memory=pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        descriptors=len(list((proc / "fd").iterdir())),
        children=sum(map(len, children)),
        disk=sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6,
    )


def asked(
    library: Library, encoder: Encoder, folder: Path, questions: Sequence[str], rebuilds: int
) -> Iterator[Sample]:
    """Asks them all, building anew as often in between; a sample after each tenth."""
    between, tenth = max(1, len(questions) // rebuilds), max(1, len(questions) // 10)
    for number, question in enumerate(questions, 1):
        library.ask(question)
        if number % between == 0:
            build([folder], library.folder, Choices(rebuild=True), encoder)
        if number % tenth == 0:
            yield sampled(os.getpid(), library.folder)


def watched(folder: Path, index: Path, changes: int) -> Iterator[Sample]:
    """Has `python -m ingest --watch` follow so many changes; a sample of it after each tenth."""
    command = [sys.executable, "-m", "ingest", str(folder), "--index", str(index), "--watch"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for number in range(1, changes + 1):
            before = _build(index)
            change(folder, number)
            _wait(index, before, process)
            if number % max(1, changes // 10) == 0:
                time.sleep(_SETTLED)
                yield sampled(process.pid, index)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=_LONGEST)


def change(folder: Path, number: int) -> None:
    """In turns a new file, other words in it, and the file gone again."""
    file = folder / "changing.txt"
    if number % 3 == 0:
        file.unlink()
    else:
        file.write_text(f"Change {number} says that grief takes {number} days.", encoding="utf-8")


def _build(index: Path) -> int:
    with Catalog.open(index) as catalog, catalog.snapshot() as found:
        return found.number


def _wait(index: Path, before: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _LONGEST
    while _build(index) == before:
        if process.poll() is not None or time.monotonic() > until:
            sys.exit(f"python -m ingest --watch did not follow the change after build {before}.")
        time.sleep(0.1)


def table(samples: Sequence[Sample], steps: int) -> str:
    """A row after each tenth of the steps, and what the last has more than the first."""
    rows = ["| after | memory, MB | descriptors | children | disk, MB |", "|" + " --- |" * 5]
    for number, sample in enumerate(samples, 1):
        memory, descriptors, children, disk = astuple(sample)
        after = round(steps * number / len(samples))
        rows.append(f"| {after:,} | {memory:,.0f} | {descriptors} | {children} | {disk:,.1f} |")
    first, last = samples[0], samples[-1]
    rows.append(
        f"| since the first | {last.memory / first.memory:.2f} times "
        f"| {last.descriptors - first.descriptors:+} | {last.children - first.children:+} "
        f"| {last.disk / first.disk:.2f} times |"
    )
    return "\n".join(rows)


def main() -> None:
    """Prints two tables for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_life")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=_QUESTIONS, metavar="N", help="N questions")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
    share = min(1.0, options.limit / _QUESTIONS)
    rebuilds, changes = max(1, round(_REBUILDS * share)), max(10, round(_CHANGES * share))
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory() as temporary:
        folder, index = Path(temporary, "documents"), Path(temporary, "index")
        shutil.copytree(options.folder, folder)
        encoder = encoder_named()
        build([folder], index, encoder=encoder)
        library = Library.open(index, encoder)
        all_asked = list(islice(cycle(questions), options.limit))
        samples = list(asked(library, encoder, folder, all_asked, rebuilds))
        print(f"{len(all_asked):,} questions, {rebuilds} builds anew\n")
        print(table(samples, len(all_asked)), "\n", flush=True)
        samples = list(watched(folder, index, changes))
        print(f"{changes:,} watched changes\n\n{table(samples, changes)}")


if __name__ == "__main__":
    main()
