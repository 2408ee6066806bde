"""Reads the files that were made and holds each against its truth; a row a format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from evaluate.formats.measure import Failure, Row, compared, summed
from evaluate.formats.truth import Truth, read_truths
from index.errors import QuothError
from index.store.catalog import Stamp
from index.store.folders import File
from ingest.documents import Document, Unreadable
from ingest.progress import Progress, Watcher
from ingest.readers import reader_for
from ingest.reading import ReadingLimits, ReadingProcess

_LIMITS = ReadingLimits(60, 2000)


@dataclass(frozen=True, slots=True)
class Checked:
    """A format's row, and what went wrong in it."""

    row: Row
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All formats, as `--json` keeps them."""

    machine: str
    date: str
    formats: tuple[Checked, ...]


def check(folder: Path, names: Sequence[str], watch: Watcher) -> Iterator[Checked]:
    """Raises QuothError for a format without files, and for a file that is not there."""
    with ReadingProcess(_LIMITS) as process:
        for number, name in enumerate(names):
            truths = read_truths(folder / name)
            tallies = []
            for place, truth in enumerate(truths):
                words = f"{name}, {place} of {len(truths)}"
                done = number * len(truths) + place
                watch(Progress("Checking", done, len(names) * len(truths), words))
                path = folder / name / truth.file
                tallies.append(compared(truth, _read(path, truth, process)))
            failures = tuple(failure for tally in tallies for failure in tally.failures)
            row = summed(name, tallies)
            yield Checked(row, tuple(each for each in failures if _counts(each, row)))
    watch(Progress("Checking", 1, 1, "done"))


def _counts(failure: Failure, row: Row) -> bool:
    """Whether it is of something that the format has."""
    return failure.measure != "headed" or row.headed is not None


def _read(path: Path, truth: Truth, process: ReadingProcess) -> Document:
    """The file as it is read; a document without text where its reader refuses it."""
    reader = reader_for(path.name)
    if reader is None or not path.is_file():
        raise QuothError(f"{path} is not there, or has no reader.")
    try:
        return process.read(File(path.name, path.resolve(), Stamp(0, 0)), reader).document
    except Unreadable as reason:
        return Document(truth.file, None, "", "", (), (), remark=str(reason))


def write_findings(findings: Findings, path: Path) -> None:
    """Raises QuothError when the file cannot be written."""
    try:
        path.write_bytes(TypeAdapter(Findings).dump_json(findings, indent=1))
    except OSError as error:
        raise QuothError(f"{path} cannot be written: {error.strerror}.") from error
