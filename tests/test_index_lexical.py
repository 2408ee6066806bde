from pathlib import Path

import pytest

from index.lexical import Lexical, LexicalText

TEXTS = (
    "Ruptures in the alliance are repaired by talking about them.",
    "Niklas Törneke wrote about metaphor.",
    "AND OR NOT text:alliance* are only words here.",
)


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    texts = (LexicalText(position, "Kapitel", text) for position, text in enumerate(TEXTS))
    return Lexical.build(tmp_path, texts)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("repairing a rupture", 0),
        ("Who is Torneke?", 1),
        ("TÖRNEKE", 1),
        ("metaphors", 1),
    ],
)
def test_words_match_by_stem_without_case_or_accents(
    lexical: Lexical, question: str, first: int
) -> None:
    assert lexical.search(question, 3).positions[0] == first


@pytest.mark.parametrize("question", ['"unclosed', "text:(", "a AND", "+-!^~*?[]{}\\", "", "\n"])
def test_query_syntax_is_taken_as_words(lexical: Lexical, question: str) -> None:
    assert len(lexical.search(question, 3).positions) <= len(TEXTS)


def test_words_of_no_passage_find_nothing(lexical: Lexical) -> None:
    assert lexical.search("zygote", 3).positions.tolist() == []


def test_a_passage_is_found_by_its_headings_too(lexical: Lexical) -> None:
    assert sorted(lexical.search("kapitel", 5).positions.tolist()) == [0, 1, 2]


def test_words_in_the_text_count_more_than_in_the_headings(tmp_path: Path) -> None:
    texts = [LexicalText(0, "grief and loss", "it passes"), LexicalText(1, "other", "grief passes")]
    assert Lexical.build(tmp_path, texts).search("grief", 2).positions.tolist() == [1, 0]


def test_it_is_the_same_when_opened_again(lexical: Lexical, tmp_path: Path) -> None:
    again = Lexical.open(tmp_path)
    assert len(again) == 3
    assert again.search("metaphor", 3).positions.tolist() == [1]
