import pytest

from evaluate.judged import Judged, answer_curves, failures, measure_answers
from evaluate.result import Failure, Point
from index.answering.answer import Answer, Quote, Verdict


def judged(
    id: str,
    confidence: float,
    expected: str | None = "words",
    rank: int | None = None,
    marked: bool = False,
    alone: bool | None = None,
) -> Judged:
    verdict: Verdict = "answered" if confidence >= 0.5 else "not_found"
    quote = Quote("a.txt", None, 0, 5, "Quote")
    answer = Answer(f"Question {id}?", verdict, confidence, "rerank", 1, (), quote, None)
    return Judged(id, answer, expected, rank, marked, alone)


ROWS = (
    judged("right", 0.95, rank=1, marked=True, alone=True),
    judged("other sentence", 0.93, rank=1, alone=True),
    judged("other passage", 0.75, rank=3, alone=False),
    judged("silent", 0.25, rank=1, marked=True),
    judged("right too", 0.93, rank=1, marked=True, alone=True),
    judged("false", 0.65, expected=None),
    judged("rightly silent", 0.05, expected=None),
)


def test_measures_are_shares_of_the_questions_that_they_are_about() -> None:
    measures = measure_answers(ROWS)
    assert {name: measure.value for name, measure in measures.items()} == pytest.approx(
        {
            "answer@1": 4 / 5,
            "answer@3": 1.0,
            "answer@10": 1.0,
            "marked": 3 / 5,
            "marked, passage given": 3 / 4,
            "false silences": 1 / 5,
            "false answers": 1 / 2,
            "wrong quotes": 3 / 5,
            "AUROC": 9 / 10,
            "ECE": (0.95 + 0.93 + 0.93 - 2 + 0.75 + 0.75 + 0.65 + 0.05) / 7,
        }
    )
    assert measures["false silences"].per_query == {
        "right": 0, "other sentence": 0, "other passage": 0, "silent": 1, "right too": 0
    }  # fmt: skip
    assert measures["AUROC"].low <= 9 / 10 <= measures["AUROC"].high


def test_what_cannot_be_measured_is_left_out() -> None:
    only = measure_answers([judged("rightly silent", 0.1, expected=None)])
    assert set(only) == {"false answers"}


def test_risk_is_the_share_wrong_among_the_surest() -> None:
    risk = answer_curves(ROWS).risk_coverage
    assert risk[:2] == (Point(1 / 7, 0.0, 1), Point(2 / 7, 1 / 2, 2))
    assert risk[-1] == Point(1.0, 4 / 7, 7)


def test_reliability_sets_confidence_beside_what_was_right() -> None:
    points = answer_curves(ROWS).reliability
    assert points[0] == Point(pytest.approx(0.05), 0.0, 1)
    assert points[-1] == Point(pytest.approx(2.81 / 3), pytest.approx(2 / 3), 3)


def test_recall_counts_answers_at_each_rank_or_better() -> None:
    recall = answer_curves(ROWS).recall
    assert [point.y for point in recall[:3]] == [4 / 5, 4 / 5, 1.0]


def test_failures_name_what_went_wrong() -> None:
    assert [(each.kind, each.id) for each in failures(ROWS)] == [
        ("another sentence marked", "other sentence"),
        ("another passage first", "other passage"),
        ("false silence", "silent"),
        ("false answer", "false"),
    ]
    assert failures(ROWS)[-1] == Failure(
        "false answer", "false", "Question false?", "no answer", "a.txt: Quote", 0.65
    )
