"""Times a whole build beside the encoder alone: python -m benchmarks.ingestion FOLDER

Each round is a whole `python -m ingest` by this checkout, by another (`--against CHECKOUT`), then
the same texts by the encoder alone and by `SentenceTransformer.encode` with its own defaults, in
turns, so that all meet the same load of a shared machine. At last a build with nothing changed.
"""

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.checkouts import ROOT, add_against, checkouts
from benchmarks.updates import processor_seconds
from index.library import Library
from index.models.encoder import Encoder
from index.models.named import encoder_named
from index.models.sentence_transformer import SentenceTransformerEncoder
from index.store.catalog import Catalog

_BARE = 128  # texts for the bare library, evenly spread


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the clock and of processors, for so many passages."""

    clock: float
    processors: float
    passages: int


def built(folder: Path, index: Path, checkout: Path) -> Taken:
    """A build by a checkout: the clock without the start of Python, the processors' with it."""
    before = processor_seconds()
    command = [sys.executable, "-m", "ingest", str(folder.absolute()), "--index", str(index)]
    done = subprocess.run(
        [*command, "--json"], cwd=checkout, check=True, capture_output=True, text=True
    )
    report = json.loads(done.stdout)
    return Taken(report["seconds"], processor_seconds() - before, report["embedded"])


def encoded(encode: Callable[[list[str]], object], texts: Sequence[str]) -> Taken:
    """All texts at once."""
    started, used = time.perf_counter(), time.process_time()
    encode(list(texts))
    return Taken(time.perf_counter() - started, time.process_time() - used, len(texts))


def texts_of(index: Path) -> list[str]:
    """What the encoder saw, each text once, longest first."""
    with Catalog.open(index) as catalog, catalog.snapshot():
        return sorted({each.text for each in catalog.embedded_texts()}, key=len, reverse=True)


def measure(
    folder: Path, trees: Sequence[Path], rounds: int, index: Path
) -> dict[str, list[Taken]]:
    """What each round took, by name; the last of the indexes stays in `index`."""
    encoder: Encoder = encoder_named()
    bare = SentenceTransformerEncoder().loaded()
    taken: dict[str, list[Taken]] = {}

    def note(name: str, its: Taken) -> None:
        taken.setdefault(name, []).append(its)
        print(f"{name}: {its.clock:.1f} s, of processors {its.processors:.1f} s", file=sys.stderr)

    for number in range(rounds):
        for checkout in trees:
            place = index / f"{number} {trees.index(checkout)}"
            note(f"build by {checkout}", built(folder, place, checkout))
        texts = texts_of(place)
        if not number:
            encoder.encode(texts[:4])  # so that they are loaded
            bare.encode(texts[:4], show_progress_bar=False)
        note("encoder alone", encoded(encoder.encode, texts))
        some = texts[:: max(1, len(texts) // _BARE)]
        note("bare encode", encoded(lambda its: bare.encode(its, show_progress_bar=False), some))
    return taken


def main() -> None:
    """Prints tables for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingestion")
    parser.add_argument("folder", type=Path)
    add_against(parser)
    parser.add_argument("--rounds", type=int, default=1, metavar="N")
    options = parser.parse_args()
    trees = checkouts(options.against)
    with tempfile.TemporaryDirectory() as temporary:
        taken = measure(options.folder, trees, options.rounds, Path(temporary))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        first = Path(temporary, "0 0")
        again = built(options.folder, first, ROOT)
        info = Library.open(first).info()
    print(f"{datetime.now(UTC).date().isoformat()}, {_processor()}")
    print("| | passages | s by the clock | of processors | passages/s | of the encoder's time |")
    print("| --- | --- | --- | --- | --- | --- |")
    alone = _speed(taken["encoder alone"])
    for name, rounds in taken.items():
        clock = statistics.median(each.clock for each in rounds)
        processors = statistics.median(each.processors for each in rounds)
        print(
            f"| {name} | {rounds[0].passages:,} | {clock:.1f} | {processors:.1f} "
            f"| {_speed(rounds):.1f} | {alone / _speed(rounds):.2f} |"
        )
    size = info.catalog_bytes + info.cache_bytes
    print(
        f"{info.counts.documents:,} documents; nothing changed: {again.clock:.2f} s; index "
        f"{size / 1e6:.1f} MB; the largest process {peak / 1e6:.0f} MB"
    )


def _speed(rounds: Sequence[Taken]) -> float:
    """Passages a second by the clock, over all rounds."""
    return sum(each.passages for each in rounds) / sum(each.clock for each in rounds)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.processor()


if __name__ == "__main__":
    main()
