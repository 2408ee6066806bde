from dataclasses import replace

from index.answering.answer import Answer, Quote
from index.answering.explain import Explanation, Share
from index.answering.missing import Missing
from index.passage import Hit, Passage, Span
from views import quotation
from views.asked import Asked
from views.filters import Filters

TEXT = "Sleep is <long>. It heals grief. Music."
PASSAGE = Passage("a/b c.txt", "A", ("<H>",), (), 100, 139, TEXT, (), author="B", date="2020-01")
QUOTE = Quote("a/b c.txt", None, 117, 132, "It heals grief.", also=(Span(133, 139),))
ANSWER = Answer("Q?", "answered", 0.93, "rerank", 1, (Hit(PASSAGE, 0.9, None, 1.0),), QUOTE, None)
DOUBTFUL = replace(ANSWER, confidence=0.62, missing=Missing(("Xyz",)))
ASKED = Asked("Q?", Filters(types=("PDF",), since=2000), 7)
WHOLE = f"{'before ' * 20}"[:100] + f"{TEXT} after"


def blockquote(answer: Answer) -> str:
    shown = quotation.quoted(answer, ASKED, WHOLE)
    return shown.partition('<blockquote class="passage">')[2].partition("</blockquote>")[0]


def test_a_sure_answer_has_the_full_mark_and_a_doubtful_one_a_paler_with_perhaps() -> None:
    assert "<mark>It heals grief.</mark>" in blockquote(ANSWER)
    assert '<mark class="perhaps">It heals grief.</mark>' in blockquote(DOUBTFUL)
    assert quotation.quoted(DOUBTFUL, ASKED, WHOLE).startswith(
        '<figure class="quoth answer doubtful">'
    )
    assert quotation.certainty(ANSWER).startswith('<h2 class="quoth part">Very likely <small>')
    assert quotation.certainty(DOUBTFUL) == (
        '<h2 class="quoth part">Perhaps <small>of 100 such answers about 62 are right. '
        "No passage near it has “Xyz”.</small></h2>"
    )
    edge = [quotation.words_for(replace(ANSWER, confidence=each)) for each in (0.9, 0.899)]
    assert edge == ["Very likely", "Perhaps"]


def test_a_heading_that_answers_is_marked_over_its_passage() -> None:
    heading = Quote("a/b c.txt", None, 3, 9, "<Rest>", in_heading=True)
    shown = blockquote(replace(ANSWER, quote=heading))
    assert shown.startswith("<mark>&lt;Rest&gt;</mark>\nSleep is &lt;long&gt;.")
    assert shown.count("<mark>") == 1


def test_the_answers_own_card_has_title_author_date_and_the_exact_place_behind_a_click() -> None:
    shown = quotation.quoted(ANSWER, ASKED, WHOLE)
    assert (
        '<p class="quoth title"><bdi>A</bdi> <span class="citation">B, 2020-01</span></p>' in shown
    )
    assert "<bdi>A, “&lt;H&gt;” (2020)</bdi>" in shown.partition("<details>")[0]
    assert "characters" not in shown.partition("<details>")[0]
    exact = "<bdi>a/b c.txt</bdi> › <bdi>&lt;H&gt;</bdi>, <bdi>characters 100–139</bdi>"
    assert exact in shown.partition("<details>")[2]


def test_a_citation_carries_what_was_asked_there_and_back() -> None:
    address = quotation.href(PASSAGE, ASKED, Span(117, 132))
    assert address == ("read?document=a%2Fb+c.txt&start=117&end=132&q=Q%3F&type=PDF&since=2000&k=7")
    there = {"document": ["a"], "q": ["<Q>?"], "type": ["PDF", "Word"], "end": ["3"], "k": ["7"]}
    assert 'href="./?q=%3CQ%3E%3F&amp;type=PDF&amp;type=Word&amp;k=7"' in quotation.back(there)


def test_what_comes_first_looks_like_no_answer() -> None:
    shown = quotation.pending(ANSWER.hits, lambda _: WHOLE)
    place, _, others = shown.partition('<div class="quoth pending-others"')
    assert "grief" not in place
    assert "blockquote" not in shown
    assert "It heals grief." in others


def test_why_it_is_here_is_said_without_words_of_the_trade() -> None:
    explained = Explanation(3, None, ("sl<eep",), (Share("Sle<ep", 0.2), Share("is", -0.1)), 0.42)
    shown = quotation.explanation(explained)
    plain, _, exact = shown.partition("<details")
    assert "By what it means it stands in place 3." in plain
    assert "By its words it stands not among the first hundred." in plain
    assert "sl&lt;eep" in plain
    assert not any(word in plain.lower() for word in ("cosine", "rerank", "characters", "vector"))
    assert "cosine 0.42" in exact
    assert "Sle&lt;ep +0.200" in exact


def test_what_is_said_to_a_screen_reader_is_text() -> None:
    assert quotation.announced('"><script>', "<i>") == (
        '<p class="quoth said" hidden data-say="&quot;&gt;&lt;script&gt;" data-of="&lt;i&gt;"></p>'
    )
