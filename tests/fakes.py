"""Stand-ins whose behaviour can be worked out by hand."""

import re
from collections.abc import Sequence

import numpy as np

from index.encoder import Vectors

WORDS = ("sleep", "grief", "anger", "alliance", "music")


class FakeEncoder:
    """Each known word is an axis; a text's vector counts its words, brought to length one.

    A text without a known word lies on an axis of its own, at right angles to all others. A
    token is a word or a mark of punctuation. `seen` lists every text that was encoded.
    """

    name = "fake"
    sha256 = "0" * 64
    dimension = len(WORDS) + 1
    max_tokens = 256

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        vectors = np.array([self._vector(text) for text in texts], dtype=np.float32)
        return vectors.reshape(len(texts), self.dimension)

    def _vector(self, text: str) -> Vectors:
        found = re.findall(r"\w+", text.lower())
        counts = np.array([found.count(word) for word in WORDS] + [0], dtype=np.float32)
        if not counts.any():
            counts[-1] = 1
        return counts / np.linalg.norm(counts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]


class FakeReranker:
    """Scores from -10 to 10, in step with FakeEncoder's cosine of question and text.

    `seen` lists every text that was read.
    """

    name = "fake"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def score(self, question: str, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        encoder = FakeEncoder()
        cosines = encoder.encode(texts) @ encoder.encode([question])[0]
        return (20 * cosines - 10).astype(np.float32)
