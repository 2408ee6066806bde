from dataclasses import replace

import numpy as np
import pytest
from test_evaluate_judged import judged

from evaluate.calibrate import READING, Provenance, fit
from evaluate.judged import Judged
from index.answering.calibration import Evidence
from index.errors import QuothError

ORIGIN = Provenance("m", "s", "words", "a command", "2026-01-31")


def row(number: int, sentence: float, right: bool, answerable: bool) -> Judged:
    plain = judged(str(number), 0.9, "words" if answerable else None, 1, right)
    evidence = Evidence(cosine=0.5, coverage=0.5, sentence=sentence)
    return replace(plain, answer=replace(plain.answer, evidence=evidence))


def sample(ceiling: float = 1.0) -> list[Judged]:
    return [row(number, score, good, good) for number, (score, good) in enumerate(pairs(ceiling))]


def pairs(ceiling: float = 1.0) -> list[tuple[float, bool]]:
    """Right with the probability of a logistic curve of slope 2 and intercept 1."""
    random = np.random.default_rng(7)
    scores = random.normal(0, 2, 4000)
    chances = ceiling / (1 + np.exp(-(2 * scores + 1)))
    right = random.random(4000) < chances
    return list(zip(scores.tolist(), right.tolist(), strict=True))


def test_the_curve_that_made_the_sample_is_found_again() -> None:
    curve = fit({"one": sample()}, READING, ORIGIN)
    assert curve.weights.sentence == pytest.approx(2, rel=0.1)
    assert curve.intercept == pytest.approx(1, abs=0.15)
    assert (curve.weights.cosine, curve.weights.coverage) == (0, 0)
    assert (curve.model, curve.sha256, curve.fitted_on) == ("m", "s", "words")
    assert (curve.command, curve.date) == ("a command", "2026-01-31")


def test_a_ceiling_is_found_where_there_is_one() -> None:
    curve = fit({"one": sample(ceiling=0.7)}, READING, ORIGIN)
    assert curve.ceiling == pytest.approx(0.7, abs=0.03)
    assert curve.weights.sentence == pytest.approx(2, rel=0.2)
    assert fit({"one": sample()}, READING, ORIGIN).ceiling > 0.97


def test_the_threshold_lets_at_most_5_of_100_unanswerable_questions_through() -> None:
    rows = sample()
    others = [each for each in rows if each.expected is None]
    answered = [each for each in rows if each.expected is not None]
    curve = fit({"own": answered, "left out": others}, READING, ORIGIN)
    chances = [curve.probability(each.answer.evidence) for each in others if each.answer.evidence]
    assert curve.threshold > 0.5
    assert 0.03 < np.mean([each >= curve.threshold for each in chances]) <= 0.0501


def test_of_thresholds_that_are_as_good_the_lowest_is_taken() -> None:
    clear = [
        row(number, 8.0 * good - 4, good, good)
        for number in range(196)
        for good in [number % 2 > 0]
    ]
    between = [row(number, 0.5, good, good) for number, good in enumerate([True] * 3 + [False] * 4)]
    curve = fit({"one": [*clear, *between]}, READING, ORIGIN)
    assert curve.threshold < curve.probability(Evidence(0.5, 0.5, 0.5))


def test_the_threshold_is_where_the_worst_of_the_sets_fares_best() -> None:
    easy = [
        row(number, 9.0 if number % 2 else -9.0, *[number % 2 == 1] * 2) for number in range(60)
    ]
    near = [row(number, 1.0, False, False) for number in range(60)]
    far = [row(number, 2.0, True, True) for number in range(60)]
    curve = fit({"easy": easy, "hard": [*near, *far]}, READING, ORIGIN)
    assert curve.probability(Evidence(0.5, 0.5, sentence=1.0)) < curve.threshold
    assert curve.threshold <= curve.probability(Evidence(0.5, 0.5, sentence=2.0))


def test_evidence_that_speaks_against_an_answer_weighs_nothing() -> None:
    rows = [row(number, -score, good, good) for number, (score, good) in enumerate(pairs())]
    assert fit({"one": rows}, READING, ORIGIN).weights.sentence == 0.0


def test_too_little_to_fit_on_is_a_sentence() -> None:
    rows = [row(number, 1.0, True, True) for number in range(50)]
    with pytest.raises(QuothError, match="there are 50 and 0"):
        fit({"one": rows}, READING, ORIGIN)
