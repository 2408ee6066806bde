"""Milliseconds a text of each packaged model: python -m benchmarks.models [FOLDER]"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index import Library
from index.answering.mark import text_of
from index.answering.search import as_searched
from index.models.bge import NAME as BGE
from index.models.late import OnnxLateInteraction
from index.models.named import encoder_named
from index.models.reranker import OnnxReranker
from index.models.sentence_transformer import SentenceTransformerEncoder
from ingest.build import build

_QUESTION = "What is the aim of the treatment?"
_PASSAGES = 60
_ROUNDS = 3


def main() -> None:
    """Prints the rows of benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.models")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("corpus"))
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as temporary:
        build([folder], Path(temporary, "index"))
        hits = Library.open(Path(temporary, "index")).search(_QUESTION, _PASSAGES, "hybrid")
    passages = [hit.passage for hit in hits]
    texts = [as_searched(each) for each in passages]
    sentences = [text_of(each, span) for each in passages for span in each.sentences]
    encoder, bge, by_torch = encoder_named(), encoder_named(BGE), SentenceTransformerEncoder()
    reranker, model = OnnxReranker(), OnnxLateInteraction()

    def late(some: Sequence[str]) -> object:
        model.forget()
        return model.score(_QUESTION, some)

    print(f"{len(texts)} passages, {len(sentences)} sentences")
    print("| model | ms a passage | of processors | ms a sentence | of processors |")
    print("| --- | --- | --- | --- | --- |")
    for name, run in (
        ("all-MiniLM-L6-v2, encoder (single precision)", encoder.encode),
        ("the same by sentence-transformers (PyTorch)", by_torch.encode),
        ("bge-small-en-v1.5, encoder (eight-bit)", bge.encode),
        ("answerai-colbert-small-v1, late interaction", late),
        ("ms-marco-MiniLM-L-12-v2, cross-encoder", lambda some: reranker.score(_QUESTION, some)),
    ):
        print(f"| {name} | {_time(run, texts)} | {_time(run, sentences)} |", flush=True)


def _time(run: Callable[[list[str]], object], texts: list[str]) -> str:
    """The best of several rounds, in milliseconds a text, by the clock and of processors."""
    run(texts[:4])  # to warm up
    clock, processors = [], []
    for _ in range(_ROUNDS):
        started, used = time.perf_counter(), time.process_time()
        run(texts)
        clock.append(time.perf_counter() - started)
        processors.append(time.process_time() - used)
    return " | ".join(f"{1000 * min(each) / len(texts):.1f}" for each in (clock, processors))


if __name__ == "__main__":
    main()
