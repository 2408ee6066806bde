"""Scores how well each word of a question is met by some word of a text: late interaction.

Question and text are encoded apart, token by token, in context; the score is the mean over the
question's tokens of the greatest cosine with a token of the text (MaxSim: Khattab and Zaharia,
ColBERT, 2020). That is finer than one vector a passage, and finds paraphrases that it misses.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.arrays import Scores, Vectors
from index.models.onnx import OnnxModel, side_by_side

_QUESTION, _TEXT = 1, 2  # the model's markers of what follows
_LONGEST = 300  # tokens
_KEPT = 1000  # texts whose tokens are kept, some 100 kB each


class LateInteraction(Protocol):
    """What asking needs of such a model."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """Mean greatest cosine, -1 to 1, shape (len(texts),); higher is better."""
        ...


class OnnxLateInteraction:
    """answerai-colbert-small-v1 (Clavié, 2024) in eight-bit integers; its last hidden states.

    The published model projects these to 96 dimensions; the file at hand is without that, and
    they are compared as they are.
    """

    name = "answerdotai/answerai-colbert-small-v1"
    sha256 = "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0"

    def __init__(self) -> None:
        """Raises ModelError when the files are missing or not the expected ones."""
        self._model = OnnxModel(self.name, "colbert", self.sha256, _LONGEST)
        self._tokens_of = lru_cache(maxsize=_KEPT)(self._encode)

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """See LateInteraction. The texts last compared are not encoded again."""
        asked = _unit(self._model.output(question, _QUESTION))
        encoded = side_by_side(self._tokens_of, texts)
        scores = [(asked @ tokens.T).max(axis=1).mean() for tokens in encoded]
        return np.array(scores, dtype=np.float32)

    def forget(self) -> None:
        """Lets go of the texts that it has kept."""
        self._tokens_of.cache_clear()

    def _encode(self, text: str) -> npt.NDArray[np.float16]:
        """The text's tokens, each of length one, shape (tokens, width)."""
        return _unit(self._model.output(text, _TEXT)).astype(np.float16)


def _unit(vectors: Vectors) -> Vectors:
    """Each row brought to length one."""
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths
