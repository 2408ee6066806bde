from dataclasses import replace

import pytest
from test_evaluate_result import RESULT

from evaluate.compare import Change, compare, described
from evaluate.result import Measure
from index.errors import QuothError

WORDS = {str(number): f"Question {number}?" for number in range(20)}
BEFORE = replace(
    RESULT,
    queries=WORDS,
    measures={
        "answer@1": Measure.mean(dict.fromkeys(WORDS, 0.0)),
        "AUROC": Measure(0.8, 0.7, 0.9, 20),
        "gone": Measure.mean({"1": 1.0}),
    },
)
AFTER = replace(
    BEFORE,
    measures={
        "answer@1": Measure.mean({name: float(name != "3") for name in WORDS} | {"new": 0.0}),
        "AUROC": Measure(0.9, 0.8, 1.0, 20),
    },
)


def test_a_measure_is_compared_over_the_questions_that_both_asked() -> None:
    answer, auroc = compare(BEFORE, AFTER)
    assert (answer.measure, answer.before, answer.after, answer.queries) == (
        "answer@1",
        0,
        0.95,
        20,
    )
    assert answer.p is not None
    assert answer.p < 0.001
    assert answer.low is not None
    assert 0.8 < answer.low < 0.95
    assert len(answer.changes) == 19
    assert answer.changes[0] == Change("0", "Question 0?", 0.0, 1.0)
    assert (auroc.before, auroc.after, auroc.p, auroc.changes) == (0.8, 0.9, None, ())


def test_the_table_and_the_questions_that_changed_are_described() -> None:
    lines = described(compare(BEFORE, AFTER), shown=1).splitlines()
    assert lines[2].startswith("| answer@1 | 0.000 | 0.950 | +0.950 (")
    assert lines[2].endswith("| 20 | 19 | 0 |")
    assert lines[3] == "| AUROC | 0.800 | 0.900 | +0.100 |  | 20 | 0 | 0 |"
    assert lines[-2:] == ["answer@1, changed most:", "  0.000 → 1.000  0  Question 0?"]


def test_results_of_different_sets_are_not_compared() -> None:
    with pytest.raises(QuothError, match=r"no measure of common questions: .* another set"):
        compare(BEFORE, replace(AFTER, data="another set"))
