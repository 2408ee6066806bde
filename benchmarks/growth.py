"""How building, asking and memory grow with the index: python -m benchmarks.growth FOLDER

Indexes of 10,000, 100,000 and, with --passages, of a million passages. Their sentences are those of
the folder's Markdown documents, put together anew, some four a passage; their vectors are the means
of the sentences' own, which the default encoder made, with noise, so that no day is spent
embedding. Everything else is real: files, reading, splitting, catalog, caches, asking. What asks is
a process of its own; its questions' vectors are made beforehand, so that the encoder's time is not
in it. Recall is of the ten passages nearest to each question, against all compared in full.

Each index is then brought up to date: after a sentence was added to one of a hundred documents, to
1,000 of them while questions go on, all spread evenly, and after one was forgotten.
"""

import argparse
import hashlib
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.memory import NoEncoder
from benchmarks.updates import processor_seconds
from evaluate.own import read_questions
from evaluate.result import machine, today
from index.answering.search import Mode
from index.arrays import Vectors
from index.library import Library
from index.models.named import encoder_named
from index.store.caches import Caches
from index.store.catalog import Catalog
from ingest.build import build, forget
from ingest.progress import Progress
from ingest.sentences import sentences_of

QUESTIONS = Path(__file__).parent.parent / "evaluate" / "questions" / "medquad.jsonl"
_KNOWN = 6_000  # sentences that are embedded
_PASSAGES = 50  # of a document
_NOISE = 0.35  # length of what is added to a vector of length one
_WORDS = 80  # that a passage has at least, so that no two become one
_UPDATED = 1_000  # documents
_SHARE = 100  # of so many documents one
_SENTENCE = "Of this the registry said nothing until its {} report came out."
_ASKED = 200  # questions of one kind


class Spread(NoEncoder):
    """Vectors from those of known sentences, with noise by the text's hash; a token is a word."""

    def __init__(self, known: dict[str, Vectors]) -> None:
        self._known = known
        self.seconds = 0.0  # that encoding has taken
        self.sentences = [each for each in known if not each.endswith("?")]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384), each of length one."""
        started = time.perf_counter()
        vectors = _NOISE * super().encode(texts)
        for row, text in zip(vectors, texts, strict=True):
            met = [self._known[line] for line in text.split("\n") if line in self._known]
            row += np.mean(met, axis=0) if met else 0.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        self.seconds += time.perf_counter() - started
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
        paragraphs = ("\n".join(_paragraph(near, chance)) for _ in range(_PASSAGES))
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")


def _paragraph(sentences: Sequence[str], chance: random.Random) -> list[str]:
    chosen: list[str] = []
    while sum(len(each.split()) for each in chosen) <= _WORDS:
        chosen.append(chance.choice(sentences))
    return chosen


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
    recall = _recall(index, encoder, questions)
    print(json.dumps(asdict(Asked(opened, resident, recall, one, eight, read))))


def _recall(index: Path, encoder: Spread, questions: Sequence[str]) -> float:
    """Share of the ten passages nearest to each question that are found."""
    asked = np.stack([encoder.encode_question(each) for each in questions])
    with Catalog.open(index) as catalog, catalog.snapshot() as newest:
        dense = Caches.open(catalog, newest).dense
        best = np.full((len(asked), 10), -2.0, np.float32)
        for vectors in catalog.vectors():
            best = np.sort(np.hstack([best, asked @ vectors.T]))[:, -10:]
    found = [dense.search(vector, 10).scores for vector in asked]
    least = best[:, :1] - 1e-3  # of equals any will do, in half precision
    return float(np.mean(np.stack(found) >= least))


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


@dataclass(frozen=True, slots=True)
class Updated:
    """What a build took: seconds by the clock, and of processors, what asks beside it included.

    embedding: of those by the clock, what the stand-in for the encoder took
    indexing:  from the last vector on
    meanwhile: p95 of a hybrid question that was asked beside it, in ms; None without questions
    """

    documents: int
    seconds: float
    processors: float
    embedding: float
    indexing: float
    meanwhile: float | None = None

    def __str__(self) -> str:
        times = (self.seconds, self.processors, self.embedding, self.indexing)
        meanwhile = "" if self.meanwhile is None else f"{self.meanwhile:.0f}"
        return " | ".join([f"{self.documents:,}", *(f"{each:,.1f}" for each in times), meanwhile])


def built(documents: Path, index: Path, encoder: Spread) -> Updated:
    """Builds, and says what that took."""
    reached: dict[str, float] = {}
    encoder.seconds = 0.0

    def watch(progress: Progress) -> None:
        reached.setdefault(progress.stage, time.perf_counter())

    processors, started = _processor_seconds(), time.perf_counter()
    report = build([documents], index, encoder=encoder, watch=watch)
    ended = time.perf_counter()
    return Updated(
        report.added + report.changed,
        ended - started,
        _processor_seconds() - processors,
        encoder.seconds,
        ended - reached["Indexing"],
    )


def _processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    return time.process_time() + processor_seconds()


def edit(documents: Path, count: int) -> None:
    """Adds a sentence to so many of the documents, spread evenly, or to all if there are fewer."""
    files = sorted(documents.rglob("*.txt"))
    for place in np.linspace(0, len(files) - 1, min(count, len(files)), dtype=np.int64):
        text = files[place].read_text(encoding="utf-8")
        told = f"{text}\n{_SENTENCE.format(files[place].stem)}\n"
        files[place].write_text(told, encoding="utf-8")


def built_while_asked(documents: Path, index: Path, encoder: Spread, known: Path) -> Updated:
    """Builds while questions go on, one after another with a twentieth of a second between."""
    library = Library.open(index, _loaded(known))
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
    try:
        updated = built(documents, index, encoder)
    finally:
        done.set()
        asker.join()
    return replace(updated, meanwhile=float(np.percentile(times, 95)))


def forgotten(index: Path) -> Updated:
    """Takes the document in the middle out of the index."""
    with Catalog.open(index) as catalog:
        paths = [source.path for source in catalog.sources()]
    processors, started = _processor_seconds(), time.perf_counter()
    forget(index, paths[len(paths) // 2])
    seconds = time.perf_counter() - started
    return Updated(1, seconds, _processor_seconds() - processors, 0.0, seconds)


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
        print(f"{machine()}, {today()}; milliseconds as p50 / p95 / p99", flush=True)
        for passages in options.passages:
            measure(Path(temporary, str(passages)), known, passages)
            shutil.rmtree(Path(temporary, str(passages)))
    return None


def measure(folder: Path, known: Path, passages: int) -> None:
    """Prints two tables of an index of so many passages, each row as soon as it is known."""
    documents, index = folder / "documents", folder / "index"
    documents.mkdir(parents=True)
    encoder = _loaded(known)
    write_documents(documents, encoder.sentences, passages)
    first = built(documents, index, encoder)
    info = Library.open(index, encoder).info()
    command = [sys.executable, "-m", "benchmarks.growth", str(known), "--ask", str(index)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    asked = json.loads(done.stdout)
    three = {name: " / ".join(f"{v:.0f}" for v in asked[name]) for name in ("one", "eight", "read")}
    print(
        "\n| passages | catalog + caches MB | open s | resident MB | recall@10 | hybrid | "
        f"8 askers | read too |\n{'| --- ' * 8}|\n"
        f"| {info.counts.passages:,} | {info.catalog_bytes / 1e6:,.0f} + "
        f"{info.cache_bytes / 1e6:,.0f} | {asked['open_s']:.2f} | {asked['resident_mb']:,.0f} | "
        f"{asked['recall']:.4f} | {three['one']} | {three['eight']} | {three['read']} |\n"
    )
    print(
        "| of so many passages | documents | s | of processors | of s, embedding | after it | "
        f"hybrid p95 meanwhile |\n{'| --- ' * 7}|\n| first build | {first} |",
        flush=True,
    )
    edit(documents, max(1, len(info.documents) // _SHARE))
    print(f"| 1 % edited | {built(documents, index, encoder)} |", flush=True)
    edit(documents, _UPDATED)
    updated = built_while_asked(documents, index, encoder, known)
    print(f"| edited while asked | {updated} |", flush=True)
    print(f"| forgotten | {forgotten(index)} |", flush=True)


if __name__ == "__main__":
    main()
