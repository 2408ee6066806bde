from pathlib import Path

import numpy as np
import pytest

from index.answering.exact import Exact, exact_in, held
from index.store.lexical import Lexical

TEXTS = (
    "The map is not the territory.",
    "The territory is not on the map; Section 12(3) says so.",
    "Section 3(12) speaks of Törneke's maps.",
    "今天天气很好",
)


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    return Lexical.build(tmp_path, TEXTS)


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('Who said "the map is not the territory"?', ("the map is not the territory",)),
        ("“miracle question” in therapy", ("miracle question",)),
        ("Was bedeutet „das Es“?", ("das Es",)),
        ("Que veut dire « le moi » ?", ("le moi",)),
        ('Is "a b" in ("c d", "e")?', ("a b", "c d", "e")),
        ('What is "ego"-syntonic?', ("ego",)),
        ('who wrote "loss -always loss"', ("loss -always loss",)),
        ('"cognitive triad"', ("cognitive triad",)),
        ('"cognitive triad"?', ("cognitive triad",)),
    ],
)
def test_what_stands_in_quotation_marks_is_a_phrase(
    question: str, phrases: tuple[str, ...]
) -> None:
    assert exact_in(question) == Exact(question, phrases)


@pytest.mark.parametrize(
    "question",
    [
        'Who said "the map is not?',
        "What is a client's well-known 'inner child'?",
        "Are 5-10 mg, or -5 °C, enough?",
        'Is a pipe of 5" wider than one of 6"?',
        'What is " " or ""?',
        '"What is grief?"',
        "“How does grief heal”",
        "grief - and loss – or not",
        "It was -as he says- long; why?",
        "What does the suffix -itis mean?",
        "notes\n -one\n -two",
        "-k 5",
        "5 -x",
        "mean±-sd",
    ],
)
def test_an_ordinary_question_asks_for_no_exact_words(question: str) -> None:
    assert exact_in(question) == Exact(question)


@pytest.mark.parametrize(
    ("question", "rest", "without"),
    [
        ("grief -children", "grief", ("children",)),
        ("depression -bipolar treatment", "depression treatment", ("bipolar",)),
        ("harm -self-harm -accident?", "harm?", ("self-harm", "accident")),
        ('grief -"in children" help', "grief help", ("in children",)),
    ],
)
def test_a_minus_before_a_word_leaves_out(
    question: str, rest: str, without: tuple[str, ...]
) -> None:
    assert exact_in(question) == Exact(rest, (), without)


@pytest.mark.parametrize(
    ("phrase", "positions"),
    [
        ("the MAP is not", [0]),
        ("maps", [2]),
        ("map", [0, 1]),
        ("Section 12(3)", [1]),
        ("torneke", [2]),
        ("天气很", [3]),
        ("territory map", []),
    ],
)
def test_a_phrase_is_held_word_for_word(
    lexical: Lexical, phrase: str, positions: list[int]
) -> None:
    found = held(Exact("", (phrase,)), lexical, None)
    assert found.allowed is not None
    expected = positions or range(len(TEXTS))  # where none holds it, the nearest of all are shown
    assert np.flatnonzero(found.allowed).tolist() == list(expected)
    assert found.nowhere == (() if positions else (phrase,))


def test_what_is_left_out_is_so_in_any_case(lexical: Lexical) -> None:
    found = held(Exact("", ("no such",), ("territory",)), lexical, None)
    assert found.allowed is not None
    assert np.flatnonzero(found.allowed).tolist() == [2, 3]


def test_only_what_may_be_searched_can_hold_it(lexical: Lexical) -> None:
    allowed = np.array([False, True, True, True])
    found = held(Exact("", ("is not the territory",)), lexical, allowed)
    assert found.nowhere == ("is not the territory",)
    assert found.allowed is not None
    assert found.allowed.tolist() == allowed.tolist()


def test_phrases_that_are_all_somewhere_but_never_together_are_told_apart(
    lexical: Lexical,
) -> None:
    found = held(Exact("", ("Section 12(3)", "maps")), lexical, None)
    assert (found.nowhere, found.apart) == (("Section 12(3)", "maps"), True)
    assert not held(Exact("", ("Section 12(3)", "zygote")), lexical, None).apart


def test_a_question_with_no_exact_words_may_find_anything(lexical: Lexical) -> None:
    assert held(Exact("map"), lexical, None).allowed is None
