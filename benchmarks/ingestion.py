"""Times a whole build beside the bare encoder: python -m benchmarks.ingestion FOLDER

Every 1,024 passages the same texts are also given to `SentenceTransformer.encode` with its own
defaults, so that both meet the same load of a shared machine. Their time is taken off the build's.
"""

import argparse
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.arrays import Vectors
from index.library import Library
from index.models.minilm import MiniLmEncoder
from index.models.sentence_transformer import SentenceTransformerEncoder
from ingest.build import Report, build
from ingest.progress import Progress

_ROUND = 1024


class PairedEncoder(MiniLmEncoder):
    """The default encoder, which times the bare library on the texts that it is given.

    bare_seconds: spent in the bare library's encode
    """

    def __init__(self) -> None:
        super().__init__()
        self.bare_seconds = 0.0
        self._bare = SentenceTransformerEncoder()
        self._waiting: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = super().encode(texts)
        self._waiting += texts
        if len(self._waiting) >= _ROUND:
            self.time_bare()
        return vectors

    def time_bare(self) -> None:
        """Gives the bare library what it has not had yet."""
        started = time.perf_counter()
        self._bare.loaded().encode(self._waiting, show_progress_bar=False)
        self.bare_seconds += time.perf_counter() - started
        self._waiting.clear()


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds for the build without the bare encoder's, for that alone, and for doing nothing."""

    report: Report
    build_seconds: float
    bare_seconds: float
    again_seconds: float
    index_bytes: int
    peak_bytes: int


def measure(folder: Path) -> Result:
    """Builds an index of `folder` in a temporary place, then again with nothing changed."""
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary, "index")
        encoder = PairedEncoder()
        encoder.encode(["so that the model is loaded"])
        encoder.time_bare()
        encoder.bare_seconds = 0.0
        started = time.perf_counter()
        report = build([folder], index, encoder=encoder, watch=_watch)
        build_seconds = time.perf_counter() - started - encoder.bare_seconds
        encoder.time_bare()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        started = time.perf_counter()
        build([folder], index)
        again = time.perf_counter() - started
        info = Library.open(index).info()
        size = info.catalog_bytes + info.cache_bytes
        return Result(report, build_seconds, encoder.bare_seconds, again, size, peak)


def main() -> None:
    """Prints one row for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingestion")
    parser.add_argument("folder", type=Path)
    result = measure(parser.parse_args().folder)
    embedded = result.report.embedded
    columns = {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "documents": f"{result.report.added:,}",
        "passages": f"{result.report.passages:,}",
        "embedded": f"{embedded:,}",
        "build s": f"{result.build_seconds:.1f}",
        "passages/s": f"{embedded / result.build_seconds:.1f}",
        "bare encode, passages/s": f"{embedded / result.bare_seconds:.1f}",
        "ratio": f"{result.bare_seconds / result.build_seconds:.3f}",
        "nothing changed s": f"{result.again_seconds:.2f}",
        "share of first": f"{100 * result.again_seconds / result.build_seconds:.2f} %",
        "index MB": f"{result.index_bytes / 1e6:.1f}",
        "peak memory MB": f"{result.peak_bytes / 1e6:.0f}",
    }
    print("| " + " | ".join(columns) + " |")
    print("|" + " --- |" * len(columns))
    print("| " + " | ".join(columns.values()) + " |")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.processor()


def _watch(progress: Progress) -> None:
    print(f"\r{progress.stage} {progress.words}   ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
