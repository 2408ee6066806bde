"""The default encoder beside sentence-transformers: python -m benchmarks.encoders FOLDER

The folder's passages, 32 at a time: by the encoder as it is, by sentence-transformers as an encoder
of another name is run, and by its bare `encode`, so that all meet the same load of the machine.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.cold import Taken, busy
from index import Library
from index.answering.search import as_searched
from index.models.named import encoder_named
from index.models.sentence_transformer import SentenceTransformerEncoder
from ingest.build import build

_MOST = 1000
_AT_A_TIME = 32


def main() -> None:
    """Prints rows for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encoders")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--busy", type=int, default=0, metavar="N", help="processes that count")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        build([options.folder], Path(temporary, "index"))
        sample = Library.open(Path(temporary, "index")).sample(_MOST)
    texts = [as_searched(passage) for passage, _ in sample]
    by_torch = SentenceTransformerEncoder()
    bare = by_torch.loaded()
    encoders: dict[str, Callable[[list[str]], object]] = {
        "ONNX Runtime": encoder_named().encode,
        "PyTorch, batches of 8": by_torch.encode,
        "bare `SentenceTransformer`": lambda some: bare.encode(some, show_progress_bar=False),
    }
    for encode in encoders.values():
        encode(texts[:4])  # to warm up
    with busy(options.busy):
        rounds = [
            [_time(encode, texts[first : first + _AT_A_TIME]) for encode in encoders.values()]
            for first in range(0, len(texts), _AT_A_TIME)
        ]
    print(f"{len(texts)} passages")
    print("| encoder | passages/s | passages a processor's s |\n| --- | --- | --- |")
    for name, taken in zip(encoders, zip(*rounds, strict=True), strict=True):
        clock = len(texts) / sum(each.clock for each in taken)
        processors = len(texts) / sum(each.processors for each in taken)
        print(f"| {name} | {clock:.1f} | {processors:.1f} |")


def _time(encode: Callable[[list[str]], object], texts: Sequence[str]) -> Taken:
    started, used = time.perf_counter(), time.process_time()
    encode(list(texts))
    return Taken(time.perf_counter() - started, time.process_time() - used)


if __name__ == "__main__":
    main()
