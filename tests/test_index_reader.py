from pathlib import Path

import numpy as np
import pytest

from index.answering.mark import mark_from, to_read
from index.errors import ModelError
from index.models.merged import Slice, merged
from index.models.reader import OnnxReader, Reading, reading
from index.passage import Mark, Passage, Span

TEXT = "Sleep is long. It heals grief. Music."
SENTENCES = (Span(100, 114), Span(115, 130), Span(131, 137))
PASSAGE = Passage("a.txt", "On rest", ("Nights", "Late"), (), 100, 137, TEXT, SENTENCES)


def told(*scores: tuple[float, float]) -> Reading:
    starts, ends = np.array(scores, dtype=np.float32).T
    return Reading(0.0, starts, ends)


NONE = (-9.0, -9.0)


def test_a_passage_is_read_under_its_title_and_headings() -> None:
    read = to_read("grief", PASSAGE)
    assert read.text == f"On rest. Nights. Late. {TEXT}"
    assert [span.of(read.text) for span in read.stretches] == [
        "Nights",
        "Late",
        "Sleep is long.",
        "It heals grief.",
        "Music.",
    ]


def test_the_stretch_with_the_likeliest_answer_is_marked() -> None:
    mark = mark_from("grief", PASSAGE, told(NONE, NONE, (-2, -1), (2, 1), NONE))
    assert mark == Mark(Span(115, 130), 3.0)


@pytest.mark.parametrize(
    ("second", "marked"),
    [
        ((-5, 1), Span(100, 130)),  # it begins in the one and may end in either
        ((1, -1), Span(100, 114)),
        ((2.5, 0.5), Span(100, 130)),  # it is in the one or the other
    ],
)
def test_two_sentences_are_marked_where_one_alone_is_less_sure(
    second: tuple[float, float], marked: Span
) -> None:
    mark = mark_from("grief", PASSAGE, told(NONE, NONE, (3, 1), second, NONE))
    assert (mark.span, mark.score) == (marked, 4.0)


def test_a_heading_is_marked_where_it_answers_and_no_sentence_does() -> None:
    mark = mark_from("grief", PASSAGE, told(NONE, (4, 4), (1, 1), NONE, NONE))
    assert (mark.heading, mark.score) == (1, 8.0)
    close = mark_from("grief", PASSAGE, told(NONE, (1, 2), (1, 1), NONE, NONE))
    assert (close.heading, close.span) == (None, Span(100, 114))


def test_a_repeated_question_is_not_marked_however_likely() -> None:
    text = "Is it long? It is."
    spans = (Span(0, 11), Span(12, 18))
    passage = Passage("a.txt", None, (), (), 0, 18, text, spans)
    assert mark_from("Is it long?", passage, told((9, 9), (0, 0))).span == spans[1]


def test_a_stretch_has_the_likelihood_of_its_tokens_together_beside_none() -> None:
    spans = np.log(np.array([[2, 4], [9, 9], [1, 1], [3, 1], [5, 2]], dtype=np.float32))
    tokens = np.array([[-1, -1], [-1, -1], [0, 3], [4, 7], [8, 9]])
    read = reading(1.5, spans, tokens, [Span(0, 7), Span(8, 9), Span(20, 30)])
    assert read.verdict == 1.5
    assert read.starts == pytest.approx([np.log(4 / 2), np.log(5 / 2), -30])
    assert read.ends == pytest.approx([np.log(2 / 4), np.log(2 / 4), -30])


def test_a_model_is_made_whole_from_what_is_new_and_slices_of_another() -> None:
    base = bytes(range(200))
    whole = merged(b"new", base, [Slice(10, 150), Slice(160, 162)])
    assert whole == b"new" + bytes([0x3A, 0x8E, 0x01]) + base[10:150] + base[160:162]


def test_weights_that_are_not_the_cards_are_refused(tmp_path: Path) -> None:
    card = '{"name": "quoth-reader", "sha256": "0", "kept": [[1, 2]]}'
    (tmp_path / "card.json").write_text(card)
    (tmp_path / "reader.onnx").write_bytes(b"other")
    with pytest.raises(ModelError, match="not those of its card"):
        OnnxReader(tmp_path)


def test_a_card_that_cannot_be_read_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"card\.json cannot be read \(FileNotFoundError\)"):
        OnnxReader(tmp_path)


def test_other_sentences_that_answer_nearly_as_likely_are_told_beside() -> None:
    mark = mark_from("grief", PASSAGE, told(NONE, NONE, (2, 1.5), (-4, -4), (1, 1)))
    assert (mark.span, mark.also) == (Span(100, 114), (Span(131, 137),))
    sure = mark_from("grief", PASSAGE, told(NONE, NONE, (4, 4), (-1, 0.5), (1, 1)))
    assert sure.also == ()


LIST = "It has three parts:\n\n- goals\n- tasks\n- a bond\n\nBordin said so."
ITEMS = (Span(0, 19), Span(23, 28), Span(31, 36), Span(39, 45), Span(47, 62))


@pytest.mark.parametrize(
    ("scores", "marked"),
    [
        ([(-5, -5), (4, 4), (3, 4), (-2, 3), (-9, -9)], Span(0, 45)),
        ([(-5, -5), (4, 4), (-3, -3), (-2, -2), (-9, -9)], Span(23, 28)),
        ([(3, 4), (4, 4), (-3, -3), (-2, -2), (-9, -9)], Span(0, 45)),
        ([(-5, -5), (-3, -3), (-3, -3), (-3, -3), (4, 4)], Span(47, 62)),
        ([(-5, -5), (-1, -1), (-1.2, -1.2), (-5, -5), (-9, -9)], Span(0, 45)),
    ],
)
def test_a_list_is_marked_whole_where_several_of_its_items_answer(
    scores: list[tuple[float, float]], marked: Span
) -> None:
    passage = Passage("a.md", None, (), (), 0, len(LIST), LIST, ITEMS)
    assert mark_from("What are its parts?", passage, told(*scores)).span == marked
