"""Fits the confidence: a logistic curve from evidence to the chance that the quote is right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluate.judged import Judged
from index.calibration import Curve, Evidence
from index.errors import QuothError

READING = ("sentence",)  # that of the passage adds nothing to it: evaluate/LOG.md
NEARNESS = ("cosine", "coverage")
MOST_FALSE = 0.05  # of the questions without an answer, called answered
_LEAST = 20  # answers of either kind that a fit needs


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where fitted numbers come from; see Curve."""

    model: str
    sha256: str
    fitted_on: str
    command: str
    date: str


def fit(judged: Sequence[Judged], names: Sequence[str], provenance: Provenance) -> Curve:
    """The curve of greatest likelihood over the evidence `names` (logistic regression).

    The threshold is 0.5, or more where that lets more than 5 of 100 questions without an answer
    through. Raises QuothError where there is too little to fit on.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [each for each in judged if each.answer.evidence is not None]
    right = np.array([each.marked for each in rows])
    if min(right.sum(), (~right).sum()) < _LEAST:
        raise QuothError(
            f"A fit needs {_LEAST} right answers and {_LEAST} wrong ones; there are {right.sum()} "
            f"and {(~right).sum()}. Give more questions, or all of them without --limit."
        )
    values = np.array([_values(each.answer.evidence, names) for each in rows])
    model = LogisticRegression(C=1e4, max_iter=10_000).fit(values, right)
    fitted = dict(zip(names, (round(float(each), 4) for each in model.coef_[0]), strict=True))
    weights = replace(Evidence(0.0, 0.0), **fitted)
    intercept = round(float(model.intercept_[0]), 4)
    others = [
        float(model.predict_proba([_values(each.answer.evidence, names)])[0, 1])
        for each in rows
        if each.expected is None
    ]
    return Curve(
        provenance.model,
        provenance.sha256,
        weights,
        intercept,
        _threshold(others),
        provenance.fitted_on,
        provenance.command,
        provenance.date,
    )


def _values(evidence: Evidence | None, names: Sequence[str]) -> list[float]:
    return [float(getattr(evidence, name)) for name in names]


def _threshold(unanswerable: Sequence[float]) -> float:
    """0.5, or the least hundredth above it that at most MOST_FALSE of these reach."""
    allowed = MOST_FALSE * len(unanswerable)
    for hundredths in range(50, 100):
        if sum(each >= hundredths / 100 for each in unanswerable) <= allowed:
            return hundredths / 100
    return 0.99
