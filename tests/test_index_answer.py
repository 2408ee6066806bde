import numpy as np
import pytest
from fakes import curve

from index.answering.answer import answer_from, nothing_found
from index.answering.calibration import Evidence
from index.passage import Hit, Mark, Passage, Span

TEXT = "Sleep is long. It heals grief. Music."
SENTENCES = (Span(100, 114), Span(115, 130), Span(131, 137))
PASSAGE = Passage("a.txt", "A", (), (), 100, 137, TEXT, SENTENCES)
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
        Mark(Span(131, 137)),
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
    found = answer_from("What is a wick?", "hybrid", 3, hits, Mark(span), Evidence(1, 1), best)
    assert (found.verdict, found.confidence) == ("not_found", 0.0)
    assert found.quote is not None
    assert found.quote.text == text
