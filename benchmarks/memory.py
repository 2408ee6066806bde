"""What memory a build takes as the folder grows tenfold: python -m benchmarks.memory FOLDER

Each build runs in a process of its own, with a stand-in for the encoder that costs nothing and
holds nothing, so that what is left is what reading, splitting, storing and indexing take.
With --files N instead of a folder: that many files of one sentence each.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.arrays import Vectors
from ingest.build import build
from ingest.progress import Progress

_COPIES = 10


class NoEncoder:
    """Vectors from each text's hash; a token is a word."""

    name = "none"
    sha256 = "0" * 64
    weights_sha256 = "f" * 64
    max_tokens = 256
    one_a_core = False
    dimension = 384

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384), each of length one."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
            row[:] = np.random.default_rng(seed).standard_normal(self.dimension)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def encode_question(self, question: str) -> Vectors:
        vector: Vectors = self.encode([question])[0]
        return vector

    def token_vectors(self, text: str) -> None:
        return None

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def built(folder: Path) -> dict[str, float]:
    """Builds an index in a temporary place; peaks in MB, before and after the caches are made."""
    before: list[float] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "Indexing" and not before:
            before.append(_peak())

    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary, "index")
        report = build([folder], index, encoder=NoEncoder(), watch=watch)
        vectors = index.glob("caches-*/vectors/*.faiss")
        return {
            "documents": report.added,
            "passages": report.passages,
            "seconds": report.seconds,
            "before": before[0],
            "peak": _peak(),
            "vectors": sum(each.stat().st_size for each in vectors) / 1e6,
        }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _in_a_process(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.memory", str(folder), "--alone"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _of_tiny_files(number: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as temporary:
        for each in range(number):
            path = Path(temporary, str(each // 1000), f"{each}.txt")
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"Note {each} says that grief takes {each} days.", encoding="utf-8")
        return _in_a_process(Path(temporary))


def main() -> None:
    """Prints a table for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--files", type=int, metavar="N", help="N tiny files instead")
    parser.add_argument("--alone", action="store_true", help="only this folder, as JSON")
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(built(options.folder)))
        return
    if options.files:
        print(json.dumps(_of_tiny_files(options.files)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        files = [path for path in options.folder.rglob("*") if path.suffix in (".md", ".txt")]
        for copy in range(_COPIES):
            for number, path in enumerate(sorted(files)):
                target = Path(temporary, f"copy{copy}", f"{number}{path.suffix}")
                target.parent.mkdir(exist_ok=True)
                words = f"Copy {copy}.\n\n" if copy else ""
                text = path.read_text(encoding="utf-8").replace(". ", f". {copy}: ")
                target.write_text(text + words, encoding="utf-8")
        results = [_in_a_process(folder) for folder in (Path(temporary, "copy0"), Path(temporary))]
    print("| documents | passages | reading to embedding, MB | all, MB | vectors on disk, MB |")
    print("| --- | --- | --- | --- | --- |")
    for result in results:
        print(
            f"| {result['documents']:,} | {result['passages']:,} | {result['before']:,.0f} "
            f"| {result['peak']:,.0f} | {result['vectors']:,.0f} |"
        )
    ratio = results[1]["before"] / results[0]["before"]
    print(f"| | ten times: | {ratio:.2f} times | | |")


if __name__ == "__main__":
    main()
