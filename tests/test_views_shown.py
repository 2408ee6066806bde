import re

import pytest

from index.passage import Passage, Span
from views.shown import Marked, excerpt, in_excerpt, text_of

TEXT = "Sleep is <long>. It heals grief. Music."
PASSAGE = Passage("a.txt", "A", (), (), 100, 139, TEXT, ())
WHOLE = f"{'.' * 100}{TEXT}."
LONG = "Some words stand before it, one after another. " * 20
MIDDLE = "This is what <answers>. "
WINDOW = Passage(
    "b.txt", "B", (), (), 50, 50 + 2 * len(LONG) + len(MIDDLE), LONG + MIDDLE + LONG, ()
)
AROUND = f"{'.' * 50}{WINDOW.text}"


def test_what_answers_is_marked_and_what_answers_too_lightly() -> None:
    marks = [Marked(Span(117, 132)), Marked(Span(133, 139), "also"), Marked(Span(100, 116), "also")]
    assert text_of(PASSAGE, WHOLE, marks) == (
        '<mark class="also">Sleep is &lt;long&gt;.</mark> <mark>It heals grief.</mark> '
        '<mark class="also">Music.</mark>'
    )


def test_words_are_bold_inside_marks_and_outside() -> None:
    words = [Span(100, 105), Span(109, 116), Span(120, 125)]
    assert text_of(PASSAGE, WHOLE, [Marked(Span(117, 132), "closest")], words) == (
        "<b>Sleep</b> is <b>&lt;long&gt;.</b> "
        '<mark class="closest">It </mark><mark class="closest"><b>heals</b></mark>'
        '<mark class="closest"> grief.</mark> Music.'
    )


def test_nothing_marked_is_the_text() -> None:
    assert text_of(PASSAGE, WHOLE) == "Sleep is &lt;long&gt;. It heals grief. Music."


@pytest.mark.parametrize("marks", [[Span(90, 105), Span(104, 300)], [Span(0, 999)], [Span(5, 5)]])
def test_marks_that_reach_out_or_into_each_other_lose_no_letter(marks: list[Span]) -> None:
    shown = text_of(
        PASSAGE, WHOLE, [Marked(span) for span in marks], [Span(95, 101), Span(138, 150)]
    )
    shown = re.sub("</?(mark|b)>", "", shown)
    assert shown == "Sleep is &lt;long&gt;. It heals grief. Music."


def test_markdown_is_shown_as_what_it_means_with_its_marks() -> None:
    text = "It has *two* parts:\n\n- <goals>\n- tasks\n"
    passage = Passage("a.md", None, (), (), 10, 10 + len(text), text, ())
    assert text_of(passage, f"{'-' * 10}{text}", [Marked(Span(10, 40))]).replace("'", '"') == (
        '<div class="p"><mark>It has </mark><em><mark>two</mark></em><mark> parts:</mark></div>'
        "<ul><li><mark>&lt;goals&gt;</mark></li><li>tasks</li></ul>"
    )


def test_a_short_passage_is_shown_whole() -> None:
    assert excerpt(PASSAGE, None) == Span(100, 139)
    assert in_excerpt(PASSAGE, WHOLE, Span(133, 139)).endswith(
        ' <mark class="closest">Music.</mark>'
    )


def test_of_a_long_one_the_window_is_where_it_is_closest_and_cuts_no_word() -> None:
    sentence = Span(50 + len(LONG), 50 + len(LONG) + len(MIDDLE) - 1)
    shown = in_excerpt(WINDOW, AROUND, sentence)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert '<mark class="closest">This is what &lt;answers&gt;.</mark>' in shown
    words = set(shown.replace("<mark", " ").replace("</mark>", " ").split()[1:-1])
    assert {"stand", "another."} <= words
    assert len(shown) < 420
    beginning = in_excerpt(WINDOW, AROUND, None)
    assert beginning.startswith("Some words")
    assert beginning.endswith(" …")


def test_a_sentence_longer_than_the_window_is_shown_whole() -> None:
    sentence = Span(60, 60 + 700)
    shown = excerpt(WINDOW, sentence)
    assert shown.start <= sentence.start
    assert shown.end >= sentence.end


ROWS = [f"| Drug {n} | {n} mg | {'slowly ' * 12}|" for n in range(9)]
TABLE = "\n".join(["| Name | Dose | How |", "| --- | --- | --- |", *ROWS])
DOSES = f"# Doses\n\n{TABLE}\n\nThat is all."


def part(text: str, first: str, last: str) -> Passage:
    start, end = text.index(first), text.index(last) + len(last)
    return Passage("a.md", None, (), (), start, end, text[start:end], ())


def rows(html: str) -> list[list[str]]:
    return [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in re.findall("<tr>.*?</tr>", html)]


def test_rows_of_a_table_stand_in_their_columns_under_its_head() -> None:
    passage = part(DOSES, "2 mg", "That is all.")
    shown = rows(text_of(passage, DOSES))
    assert shown[0] == ["Name", "Dose", "How"]
    assert shown[1][:2] == ["", "2 mg"]
    assert shown[2][:2] == ["Drug 3", "3 mg"]
    assert len(shown) == 8


def test_an_excerpt_parts_no_row_of_a_table() -> None:
    passage = part(DOSES, ROWS[0], ROWS[8])
    at = DOSES.index("Drug 5")
    shown = in_excerpt(passage, DOSES, Span(at, at + 6))
    assert len(excerpt(passage, Span(at, at + 6)).of(DOSES)) < 600
    (head, *others) = rows(shown)
    assert head == ["Name", "Dose", "How"]
    assert all(len(row) == 3 and row[0] and row[2].startswith("slowly") for row in others)
    assert any('<mark class="closest">Drug 5</mark>' in row[0] for row in others)


def test_a_passage_that_begins_within_an_item_has_the_items_number() -> None:
    text = "# Before it\n\n2. Mania.\n3. Bleeding.\n\n---\n\na: b\n\n---\n\nEnd."
    assert text_of(part(text, "Mania", "Bleeding."), text) == (
        "<ol><li value='2'>Mania.</li><li value='3'>Bleeding.</li></ol>"
    )
    assert text_of(part(text, "a: b", "b"), text) == "a: b"
    other = text.replace("Mania", "Other")
    assert text_of(part(text, "Mania", "Bleeding."), other).startswith("Mania.")


def test_where_a_paragraph_is_cut_the_dots_stand_in_it() -> None:
    text = f"{LONG}\n\n{MIDDLE * 8}\n\n{LONG}"
    at = text.index(MIDDLE)
    shown = in_excerpt(
        Passage("a.md", None, (), (), 0, len(text), text, ()), text, Span(at, at + 150)
    )
    assert shown.startswith("<div class='p'>… ")
    assert shown.endswith(" …</div>")
