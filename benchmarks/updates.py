"""What a second build costs when 1 % of the files were edited: python -m benchmarks.updates FOLDER

The folder is copied; both builds are whole runs of `python -m ingest`, loading the model included.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_EVERY = 100
_ADDED = "\n\nThis paragraph was added when the page was looked through again.\n"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `python -m ingest`: its report, and seconds by the clock and of processors."""

    report: dict[str, object]
    wall: float
    processors: float


def ingest(folder: Path, index: Path) -> Run:
    """Runs it and waits."""
    command = [sys.executable, "-m", "ingest", str(folder), "--index", str(index), "--json"]
    before, started = processor_seconds(), time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    wall = time.perf_counter() - started
    return Run(json.loads(done.stdout), wall, processor_seconds() - before)


def processor_seconds() -> float:
    """Of all child processes that have ended, their own included."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def edit(folder: Path) -> tuple[int, int]:
    """Adds a paragraph to every 100th text file and renames its neighbour; how many of each."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt"))
    edited, renamed = files[::_EVERY], files[1::_EVERY]
    for path in edited:
        path.write_text(path.read_text(encoding="utf-8") + _ADDED, encoding="utf-8")
    for path in renamed:
        path.rename(path.with_stem(path.stem + "-renamed"))
    return len(edited), len(renamed)


def main() -> None:
    """Prints a table for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.updates")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder, index = Path(temporary, "documents"), Path(temporary, "index")
        shutil.copytree(options.folder, folder)
        first = ingest(folder, index)
        edited, renamed = edit(folder)
        second = ingest(folder, index)
    print("| build | passages | embedded | s by the clock | s of processors |")
    print("| --- | --- | --- | --- | --- |")
    for name, run in (("first", first), (f"{edited} edited, {renamed} renamed", second)):
        print(
            f"| {name} | {run.report['passages']:,} | {run.report['embedded']:,} | {run.wall:,.1f} "
            f"| {run.processors:,.1f} |"
        )
    print(
        f"| of the first | | | {100 * second.wall / first.wall:.2f} % "
        f"| {100 * second.processors / first.processors:.2f} % |"
    )


if __name__ == "__main__":
    main()
