from collections.abc import Sequence
from dataclasses import replace

import pytest
from fakes import FakeEncoder, FakeReranker

from index.answering.mark import mark_by_reading, mark_by_words
from index.arrays import Scores
from index.passage import Mark, Passage, Span

TEXT = "Sleep is long. It heals grief. Music."
SENTENCES = (Span(100, 114), Span(115, 130), Span(131, 137))
PASSAGE = Passage("a.txt", "A", (), (), 100, 137, TEXT, SENTENCES)


class FakeCoverage:
    """FakeEncoder's cosine of question and text."""

    def __call__(self, question: str, texts: Sequence[str]) -> Scores:
        return FakeEncoder().encode(texts) @ FakeEncoder().encode_question(question)


def test_reading_marks_the_sentence_that_answers_alone_and_after_the_one_before() -> None:
    reranker = FakeReranker()
    assert mark_by_reading("grief", PASSAGE, reranker) == Mark(Span(115, 130), pytest.approx(10))
    assert reranker.seen[3:] == [
        "A. Sleep is long. It heals grief.",
        "A. It heals grief. Music.",
    ]


def test_sentences_are_read_under_their_title_and_headings() -> None:
    reranker = FakeReranker()
    passage = replace(PASSAGE, title="On rest", heading=("Nights",))
    mark_by_reading("grief", passage, reranker)
    assert reranker.seen[1] == "On rest. Nights. It heals grief."


def test_two_sentences_are_marked_when_they_answer_only_together() -> None:
    mark = mark_by_reading("sleep grief", PASSAGE, FakeReranker())
    assert mark == Mark(Span(100, 130), pytest.approx(10))


def test_a_passage_of_one_sentence_is_marked_whole() -> None:
    passage = Passage("a.txt", "A", (), (), 5, 11, "Music.", (Span(5, 11),))
    assert mark_by_reading("music", passage, FakeReranker()).span == Span(5, 11)


LIST = "Music helps:\n\n- sleep\n2. grief\n\nAnger too. Music: sleep."
ITEMS = (Span(0, 12), Span(16, 21), Span(25, 30), Span(32, 42), Span(43, 56))


def test_a_sentence_that_introduces_a_list_is_marked_with_its_items() -> None:
    passage = Passage("a.txt", "A", (), (), 0, len(LIST), LIST, ITEMS)
    mark = mark_by_reading("music", passage, FakeReranker())
    assert mark == Mark(Span(0, 30), pytest.approx(10))
    assert mark_by_words("music helps", passage, FakeCoverage()).span == Span(0, 30)


def test_an_item_is_marked_alone_and_a_colon_inside_a_sentence_introduces_nothing() -> None:
    passage = Passage("a.txt", "A", (), (), 0, len(LIST), LIST, ITEMS)
    assert mark_by_reading("grief", passage, FakeReranker()).span == Span(25, 30)
    assert mark_by_reading("anger", passage, FakeReranker()).span == Span(32, 42)


def test_a_list_that_the_passage_does_not_hold_is_not_waited_for() -> None:
    passage = Passage("a.txt", "A", (), (), 0, 12, LIST[:12], ITEMS[:1])
    assert mark_by_reading("music", passage, FakeReranker()).span == Span(0, 12)


def test_without_a_reranker_the_sentence_with_most_of_the_words_is_marked() -> None:
    assert mark_by_words("music", PASSAGE, FakeCoverage()) == Mark(Span(131, 137))


def of_sentences(*sentences: str) -> Passage:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + "\n\n"
    return Passage("a.txt", "A", (), (), 0, len(text) - 2, text[:-2], tuple(spans))


def marked(question: str, passage: Passage) -> list[str]:
    """By reading and by words."""
    marks = (
        mark_by_reading(question, passage, FakeReranker()),
        mark_by_words(question, passage, FakeCoverage()),
    )
    return [mark.span.of(passage.text) for mark in marks]


REFERENCE = "Olsen, K. (1988). What heals grief? Coast Studies, 4(2), 12–19."


@pytest.mark.parametrize(
    "line", ["What heals grief?", "**Grief, does it heal?**", "What heals grief", REFERENCE]
)
def test_a_question_or_a_reference_is_never_marked_beside_text(line: str) -> None:
    for passage in (of_sentences(line, "It is music."), of_sentences("It is music.", line)):
        assert marked("What heals grief?", passage) == ["It is music."] * 2


def test_a_line_of_contents_is_never_marked_beside_text() -> None:
    passage = of_sentences("It is music.", "Contents", "Grief ...... 3", "Grief and music ..... 4")
    assert marked("What heals grief?", passage) == ["It is music."] * 2


def test_where_nothing_else_stands_a_question_is_marked_before_a_reference() -> None:
    passage = of_sentences(REFERENCE, "Is it music?")
    assert marked("What heals grief?", passage) == ["Is it music?"] * 2
    assert marked("What heals grief?", of_sentences(REFERENCE)) == [REFERENCE] * 2


def test_a_reference_is_marked_for_a_question_for_one() -> None:
    passage = of_sentences("It is music.", REFERENCE)
    assert marked("Which article is about grief?", passage) == [REFERENCE] * 2


def test_an_answer_is_read_with_the_question_before_it_and_marked_without() -> None:
    passage = of_sentences("Is grief like sleep?", "Yes, by and large, as music is.", "Anger.")
    mark = mark_by_reading("grief and sleep like music", passage, FakeReranker())
    assert mark.span.of(passage.text) == "Yes, by and large, as music is."
    assert mark.score == pytest.approx(10)
