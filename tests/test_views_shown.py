import re

import pytest

from index.passage import Passage, Span
from views.shown import Marked, excerpt, in_excerpt, text_of

TEXT = "Sleep is <long>. It heals grief. Music."
PASSAGE = Passage("a.txt", "A", (), (), 100, 139, TEXT, ())
LONG = "Some words stand before it, one after another. " * 20
MIDDLE = "This is what <answers>. "
WINDOW = Passage(
    "b.txt", "B", (), (), 50, 50 + 2 * len(LONG) + len(MIDDLE), LONG + MIDDLE + LONG, ()
)


def test_what_answers_is_marked_and_what_answers_too_lightly() -> None:
    marks = [Marked(Span(117, 132)), Marked(Span(133, 139), "also"), Marked(Span(100, 116), "also")]
    assert text_of(PASSAGE, marks) == (
        '<mark class="also">Sleep is &lt;long&gt;.</mark> <mark>It heals grief.</mark> '
        '<mark class="also">Music.</mark>'
    )


def test_words_are_bold_inside_marks_and_outside() -> None:
    words = [Span(100, 105), Span(109, 116), Span(120, 125)]
    assert text_of(PASSAGE, [Marked(Span(117, 132), "closest")], words) == (
        "<b>Sleep</b> is <b>&lt;long&gt;.</b> "
        '<mark class="closest">It </mark><mark class="closest"><b>heals</b></mark>'
        '<mark class="closest"> grief.</mark> Music.'
    )


def test_nothing_marked_is_the_text() -> None:
    assert text_of(PASSAGE) == "Sleep is &lt;long&gt;. It heals grief. Music."


@pytest.mark.parametrize("marks", [[Span(90, 105), Span(104, 300)], [Span(0, 999)], [Span(5, 5)]])
def test_marks_that_reach_out_or_into_each_other_lose_no_letter(marks: list[Span]) -> None:
    shown = text_of(PASSAGE, [Marked(span) for span in marks], [Span(95, 101), Span(138, 150)])
    shown = re.sub("</?(mark|b)>", "", shown)
    assert shown == "Sleep is &lt;long&gt;. It heals grief. Music."


def test_markdown_is_shown_as_what_it_means_with_its_marks() -> None:
    text = "It has *two* parts:\n\n- <goals>\n- tasks\n"
    passage = Passage("a.md", None, (), (), 10, 10 + len(text), text, ())
    assert text_of(passage, [Marked(Span(10, 40))]).replace("'", '"') == (
        '<div class="p"><mark>It has </mark><em><mark>two</mark></em><mark> parts:</mark></div>'
        "<ul><li><mark>&lt;goals&gt;</mark></li><li>tasks</li></ul>"
    )


def test_a_short_passage_is_shown_whole() -> None:
    assert excerpt(PASSAGE, None) == Span(100, 139)
    assert in_excerpt(PASSAGE, Span(133, 139)).endswith(' <mark class="closest">Music.</mark>')


def test_of_a_long_one_the_window_is_where_it_is_closest_and_cuts_no_word() -> None:
    sentence = Span(50 + len(LONG), 50 + len(LONG) + len(MIDDLE) - 1)
    shown = in_excerpt(WINDOW, sentence)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert '<mark class="closest">This is what &lt;answers&gt;.</mark>' in shown
    words = set(shown.replace("<mark", " ").replace("</mark>", " ").split()[1:-1])
    assert {"stand", "another."} <= words
    assert len(shown) < 420
    beginning = in_excerpt(WINDOW, None)
    assert beginning.startswith("Some words")
    assert beginning.endswith(" …")


def test_a_sentence_longer_than_the_window_is_shown_whole() -> None:
    sentence = Span(60, 60 + 700)
    shown = excerpt(WINDOW, sentence)
    assert shown.start <= sentence.start
    assert shown.end >= sentence.end
