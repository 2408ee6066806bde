"""Stand-ins for models that are left out, so that it can be seen what each brings."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from index.answering.calibration import Calibration
from index.arrays import Scores
from index.models.reranker import OnnxReranker

Step = Literal["late", "ranker", "reader"]


class NoLateInteraction:
    """Finds all texts alike, so that the order stays as it was."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """Zeros, shape (len(texts),)."""
        return np.zeros(len(texts), np.float32)


class NoRanker(NoLateInteraction):
    """The same in the default cross-encoder's place, so that its reader goes with it."""

    name = OnnxReranker.name
    sha256 = OnnxReranker.sha256


def without_reader(calibration: Calibration) -> Calibration:
    """One with which the cross-encoder marks and judges, as where the reader isn't installed."""
    return replace(calibration, reader=None)
