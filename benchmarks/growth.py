"""How building, asking and memory grow with the index: python -m benchmarks.growth FOLDER

Indexes of 10,000, 100,000 and, with --passages, of a million passages. Their sentences are those of
the folder's Markdown documents, put together anew, four a passage; their vectors are the means of
the sentences' own, which the default encoder made, with noise, so that no day is spent embedding.
Everything else is real: files, reading, splitting, catalog, caches, asking. What asks is a process
of its own; its questions' vectors are made beforehand, so that the encoder's time is not in it.
"""

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.memory import NoEncoder
from evaluate.own import read_questions
from evaluate.result import machine, today
from index.answering.search import Mode
from index.arrays import Vectors
from index.library import Library
from index.models.named import encoder_named
from ingest.build import build
from ingest.sentences import sentences_of

QUESTIONS = Path(__file__).parent.parent / "evaluate" / "questions" / "medquad.jsonl"
_KNOWN = 6_000  # sentences that are embedded
_PASSAGES = 50  # of a document
_NOISE = 0.35  # length of what is added to a vector of length one
_UPDATED = 1_000  # documents
_SENTENCE = "Of this the registry said nothing until its {} report came out."
_ASKED = 200  # questions of one kind


class Spread(NoEncoder):
    """Vectors from those of known sentences, with noise by the text's hash; a token is a word."""

    def __init__(self, known: dict[str, Vectors]) -> None:
        self._known = known
        self.sentences = [each for each in known if not each.endswith("?")]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384), each of length one."""
        vectors = _NOISE * super().encode(texts)
        for row, text in zip(vectors, texts, strict=True):
            met = [self._known[line] for line in text.split("\n") if line in self._known]
            row += np.mean(met, axis=0) if met else 0.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


@dataclass(frozen=True, slots=True)
class Asked:
    """Milliseconds of questions, the process's memory in MB, and how long it took to open."""

    open_s: float
    resident_mb: float
    recall: float
    one: tuple[float, float, float]
    eight: tuple[float, float, float]
    read: tuple[float, float, float]


def sentences_in(folder: Path) -> list[str]:
    """Different sentences of the documents, 8 to 40 words, drawn by chance with a seed."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for line in text.split("\n"):
            spans = sentences_of(line) if not line.startswith("#") else ()
            said = (line[span.start : span.end] for span in spans)
            found |= dict.fromkeys(each for each in said if 8 <= len(each.split()) <= 40)
    chosen = sorted(found)
    return random.Random(1).sample(chosen, min(_KNOWN, len(chosen)))


def write_documents(folder: Path, sentences: Sequence[str], passages: int) -> None:
    """Files of so many paragraphs each, a line a sentence; each paragraph is a passage."""
    chance = random.Random(2)
    for number in range(-(-passages // _PASSAGES)):
        topic = chance.randrange(len(sentences))
        near = sentences[topic : topic + 200] or sentences
        paragraphs = ("\n".join(chance.choices(near, k=4)) for _ in range(_PASSAGES))
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")


def ask(index: Path, known: Path) -> None:
    """What the child process does: opens, asks, prints what it saw as JSON."""
    encoder = _loaded(known)
    questions = [each.text for each in read_questions(QUESTIONS)][:_ASKED]
    started = time.perf_counter()
    library = Library.open(index, encoder)
    library.search("sleep", mode="hybrid")
    opened = time.perf_counter() - started
    one = _timed(library, questions, 1)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    eight = _timed(library, questions, 8)
    read = _timed(library, questions[:25], 1, "rerank")
    layout = library.info().layout
    assert layout is not None  # it has just been asked
    print(json.dumps(asdict(Asked(opened, resident, layout.recall, one, eight, read))))


def _timed(
    library: Library, questions: Sequence[str], askers: int, mode: Mode = "hybrid"
) -> tuple[float, float, float]:
    def timed(question: str) -> float:
        started = time.perf_counter()
        library.search(question, mode=mode)
        return 1000 * (time.perf_counter() - started)

    with ThreadPoolExecutor(askers) as threads:
        p50, p95, p99 = np.percentile(list(threads.map(timed, questions)), [50, 95, 99])
    return float(p50), float(p95), float(p99)


def update(documents: Path, index: Path, encoder: Spread) -> tuple[float, float]:
    """Edits so many documents and builds while questions go on: seconds, and p95 of these in ms."""
    files = sorted(documents.rglob("*.txt"))
    for path in files[:: max(1, len(files) // _UPDATED)]:
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n{_SENTENCE.format(path.stem)}\n", encoding="utf-8")
    library = Library.open(index, encoder)
    questions = [each.text for each in read_questions(QUESTIONS)]
    times: list[float] = []
    done = threading.Event()

    def ask_on() -> None:
        while not done.is_set():
            started = time.perf_counter()
            library.search(questions[len(times) % len(questions)], mode="hybrid")
            times.append(1000 * (time.perf_counter() - started))
            done.wait(0.05)

    asker = threading.Thread(target=ask_on)
    asker.start()
    started = time.perf_counter()
    try:
        build([documents], index, encoder=encoder)
    finally:
        seconds = time.perf_counter() - started
        done.set()
        asker.join()
    return seconds, float(np.percentile(times, 95))


def _saved(known: dict[str, Vectors], path: Path) -> None:
    np.savez(path, sentences=np.array(list(known)), vectors=np.stack(list(known.values())))


def _loaded(path: Path) -> Spread:
    with np.load(path) as kept:
        return Spread(dict(zip(kept["sentences"].tolist(), kept["vectors"], strict=True)))


def _known_in(folder: Path, place: Path) -> Path:
    """The sentences' own vectors, and the questions', kept in a file for the child process."""
    sentences = sentences_in(folder)
    digest = hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:12]
    path = place / f"sentences-{digest}.npz"
    if not path.exists():
        encoder = encoder_named()
        questions = [each.text for each in read_questions(QUESTIONS)]
        known = dict(zip(sentences, encoder.encode(sentences), strict=True))
        known |= {each: encoder.encode_question(each) for each in questions}
        _saved(known, path)
    return path


def main() -> None:
    """Prints a table for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth")
    parser.add_argument("folder", type=Path, help="of Markdown documents")
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--place", type=Path, help="where all is made (a temporary folder)")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        return ask(options.ask, options.folder)
    with tempfile.TemporaryDirectory(dir=options.place) as temporary:
        known = _known_in(options.folder, options.place or Path(temporary))
        print(f"{machine()}, {today()}; milliseconds as p50 / p95 / p99\n")
        print(
            "| passages | build s | catalog + caches MB | open s | resident MB | recall@10 | "
            "hybrid | 8 askers | read too | 1,000 documents edited: s | hybrid p95 meanwhile |"
        )
        print("| --- " * 11 + "|", flush=True)
        for passages in options.passages:
            print(_row(Path(temporary, str(passages)), known, passages), flush=True)
    return None


def _row(folder: Path, known: Path, passages: int) -> str:
    documents, index = folder / "documents", folder / "index"
    documents.mkdir(parents=True)
    encoder = _loaded(known)
    write_documents(documents, encoder.sentences, passages)
    started = time.perf_counter()
    report = build([documents], index, encoder=encoder)
    built = time.perf_counter() - started
    info = Library.open(index, encoder).info()
    command = [sys.executable, "-m", "benchmarks.growth", str(known), "--ask", str(index)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    asked = json.loads(done.stdout)
    seconds, meanwhile = update(documents, index, encoder)
    three = {name: " / ".join(f"{v:.0f}" for v in asked[name]) for name in ("one", "eight", "read")}
    return (
        f"| {report.passages:,} | {built:,.0f} | {info.catalog_bytes / 1e6:,.0f} + "
        f"{info.cache_bytes / 1e6:,.0f} | {asked['open_s']:.2f} | {asked['resident_mb']:,.0f} | "
        f"{asked['recall']:.4f} | {three['one']} | {three['eight']} | {three['read']} | "
        f"{seconds:,.0f} | {meanwhile:.0f} |"
    )


if __name__ == "__main__":
    main()
