"""Times the readers, format by format: python -m benchmarks.reading FOLDER [--against CHECKOUT]

The same files are read by this tree's readers and by those of another checkout, a file by the one
and at once by the other, in processes of their own, so that both meet the same load of a shared
machine. Of each file the best of several rounds counts, in seconds of the processor.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.checkouts import ROOT, add_against
from ingest.readers import READERS

_CHILD = """
import json, sys, time
from pathlib import Path
from ingest.readers import reader_for
for line in sys.stdin:
    path = Path(json.loads(line))
    data, read = path.read_bytes(), reader_for(path.name).read
    started = time.process_time()
    try:
        pages = len(read(path.name, data).pages)
    except Exception:
        pages = None
    print(json.dumps([time.process_time() - started, pages]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How fast the files of one format are read.

    refused: of the files, those that this tree's reader does not take
    pages:   of the others; 1 for each file of a format without pages
    against: the other checkout's time over this one's; None without another
    """

    format: str
    files: int
    refused: int
    pages: int
    megabytes: float
    ms_a_page: float
    megabytes_a_second: float
    against: float | None


@dataclass(frozen=True, slots=True)
class _Timed:
    """One file: pages are None where it was refused."""

    path: Path
    pages: int | None
    seconds: float
    other_seconds: float | None


class _Checkout:
    """The readers of a checkout, in a process of their own."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CHILD],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def read(self, path: Path) -> tuple[float, int | None]:
        """Seconds, and pages; None where the file is refused."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the process has no pipes")
        line = ""
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(str(path.absolute())) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"The process that reads has ended, over {path}.")
        seconds, pages = json.loads(line)
        return seconds, pages


def measure(folder: Path, against: Path | None, rounds: int) -> Iterator[Reading]:
    """A row for each format in the folder."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in READERS)
    by_format: defaultdict[str, list[Path]] = defaultdict(list)
    for path in files:
        by_format[READERS[path.suffix.lower()].name].append(path)
    with _Checkout(ROOT) as own, _Checkout(against or ROOT) as other:
        for name, paths in sorted(by_format.items()):
            own.read(paths[0])  # so that the libraries are loaded
            other.read(paths[0])
            timed = [_time(path, own, other if against else None, rounds) for path in paths]
            yield _summed(name, timed)


def _time(path: Path, own: _Checkout, other: _Checkout | None, rounds: int) -> _Timed:
    seconds, others = [], []
    pages = None
    for _ in range(rounds):
        taken, pages = own.read(path)
        seconds.append(taken)
        if other is not None:
            others.append(other.read(path)[0])
    return _Timed(path, pages, min(seconds), min(others) if others else None)


def _summed(name: str, timed: Sequence[_Timed]) -> Reading:
    read = [each for each in timed if each.pages is not None]
    seconds = sum(each.seconds for each in read) or 1e-9
    pages = sum(each.pages or 1 for each in read)
    megabytes = sum(each.path.stat().st_size for each in read) / 1e6
    others = [each.other_seconds for each in read if each.other_seconds is not None]
    return Reading(
        format=name,
        files=len(timed),
        refused=len(timed) - len(read),
        pages=pages,
        megabytes=round(megabytes, 2),
        ms_a_page=round(1000 * seconds / max(1, pages), 2),
        megabytes_a_second=round(megabytes / seconds, 2),
        against=round(sum(others) / seconds, 2) if others else None,
    )


def main() -> None:
    """Prints the rows of benchmarks/README.md, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading")
    parser.add_argument("folder", type=Path, help="documents of any formats")
    add_against(parser)
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    rows = []
    for row in measure(options.folder, options.against, options.rounds):
        print(f"… {row.format}", file=sys.stderr, flush=True)
        rows.append(row)
    print(json.dumps([asdict(row) for row in rows], indent=1) if options.json else _table(rows))


def _table(rows: Sequence[Reading]) -> str:
    head = "format|files|pages|MB|ms a page|MB a second|speed, the other's being 1".split("|")
    lines = [head, ["---"] * len(head)]
    for row in rows:
        against = "–" if row.against is None else f"{row.against:.2f}"
        counts = [row.format, f"{row.files:,}", f"{row.pages:,}", f"{row.megabytes:.2f}"]
        speeds = [f"{row.ms_a_page:.2f}", f"{row.megabytes_a_second:.2f}", against]
        lines.append([*counts, *speeds])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
