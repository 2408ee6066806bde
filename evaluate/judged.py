"""Answers held against what was wanted: measures, curves, and the failures to be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluate.result import Curves, Failure, Measure, Point
from evaluate.statistics import expected_calibration_error, interval
from index.answering.answer import Answer

DEEPEST = 20  # passages that are looked at for the answer
_SHOWN = 300  # characters of a quotation, in the list of failures
_BINS = 10
_POINTS = 100
_RESAMPLES = 999

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and whether it is right.

    expected: where or what the answer is, in words; None where the documents asked hold none
    rank:     of the first passage that holds the answer, from 1; None where none shown does
    marked:   whether the quote holds the answer
    alone:    the same where only the right text was searched; None where that was not tried
    """

    id: str
    answer: Answer
    expected: str | None
    rank: int | None = None
    marked: bool = False
    alone: bool | None = None

    @property
    def answered(self) -> bool:
        return self.answer.verdict == "answered"


def measure_answers(judged: Sequence[Judged]) -> dict[str, Measure]:
    """By name, those that can be measured on these answers; shares of the questions, 0 to 1.

    answer@k:              the answer lies in one of the first k passages
    marked:                what is marked in the first passage holds it
    marked, passage given: the same where only the right text is searched
    false silences:        of the questions that have an answer, those called not found
    false answers:         of those that have none, those called answered
    wrong quotes:          of all called answered, those whose quote does not hold the answer
    AUROC:                 chance that a question with an answer has the greater confidence
    ECE:                   mean distance of confidence from the share of quotes that were right
    """
    kept = [each for each in judged if each.expected is not None]
    others = [each for each in judged if each.expected is None]
    answered = [each for each in judged if each.answered]
    tried = [each for each in kept if each.alone is not None]
    shares: list[tuple[str, Sequence[Judged], Callable[[Judged], object]]] = [
        ("answer@1", kept, lambda each: _within(each, 1)),
        ("answer@3", kept, lambda each: _within(each, 3)),
        ("answer@10", kept, lambda each: _within(each, 10)),
        ("marked", kept, lambda each: each.marked),
        ("marked, passage given", tried, lambda each: each.alone),
        ("false silences", kept, lambda each: not each.answered),
        ("false answers", others, lambda each: each.answered),
        ("wrong quotes", answered, lambda each: not each.marked),
    ]
    measures = {
        name: Measure.mean({each.id: float(bool(holds(each))) for each in rows})
        for name, rows, holds in shares
        if rows
    }
    if kept and others:
        answerable = [float(each.expected is not None) for each in judged]
        measures["AUROC"] = _of_all(_auroc, answerable, judged)
        right = [float(each.marked) for each in judged]
        measures["ECE"] = _of_all(expected_calibration_error, right, judged)
    return measures


def _within(judged: Judged, k: int) -> bool:
    return judged.rank is not None and judged.rank <= k


def _of_all(
    statistic: Callable[[Floats, Floats], float], labels: Sequence[float], judged: Sequence[Judged]
) -> Measure:
    """A statistic of confidences and labels that is one of all answers together."""
    confidences = [each.answer.confidence for each in judged]
    low, high = interval(statistic, confidences, labels, resamples=_RESAMPLES)
    value = statistic(np.array(confidences), np.array(labels))
    return Measure(value, low, high, len(judged))


def _auroc(confidences: Floats, labels: Floats) -> float:
    from sklearn.metrics import roc_auc_score

    if labels.all() or not labels.any():  # a resample of one kind only cannot tell
        return 1.0
    return float(roc_auc_score(labels, confidences))


def answer_curves(judged: Sequence[Judged]) -> Curves:
    """Recall at k; risk and coverage (El-Yaniv and Wiener, 2010); the reliability diagram."""
    return Curves(tuple(_recall(judged)), tuple(_risk(judged)), tuple(_reliability(judged)))


def _recall(judged: Sequence[Judged]) -> list[Point]:
    kept = [each for each in judged if each.expected is not None]
    if not kept:
        return []
    shares = (sum(_within(each, k) for each in kept) / len(kept) for k in range(1, DEEPEST + 1))
    return [Point(k, share, len(kept)) for k, share in enumerate(shares, start=1)]


def _risk(judged: Sequence[Judged]) -> list[Point]:
    surest = sorted(judged, key=lambda each: -each.answer.confidence)
    wrong = np.cumsum([not each.marked for each in surest])
    counts = sorted({round(each) for each in np.linspace(1, len(surest), _POINTS)})
    return [Point(n / len(surest), float(wrong[n - 1]) / n, n) for n in counts]


def _reliability(judged: Sequence[Judged]) -> list[Point]:
    confidences = np.array([each.answer.confidence for each in judged])
    right = np.array([float(each.marked) for each in judged])
    numbers = np.minimum((confidences * _BINS).astype(int), _BINS - 1)
    bins = [numbers == number for number in np.unique(numbers)]
    return [
        Point(float(confidences[each].mean()), float(right[each].mean()), int(each.sum()))
        for each in bins
    ]


def failures(judged: Sequence[Judged]) -> list[Failure]:
    """What went wrong, one entry an answer and kind."""
    return [_failure(kind, each) for each in judged for kind in _kinds(each)]


def _kinds(judged: Judged) -> list[str]:
    if judged.expected is None:
        return ["false answer"] if judged.answered else []
    kinds = []
    if judged.rank != 1:
        kinds.append("another passage first")
    elif not judged.marked:
        kinds.append("another sentence marked")
    if not judged.answered:
        kinds.append("false silence")
    return kinds


def _failure(kind: str, judged: Judged) -> Failure:
    answer = judged.answer
    quote = answer.quote
    given = f"{quote.document}: {quote.text}"[:_SHOWN] if quote else "nothing"
    expected = judged.expected or "no answer"
    return Failure(kind, judged.id, answer.question, expected, given, answer.confidence)
