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
READER = ("sentence", "verdict")  # what was tried beside these: evaluate/LOG.md
NEARNESS = ("cosine", "coverage", "number")
WORDS = ("coverage",)  # for languages that the models, and the patterns of numbers, don't know
MOST_FALSE = 0.05  # of the questions without an answer, called answered
_AS_GOOD = 0.03  # less between such sums says nothing, of some hundred questions
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
    because the marking errs about as often however sure it is that there is an answer. For the
    threshold see `_threshold`. Raises QuothError where there is too little to fit on.
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
    return replace(curve, threshold=_threshold(curve, list(sets.values())))


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


def _threshold(curve: Curve, sets: Sequence[Sequence[Judged]]) -> float:
    """The least confidence that is called an answer, for the set that fares worst with it.

    Of sets that have questions of both kinds, it is where the shares of false answers and of false
    silences add up to least in the worst of them; without such sets it is 0.5. Of those as good the
    lowest is taken, since a doubtful answer is shown as one. It is more where otherwise more than
    MOST_FALSE of a set that nothing answers would be let through.
    """
    reached = [_Reached.of(curve, judged) for judged in sets]
    mixed = [each for each in reached if len(each.answerable) and len(each.others)]
    lonely = [each for each in reached if not len(each.answerable)]
    thresholds = [hundredths / 100 for hundredths in range(20, 100)]
    start = 0.5
    if mixed:
        worst = [max(each.errors(least) for each in mixed) for least in thresholds]
        good = min(worst) + _AS_GOOD
        start = next(least for least, sum_ in zip(thresholds, worst, strict=True) if sum_ <= good)
    for least in thresholds:
        if least >= start and all(each.false_answers(least) <= MOST_FALSE for each in lonely):
            return least
    return thresholds[-1]


@dataclass(frozen=True, slots=True)
class _Reached:
    """The confidences of a set's questions with and without an answer."""

    answerable: Floats
    others: Floats

    @classmethod
    def of(cls, curve: Curve, judged: Sequence[Judged]) -> "_Reached":
        kinds: tuple[list[float], list[float]] = ([], [])
        for each in judged:
            if each.answer.evidence:
                kinds[each.expected is None].append(curve.probability(each.answer.evidence))
        return cls(np.array(kinds[0]), np.array(kinds[1]))

    def false_answers(self, least: float) -> float:
        return float(np.mean(self.others >= least))

    def errors(self, least: float) -> float:
        return self.false_answers(least) + float(np.mean(self.answerable < least))
