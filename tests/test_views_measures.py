from dataclasses import replace

import pytest
from fakes import result

from evaluate.result import Failure, Measure
from views.failures import Wrong, once_each
from views.measures import described, told


@pytest.mark.parametrize(
    ("name", "measure", "sentence"),
    [
        (
            "answer@1",
            Measure(0.79, 0.7, 0.86, 100),
            "79 of 100 questions have the answer in the first passage.",
        ),
        (
            "answer@1",
            Measure(0.5, 0, 1, 2),
            "1 of 2 questions has the answer in the first passage.",
        ),
        (
            "answer@3",
            Measure(1, 1, 1, 1200),
            "1,200 of 1,200 questions have the answer in one of the first three passages.",
        ),
        (
            "false silences",
            Measure(0, 0, 0, 9),
            "0 of 9 questions that the documents answer are called not found.",
        ),
        ("Recall@10", Measure(0.834, 0.8, 0.9, 50), "83 of 100 right documents are among"),
        ("new", Measure(0.5, 0.4, 0.6, 2), "new: 0.500"),
    ],
)
def test_a_measure_is_a_sentence(name: str, measure: Measure, sentence: str) -> None:
    (found,) = told(replace(result("rerank", 0.5), measures={name: measure}))
    assert (found.name, found.sentence[: len(sentence)]) == (name, sentence)


def test_each_is_explained_behind_its_name_with_its_interval() -> None:
    shown = described(result("rerank", 0.5))
    assert " <small>answer@1</small></summary>" in shown
    assert "how often it stands within the first 1 passages found" in shown
    assert "(95 %) lie between 40 and 60 of 100; here it is 50.0." in shown


def failure(kind: str, question: str, given: str = "a.md: maybe") -> Failure:
    return Failure(kind, question, question, "yes", given, 0.25)


def test_a_question_that_went_wrong_in_several_ways_and_modes_stands_there_once() -> None:
    found = once_each(
        [
            replace(
                result("hybrid", 0.5),
                failures=(
                    failure("another sentence marked", "b", "by meaning"),
                    failure("another passage first", "a"),
                ),
            ),
            replace(
                result("rerank", 0.5),
                failures=(
                    failure("another passage first", "b", "by reading"),
                    failure("false silence", "b", "by reading"),
                    failure("another passage first", "c"),
                ),
            ),
        ]
    )
    assert [(each.question, each.kind) for each in found] == [
        ("b", "false silence"),
        ("c", "another passage first"),
        ("a", "another passage first"),
    ]
    assert found[0] == Wrong(
        "b",
        "false silence",
        ("another passage first", "another sentence marked"),
        ("rerank", "hybrid"),
        "yes",
        "by reading",
        0.25,
    )


def test_of_two_results_of_one_mode_none_is_lost() -> None:
    one = replace(result("rerank", 0.5), failures=(failure("false answer", "a"),))
    other = replace(result("rerank", 0.5), failures=())
    assert [each.question for each in once_each([other, one])] == ["a"]
