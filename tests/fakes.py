"""Stand-ins whose behaviour can be worked out by hand."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evaluate.result import Curves, Failure, Latency, Measure, Point, Result
from index import Library
from index.answering.calibration import Calibration, Curve, Evidence
from index.arrays import Vectors
from index.models.encoder import TokenVectors
from index.models.reader import Reading, ToRead
from index.passage import Span

VECTORS = "vectors/0.faiss"  # in a folder of caches
WORDS = ("sleep", "grief", "anger", "alliance", "music")


class FakeEncoder:
    """Each known word is an axis; a text's vector counts its words, brought to length one.

    A text without a known word lies on an axis of its own, at right angles to all others. A
    token is a word or a mark of punctuation. `seen` lists every text that was encoded.
    """

    name = "fake"
    sha256 = "0" * 64
    weights_sha256 = "f" * 64
    dimension = len(WORDS) + 1
    max_tokens = 256
    one_a_core = False

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32)
        return vectors.reshape(len(texts), self.dimension)

    def encode_question(self, question: str) -> Vectors:
        (vector,) = self.encode([question])
        return vector

    def _vector(self, text: str) -> Vectors:
        found = re.findall(r"\w+", text.lower())
        counts = np.array([found.count(word) for word in WORDS] + [0], dtype=np.float32)
        if not counts.any():
            counts[-1] = 1
        return counts / np.linalg.norm(counts)

    def token_vectors(self, text: str) -> TokenVectors:
        """A token is a word; its vector is that of the word alone."""
        found = list(re.finditer(r"\w+", text))
        vectors = self.encode([match[0] for match in found])
        return TokenVectors(tuple(Span(*match.span()) for match in found), vectors)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]


class FakeReranker:
    """Scores from -10 to 10, in step with FakeEncoder's cosine of question and text.

    `seen` lists every text that was read.
    """

    name = "fake"
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def score(self, question: str, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        encoder = FakeEncoder()
        cosines = encoder.encode(texts) @ encoder.encode([question])[0]
        return (20 * cosines - 10).astype(np.float32)


class FakeLate:
    """Scores from -1 to 1: FakeEncoder's cosine of question and text."""

    def score(self, question: str, texts: Sequence[str]) -> Vectors:
        encoder = FakeEncoder()
        return encoder.encode(texts) @ encoder.encode_question(question)


class FakeReader:
    """Each stretch, and the text, from -10 to 10 by FakeEncoder's cosine with the question.

    Half of a stretch's score is its start's, half its end's. `seen` lists every text it read.
    """

    name = "fake reader"
    sha256 = "1" * 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(self, question: str, texts: Sequence[ToRead]) -> list[Reading]:
        self.seen.extend(text.text for text in texts)
        return [self._read(question, text) for text in texts]

    def _read(self, question: str, text: ToRead) -> Reading:
        parts = [text.text, *(span.of(text.text) for span in text.stretches)]
        whole, *scores = FakeReranker().score(question, parts)
        halves = np.array(scores, dtype=np.float32) / 2
        return Reading(float(whole), halves, halves)


def curve(weights: Evidence, intercept: float) -> Curve:
    return Curve("fake", "0" * 64, weights, intercept, 1.0, 0.5, "nothing", "by hand", "2026-01-01")


CALIBRATION = Calibration(
    reading=curve(Evidence(0, 0, sentence=0.4), 2),
    nearness=curve(Evidence(cosine=20, coverage=0), -10),
)


def opened(index: Path, encoder: FakeEncoder | None = None) -> Library:
    """The index asked with the stand-ins."""
    return Library.open(
        index, encoder or FakeEncoder(), FakeReranker(), FakeLate(), calibration=CALIBRATION
    )


def result(mode: str, value: float) -> Result:
    """An evaluation's result, with one measure of that value and one failure."""
    return Result(
        task="questions",
        data="mine",
        mode=mode,  # type: ignore[arg-type]
        settings={},
        machine="here",
        date="2026-01-31",
        queries={"1": "Is <b>it</b>?"},
        measures={"answer@1": Measure(value, value - 0.1, value + 0.1, 1)},
        curves=Curves(recall=(Point(1, value, 1),)),
        latency=Latency(10, 20, 1),
        failures=(Failure("silent", "1", "Is <b>it</b>?", "yes & no", "a.md: maybe", 0.25),),
    )
