"""An answer with its passages encoded ahead, and without: python -m benchmarks.prepared [FOLDER]"""

import argparse
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evaluate.own import read_questions
from evaluate.runs import spread
from index import Library
from index.models.late import OnnxLateInteraction
from index.models.named import encoder_named
from index.models.reader import OnnxReader
from index.models.reranker import OnnxReranker
from index.store.tokens import token_bytes
from ingest.build import build

_QUESTIONS = Path(__file__).parent.parent / "evaluate" / "questions" / "corpus.jsonl"


@dataclass
class _Taken:
    """Milliseconds of each question, by the clock and of processors."""

    clock: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)

    def ask(self, library: Library, question: str) -> None:
        started, used = time.perf_counter(), time.process_time()
        library.ask(question)
        self.clock.append(1000 * (time.perf_counter() - started))
        self.processors.append(1000 * (time.process_time() - used))


def main() -> None:
    """Prints the rows of benchmarks/README.md; each question is asked both ways, in turn."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prepared")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("corpus"))
    parser.add_argument("--questions", type=Path, default=_QUESTIONS, metavar="FILE")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="questions to ask")
    options = parser.parse_args()
    encoder, reranker, reader = encoder_named(), OnnxReranker(), OnnxReader()
    with tempfile.TemporaryDirectory() as temporary:
        index, late = Path(temporary, "index"), OnnxLateInteraction()
        build([options.folder], index, encoder=encoder)
        without = Library.open(index, encoder, reranker, late, reader=reader)
        ahead = Library.open(index, encoder, reranker, reader=reader)
        without.load()
        ahead.load()
        started, used = time.perf_counter(), time.process_time()
        *_, prepared = ahead.prepare()
        clock, processors = time.perf_counter() - started, time.process_time() - used
        print(
            f"{prepared.done:,} passages prepared in {clock:.1f} s, {processors:.1f} s of "
            f"processors; {token_bytes(index) / prepared.done / 1000:.1f} kB a passage"
        )
        rows = {"encoded for the question": _Taken(), "encoded ahead": _Taken()}
        for question in spread(read_questions(options.questions), options.limit):
            late.forget()
            for taken, library in zip(rows.values(), (without, ahead), strict=True):
                taken.ask(library, question.text)
    print("| passages | p50 ms | p95 ms | of processors, p50 ms |")
    print("| --- | --- | --- | --- |")
    for name, taken in rows.items():
        middle, most = np.percentile(taken.clock, [50, 95])
        used_up = np.median(taken.processors)
        print(f"| {name} | {middle:,.0f} | {most:,.0f} | {used_up:,.0f} |")


if __name__ == "__main__":
    main()
