from collections.abc import Sequence
from pathlib import Path

import pytest

from index.answering.exact import exact_in
from index.answering.respelt import Respelt, is_known, respelt
from index.store.lexical import Lexical
from index.store.spelling import neighbours, within_two

TEXTS = (
    "Sertraline is given for depression.",
    "Freud and the therapist spoke; psychotherapy, they said, heals grief.",
    "The therapist listens. Depression lasts.",
    "A code AB12345 names 12345 things.",
)

KNOWN = ("best", "brief", "apple", "run", "plane", "streak")


def count(texts: Sequence[str]) -> list[int]:
    """The tokens of each, where only a few words are known."""
    return [1 if text in KNOWN else 3 for text in texts]


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    return Lexical.build(tmp_path, TEXTS)


@pytest.mark.parametrize(
    ("question", "asked", "searched"),
    [
        ("Is sertrline given?", "sertrline", "sertraline"),
        ("Is zertraline given?", "zertraline", "sertraline"),
        ("what of deprssion", "deprssion", "depression"),
        ("Does a threapist listen?", "threapist", "therapist"),
        ("does psycotherpy heal", "psycotherpy", "psychotherapy"),
        ("does greif last", "greif", "grief"),
        ("Who was Frued?", "Frued", "Freud"),
    ],
)
def test_a_misspelt_word_is_met_by_its_nearest(
    lexical: Lexical, question: str, asked: str, searched: str
) -> None:
    exact, instead = respelt(exact_in(question), lexical, count)
    assert instead == (Respelt(asked, searched),)
    assert exact.question == question.replace(asked, searched)


@pytest.mark.parametrize(
    "question",
    [
        "Is depressed grieving given?",  # other forms of words that occur
        "Does Frued speak of grief?",  # a name, and something else occurs
        "What of AB12346 and 12346?",
        "an 'ode'",  # too short
        "the best brief",  # two letters of a short word
        'who said "the therapits"',
        "zygote",
        "depression" * 100,
        "",
    ],
)
def test_other_words_stay_as_they_are(lexical: Lexical, question: str) -> None:
    exact = exact_in(question)
    assert respelt(exact, lexical, count) == (exact, ())


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("Apple", True),
        ("apples", True),
        ("unbriefly", True),
        ("planing", True),
        ("streaky", True),
        ("strekks", False),
        ("aple", False),
        ("runs", False),  # what is left is too short to tell
    ],
)
def test_a_word_that_the_encoder_knows_in_some_form_is_not_misspelt(word: str, known: bool) -> None:
    assert is_known(word, count) is known


def test_a_word_of_few_pieces_is_rather_rare_than_misspelt(lexical: Lexical) -> None:
    exact = exact_in("greif")
    assert respelt(exact, lexical, lambda texts: [2 for _ in texts]) == (exact, ())
    pieces = {"greif": 2, "grief": 1}
    found = respelt(exact, lexical, lambda texts: [pieces.get(text, 2) for text in texts])[1]
    assert found == (Respelt("greif", "grief"),)


def test_of_two_as_near_the_more_frequent_is_taken(tmp_path: Path) -> None:
    index = Lexical.build(tmp_path, ["stream", "stream", "strewn", "streaks"])
    assert index.nearest("streaj") == "stream"
    assert index.nearest("strean") == "stream"


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("abcdefgh", "abcdefgh", True),
        ("abcdefgh", "badcefgh", True),
        ("abcdefgh", "bacdefg", True),
        ("abcdefgh", "abcd", False),
        ("abcdefgh", "bbcdefxy", False),
        ("abcdefgh", "xyabcdefgh", True),
    ],
)
def test_two_letters_may_be_wrong(word: str, other: str, near: bool) -> None:
    assert within_two(word, other) is near
    assert within_two(other, word) is near


def test_the_neighbours_of_a_word_are_one_letter_away() -> None:
    found = set(neighbours("ab"))
    assert {"a", "b", "ba", "xb", "ax", "xab", "axb", "abx"} <= found
    assert all(within_two("ab", each) and abs(len(each) - 2) <= 1 for each in found)
