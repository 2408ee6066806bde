"""Scores how well each word of a question is met by some word of a text: late interaction.

Question and text are encoded apart, token by token, in context; the score is the mean over the
question's tokens of the greatest cosine with a token of the text (MaxSim: Khattab and Zaharia,
ColBERT, 2020). That is finer than one vector a passage, and finds paraphrases that it misses.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, runtime_checkable

import numpy as np

from index.arrays import Scores, Vectors
from index.models.onnx import OnnxModel, side_by_side
from index.models.packed import packed, turned, unpacked

_QUESTION, _TEXT = 1, 2  # the model's markers of what follows
_LONGEST = 300  # tokens
_KEPT = 5000  # texts whose tokens are kept in memory, some 10 kB each

Kept = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Gives what was encoded ahead of those of the texts that it was."""


class LateInteraction(Protocol):
    """What asking needs of such a model."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """Mean greatest cosine, -1 to 1, shape (len(texts),); higher is better."""
        ...


@runtime_checkable
class EncodesAhead(LateInteraction, Protocol):
    """One that can encode a text before there is a question.

    sha256: hex digest of what shapes what it gives
    """

    @property
    def sha256(self) -> str: ...

    def encoded(self, texts: Sequence[str]) -> list[bytes]:
        """What is to be kept of each text, for a Kept to give back."""
        ...


class OnnxLateInteraction:
    """answerai-colbert-small-v1 (Clavié, 2024) in eight-bit integers; its last hidden states.

    The published model projects these to 96 dimensions; the file at hand is without that. Those of
    texts are compared as they are kept, in two bits a dimension, whether they were kept or not, so
    that the same text always has the same score.
    """

    name = "answerdotai/answerai-colbert-small-v1"
    sha256 = "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0"

    def __init__(self, kept: Kept | None = None) -> None:
        """Raises ModelError when the files are missing or not the expected ones."""
        self._model = OnnxModel(self.name, "colbert", self.sha256, _LONGEST)
        self._kept = kept
        self._remembered = lru_cache(maxsize=_KEPT)(self._encoded)

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """See LateInteraction. Texts kept, or compared lately, are not encoded again."""
        asked = turned(_unit(self._model.output(question, _QUESTION)))
        kept = self._kept(texts) if self._kept else {}

        def met(text: str) -> float:
            try:
                tokens = unpacked(kept[text], asked.shape[1])
            except (KeyError, ValueError):  # not kept, or damaged
                tokens = unpacked(self._remembered(text), asked.shape[1])
            return float((asked @ tokens.T).max(axis=1).mean())

        return np.array(side_by_side(met, texts), dtype=np.float32)

    def encoded(self, texts: Sequence[str]) -> list[bytes]:
        """See EncodesAhead; as many at a time as there are cores."""
        return side_by_side(self._encoded, texts)

    def forget(self) -> None:
        """Lets go of the texts that it has in memory."""
        self._remembered.cache_clear()

    def _encoded(self, text: str) -> bytes:
        return packed(_unit(self._model.output(text, _TEXT)))


def _unit(vectors: Vectors) -> Vectors:
    """Each row brought to length one."""
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths
