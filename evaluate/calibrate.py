"""Fits the confidence: a logistic curve from evidence to the chance that the quote is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from evaluate.judged import Judged
from index.answering.calibration import Curve, Evidence
from index.errors import QuothError

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


READING = ("sentence", "number")  # others add nothing: evaluate/LOG.md
READER = ("sentence", "verdict", "ranking", "names", "number")
NEARNESS = ("cosine", "coverage", "number")
WORDS = ("coverage",)  # for languages that the models, and the patterns of numbers, don't know
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


def fit(
    sets: Mapping[str, Sequence[Judged]], names: Sequence[str], provenance: Provenance
) -> Curve:
    """The curve of greatest likelihood over all sets: logistic regression with a ceiling.

    No weight is negative, so that more evidence never makes an answer less sure. It has a ceiling
    because the marking errs about as often however sure it is that there is an answer. The
    threshold is 0.5, or more where in any of the sets that lets more than MOST_FALSE of the
    questions without an answer through. Raises QuothError where there is too little to fit on.
    """
    rows = [each for judged in sets.values() for each in judged if each.answer.evidence is not None]
    right = np.array([each.marked for each in rows])
    if min(right.sum(), (~right).sum()) < _LEAST:
        raise QuothError(
            f"A fit needs {_LEAST} right answers and {_LEAST} wrong ones; there are {right.sum()} "
            f"and {(~right).sum()}. Give more questions, or all of them without --limit."
        )
    values = np.array([_values(each.answer.evidence, names) for each in rows])
    *slopes, intercept, ceiling = _most_likely(values, right)
    curve = Curve(
        model=provenance.model,
        sha256=provenance.sha256,
        weights=replace(Evidence(0.0, 0.0), **dict(zip(names, slopes, strict=True))),
        intercept=intercept,
        ceiling=ceiling,
        threshold=0.5,
        fitted_on=provenance.fitted_on,
        command=provenance.command,
        date=provenance.date,
    )
    return replace(curve, threshold=max(_threshold(curve, judged) for judged in sets.values()))


def _most_likely(values: Floats, right: Flags) -> list[float]:
    """Slopes, intercept and ceiling; `values` has shape (answers, kinds of evidence)."""
    from scipy.optimize import minimize

    def surprise(parameters: Floats) -> float:
        slopes, intercept, end = parameters[:-2], parameters[-2], parameters[-1]
        chances = np.clip(expit(end) * expit(values @ slopes + intercept), 1e-9, 1 - 1e-9)
        return -float(np.where(right, np.log(chances), np.log(1 - chances)).mean())

    kinds = values.shape[1]
    bounds = [(0.0, None)] * kinds + [(None, None)] * 2
    found = minimize(surprise, np.zeros(kinds + 2), method="L-BFGS-B", bounds=bounds).x
    return [round(float(each), 4) for each in (*found[:-1], expit(found[-1]))]


def _values(evidence: Evidence | None, names: Sequence[str]) -> list[float]:
    return [float(getattr(evidence, name)) for name in names]


def _threshold(curve: Curve, judged: Sequence[Judged]) -> float:
    """0.5, or the least hundredth above it that at most MOST_FALSE of the unanswerable reach."""
    evidence = [each.answer.evidence for each in judged if each.expected is None]
    reached = [curve.probability(each) for each in evidence if each]
    for hundredths in range(50, 100):
        if sum(each >= hundredths / 100 for each in reached) <= MOST_FALSE * len(reached):
            return hundredths / 100
    return 0.99
