from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.alike import collapse, shared_share
from index.passage import Hit, Passage, Span

WORDS = (
    "Take two tablets of the usual size each morning before breakfast with a large glass of "
    "water and tell your doctor at the next visit how you slept and what you dreamt of"
)


WORD = st.sampled_from(["not", "never", "5", "−5", "<", "µ", "⁶", "Olsen", "zwei"])


def hit(text: str, document: str = "a.txt", start: int = 0, sentences: Sequence[str] = ()) -> Hit:
    """Of one sentence, unless its sentences are given."""
    spans, text = [], "" if sentences else text
    for sentence in sentences:
        text += " " if text else ""
        spans.append(Span(start + len(text), start + len(text) + len(sentence)))
        text += sentence
    end = start + len(text)
    return Hit(
        Passage(document, None, (), (), start, end, text, tuple(spans) or (Span(start, end),)),
        0,
        0,
        0,
    )


def collapsed(*hits: Hit) -> list[tuple[str, list[str]]]:
    """The document of each that stands, and of those behind it."""
    return [
        (each.passage.document, [other.document for other in each.alike])
        for each in collapse(hits, 10)
    ]


def test_the_same_text_twice_stands_once_with_the_other_behind_it() -> None:
    found = collapsed(hit(WORDS, "a.txt"), hit("Something else.", "b.txt"), hit(WORDS, "c.txt"))
    assert found == [("a.txt", ["c.txt"]), ("b.txt", [])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guests may take it out alone.", "Guests may not take it out alone."),
        ("Guests may take it out alone.", "Guests must take it out alone."),
        ("Guests may take it out alone.", "Only guests may take it out alone."),
        ("Guests may take it out alone.", "No longer true: Guests may take it out alone."),
        ("Guests may take it out alone.", "Guests may take it out alone, with leave."),
        ("Do not take the tablets.", "take the tablets."),
        ("Take two tablets.", "Take ten tablets."),
        ("Take 2 tablets.", "Take 3 tablets."),
        ("Closed on Monday.", "Closed on Friday."),
        ("The left knee.", "The right knee."),
        ("Signed by Olsen.", "Signed by Jensen."),
        ("It is kept at −5 degrees.", "It is kept at 5 degrees."),
        ("The dose is 5 mg.", "The dose is 5 µg."),
        ("The dose is 5 mg.", "The dose is 5 Mg."),
        ("Above 5 %.", "Above 5."),
        ("If < 5, wait.", "If > 5, wait."),
        ("If < 5, wait.", "If 5, wait."),
        ("There are 10⁶ cells.", "There are 106 cells."),
        ("There are 10⁶ cells.", "There are 10 6 cells."),
        ("It takes 1.5 hours.", "It takes 15 hours."),
        ("It takes 1,5 hours.", "It takes 1.5 hours."),
        ("It takes 1-24 hours.", "It takes 124 hours."),
        ("☑ Allergic to nuts.", "☐ Allergic to nuts."),
        ("Wash it, then dry it.", "Dry it, then wash it."),
        ("It is to be ~~cut~~ kept.", "It is to be kept."),
        ("Er darf fahren.", "Er durfte fahren."),
        ("不可以带狗。", "可以带狗。"),
    ],
)
def test_a_word_number_or_sign_that_differs_makes_another_text(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        hits = hit(first, sentences=[WORDS, first]), hit(second, "b.txt", sentences=[WORDS, second])
        assert collapsed(*hits) == [("a.txt", []), ("b.txt", [])]
        assert collapsed(hit(first), hit(second, "b.txt")) == [("a.txt", []), ("b.txt", [])]


@given(where=st.integers(0, 30), word=WORD)
def test_a_word_changed_put_in_or_taken_away_anywhere_makes_another_text(
    where: int, word: str
) -> None:
    words = WORDS.split()
    changes = (
        [*words[:where], word, *words[where + 1 :]],
        [*words[:where], word, *words[where:]],
        [*words[:where], *words[where + 1 :]],
    )
    for changed in map(" ".join, changes):
        for hits in ((hit(WORDS), hit(changed, "b.txt")), (hit(changed), hit(WORDS, "b.txt"))):
            assert len(collapse(hits, 10)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He said “no” – at once …", 'He said "no" - at once ...'),
        ("It’s kept at −5 degrees.", "It's  kept\nat -5 degrees."),
    ],
)
def test_quotation_marks_dashes_and_spaces_of_another_kind_make_none(one: str, other: str) -> None:
    assert collapsed(hit(one), hit(other, "b.txt")) == [("a.txt", ["b.txt"])]


def test_whole_sentences_of_a_longer_passage_stand_behind_it_and_never_before_it() -> None:
    longer = hit("", sentences=["This no longer holds.", "Guests may row.", "So may we.", "No."])
    shorter = hit("", "b.txt", sentences=["Guests may row.", "So may we."])
    assert collapsed(longer, shorter) == [("a.txt", ["b.txt"])]
    assert collapsed(shorter, longer) == [("b.txt", []), ("a.txt", [])]


def test_sentences_in_another_order_or_with_others_between_stand_by_themselves() -> None:
    longer = hit("", sentences=["Wash it.", "Wait.", "Dry it."])
    for sentences in (["Dry it.", "Wash it."], ["Wash it.", "Dry it."], ["Wait.", "Wash it."]):
        assert len(collapse((longer, hit("", "b.txt", sentences=sentences)), 10)) == 2


def test_the_same_steps_under_other_numbers_stand_by_themselves() -> None:
    one = Passage("a.txt", None, (), (), 0, 14, "Wash.\n2. Dry.", (Span(0, 5), Span(9, 13)))
    other = replace(one, document="b.txt", text="Wash.\n7. Dry.")
    assert len(collapse((Hit(one, 0, 0, 0), Hit(other, 0, 0, 0)), 10)) == 2


def test_the_same_words_under_another_heading_or_title_stand_by_themselves() -> None:
    adults = replace(hit("10 mg daily.").passage, title="Tea", heading=("Adults",))
    copy = replace(adults, document="b.txt")
    for other in (replace(copy, heading=("Children",)), replace(copy, title="Coffee")):
        assert len(collapse((Hit(adults, 0, 0, 0), Hit(other, 0, 0, 0)), 10)) == 2
    untitled = replace(copy, title=None)
    assert len(collapse((Hit(adults, 0, 0, 0), Hit(untitled, 0, 0, 0)), 10)) == 1


def test_a_text_on_the_same_matter_in_other_words_stands_by_itself() -> None:
    other = "Before breakfast each morning, swallow a pair of tablets of the usual size."
    assert len(collapsed(hit(WORDS), hit(other, "b.txt"))) == 2


def test_stretches_of_one_document_that_mostly_overlap_stand_once() -> None:
    assert len(collapsed(hit(WORDS), hit(WORDS[20:] + " And 7 more.", start=20))) == 1
    assert len(collapsed(hit(WORDS), hit("The end. " + WORDS[:9], start=len(WORDS) - 9))) == 2


def test_texts_without_words_are_not_alike() -> None:
    assert len(collapsed(hit("…"), hit("—", "b.txt"))) == 2


def test_no_more_are_taken_than_wanted_but_what_is_alike_does_not_count() -> None:
    hits = [
        hit(WORDS, "a.txt"),
        hit(WORDS, "b.txt"),
        hit("Sleep.", "c.txt"),
        hit("Grief.", "d.txt"),
    ]
    assert [each.passage.document for each in collapse(hits, 2)] == ["a.txt", "c.txt"]


def test_the_share_of_runs_of_words_is_that_of_the_shorter_text() -> None:
    assert shared_share(WORDS, "As said: " + WORDS.upper()) == 1
    assert shared_share(WORDS, "Something else, of no more than eight words.") == 0
