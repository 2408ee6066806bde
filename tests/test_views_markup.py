from index.passage import Hit, Passage, Span
from views import markup

TEXT = "Sleep is <long>. It heals grief. Music."
PASSAGE = Passage("a.txt", "A", (), (), 100, 139, TEXT, ())
HIT = Hit(PASSAGE, 0.9, None, 1.0)


def quotation(html: str) -> str:
    return html.partition("<blockquote>")[2].partition("</blockquote>")[0]


def test_what_answers_is_marked_and_what_answers_too_lightly() -> None:
    shown = markup.answer(HIT, Span(117, 132), also=(Span(133, 139), Span(100, 116)))
    assert quotation(shown) == (
        '<mark class="also">Sleep is &lt;long&gt;.</mark> <mark>It heals grief.</mark> '
        '<mark class="also">Music.</mark>'
    )


def test_a_heading_that_answers_is_marked_over_its_passage() -> None:
    shown = markup.answer(HIT, Span(3, 9), heading="<Rest>")
    assert quotation(shown).startswith("<mark>&lt;Rest&gt;</mark>\nSleep is &lt;long&gt;.")
    assert quotation(shown).count("<mark>") == 1


def test_nothing_marked_is_the_text() -> None:
    assert quotation(markup.answer(HIT, None)) == ("Sleep is &lt;long&gt;. It heals grief. Music.")
