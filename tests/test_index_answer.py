import numpy as np
import pytest
from fakes import curve

from index.answering.answer import Quote, answer_from, heading_before, nothing_found, quote_from
from index.answering.calibration import Evidence
from index.passage import Hit, Mark, Passage, Span

TEXT = "Sleep is long. It heals grief. Music."
SENTENCES = (Span(100, 114), Span(115, 130), Span(131, 137))
PASSAGE = Passage("a.txt", "A", (), (), 100, 137, TEXT, SENTENCES)
DOCUMENT = "# Rest\n".ljust(100) + TEXT
HITS = (Hit(PASSAGE, 0.9, None, 1.0),)


@pytest.mark.parametrize(
    ("cosine", "verdict"), [(0.49, "not_found"), (0.5, "answered"), (0.51, "answered")]
)
def test_the_verdict_is_whether_confidence_reaches_the_threshold(
    cosine: float, verdict: str
) -> None:
    found = answer_from(
        "music",
        "hybrid",
        3,
        HITS,
        quote_from(PASSAGE, Mark(Span(131, 137)), lambda: DOCUMENT),
        Evidence(cosine, 0.0),
        curve(Evidence(cosine=20, coverage=0), -10),
    )
    assert found.verdict == verdict
    assert found.confidence == pytest.approx(1 / (1 + np.exp(10 - 20 * cosine)))
    assert found.quote is not None
    assert (found.quote.start, found.quote.end, found.quote.text) == (131, 137, "Music.")
    assert (found.mode, found.build, found.hits) == ("hybrid", 3, HITS)


def test_where_there_is_no_passage_nothing_is_quoted() -> None:
    found = nothing_found("music", "rerank", 3)
    assert (found.verdict, found.confidence, found.quote) == ("not_found", 0.0, None)


@pytest.mark.parametrize("text", ["What is a wick? ......... 3", "**What is a wick?**"])
def test_contents_and_the_question_over_again_answer_nothing(text: str) -> None:
    span = Span(0, len(text))
    hits = (Hit(Passage("a.md", "A", ("Contents",), (), 0, len(text), text, (span,)), 1, 1, 1),)
    best = curve(Evidence(cosine=20, coverage=0), 10)
    quote = quote_from(hits[0].passage, Mark(span), lambda: text)
    found = answer_from("What is a wick?", "hybrid", 3, hits, quote, Evidence(1, 1), best)
    assert (found.verdict, found.confidence) == ("not_found", 0.0)
    assert found.quote is not None
    assert found.quote.text == text


NOTICE = "# Notice\n\n## 2. The ferry leaves at 07:40 ##\n\nPlease be there early."


def test_a_heading_that_answers_is_quoted_where_it_stands_in_the_document() -> None:
    start = NOTICE.index("Please")
    sentence = Span(start, len(NOTICE))
    heading = ("The ferry leaves at 07:40",)
    passage = Passage(
        "n.md", "Notice", heading, (), start, len(NOTICE), NOTICE[start:], (sentence,)
    )
    quote = quote_from(passage, Mark(sentence, 5.0, 0), lambda: NOTICE)
    place = NOTICE.index("The ferry")
    assert quote == Quote("n.md", None, place, place + len(heading[0]), heading[0], in_heading=True)
    assert quote.inside(passage) is None


def test_a_heading_that_does_not_stand_over_the_passage_is_not_quoted() -> None:
    quote = quote_from(PASSAGE, Mark(Span(131, 137), 5.0), lambda: DOCUMENT)
    assert (quote.text, quote.in_heading) == ("Music.", False)
    unknown = Passage("a.txt", "A", ("Elsewhere",), (), 100, 137, TEXT, SENTENCES)
    quote = quote_from(unknown, Mark(Span(131, 137), 5.0, 0), lambda: DOCUMENT)
    assert (quote.text, quote.in_heading) == ("Music.", False)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sleep\n\nlong", 0),
        ("**Sleep**:\nlong", 2),
        ("IV. Sleep\nlong", 4),
        ("3.1 Sleep\nMore on Sleep today.\nlong", 4),
        ("On Sleep and rest\nlong", None),
    ],
)
def test_a_heading_is_found_on_a_line_of_its_own(text: str, place: int | None) -> None:
    found = heading_before(text, "Sleep", text.index("long"))
    assert found == (None if place is None else Span(place, place + 5))
