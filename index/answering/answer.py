"""From the passages found, and the sentence marked in the first, to an answer with its verdict."""

from dataclasses import dataclass
from typing import Literal

from index.answering.apparatus import points
from index.answering.calibration import Curve, Evidence
from index.answering.mark import text_of
from index.answering.search import Mode
from index.passage import Hit, Mark

Verdict = Literal["answered", "not_found"]


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that answers, word for word: `text` is the document's from start to end.

    `page` is where it begins, None in a format without pages; `page_label` what is printed there.
    """

    document: str
    page: int | None
    start: int
    end: int
    text: str
    page_label: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index says to a question.

    verdict:    "not_found" when the documents do not seem to hold the answer; the hits are then
                only the nearest passages
    confidence: 0 to 1, that the quote answers the question
    mode:       how it was found
    build:      number of the build that was asked
    hits:       passages, best first
    quote:      None when nothing was found at all
    evidence:   what the confidence was read from; None when nothing was found at all
    """

    question: str
    verdict: Verdict
    confidence: float
    mode: Mode
    build: int
    hits: tuple[Hit, ...]
    quote: Quote | None
    evidence: Evidence | None


def nothing_found(question: str, mode: Mode, build: int) -> Answer:
    """The answer where there is no passage to show."""
    return Answer(question, "not_found", 0.0, mode, build, (), None, None)


def answer_from(
    question: str,
    mode: Mode,
    build: int,
    hits: tuple[Hit, ...],
    mark: Mark,
    evidence: Evidence,
    curve: Curve,
) -> Answer:
    """The answer that a mark in the first of `hits` makes.

    A line of contents, or the question over again, answers nothing.
    """
    passage, span = hits[0].passage, mark.span
    page = passage.page_at(span.start)
    quote = Quote(
        passage.document,
        page.number if page else None,
        span.start,
        span.end,
        text_of(passage, span),
        page.label if page else None,
    )
    confidence = 0.0 if points(question, passage, span) else curve.probability(evidence)
    verdict: Verdict = "answered" if confidence >= curve.threshold else "not_found"
    return Answer(question, verdict, confidence, mode, build, hits, quote, evidence)
