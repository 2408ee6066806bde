"""Texts a second at several batch sizes: python -m benchmarks.batches CORPUS.jsonl

The file is a BEIR corpus: a JSON object a line, with "title" and "text".
"""

import argparse
import json
import time
from pathlib import Path

from index.models.sentence_transformer import SentenceTransformerEncoder

_SIZES = (4, 8, 16, 32, 64)
_TEXTS = 256


def main() -> None:
    """Prints the rows of benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batches")
    parser.add_argument("corpus", type=Path)
    lines = parser.parse_args().corpus.read_text(encoding="utf-8").splitlines()[:_TEXTS]
    texts = [f"{each['title']} {each['text']}" for each in map(json.loads, lines)]
    encoder = SentenceTransformerEncoder()
    encoder.encode(texts[:16])
    print("| batch | " + " | ".join(map(str, _SIZES)) + " |")
    print("|" + " --- |" * (len(_SIZES) + 1))
    for name, length in (("whole abstracts", None), ("their first 600 characters", 600)):
        speeds = [_speed(encoder, [text[:length] for text in texts], size) for size in _SIZES]
        print(f"| {name} | " + " | ".join(f"{speed:.1f}" for speed in speeds) + " |", flush=True)


def _speed(encoder: SentenceTransformerEncoder, texts: list[str], size: int) -> float:
    encoder.batch_size = size
    started = time.perf_counter()
    encoder.encode(texts)
    return len(texts) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
