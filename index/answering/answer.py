"""From the passages found, and the sentence marked in the first, to an answer with its verdict."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from index.answering.apparatus import points
from index.answering.calibration import Curve, Evidence
from index.answering.mark import text_of
from index.answering.missing import Missing
from index.answering.respelt import Respelt
from index.answering.search import Mode
from index.passage import Hit, Mark, Passage, Span

_BEFORE_HEADING = re.compile(r"[#=*_>\s]*(?:[\divxIVX]+[.):]?(?:\d+[.)]?)*\s+)?[*_]*")
_AFTER_HEADING = re.compile(r"[#=*_:.\s]*")

Verdict = Literal["answered", "not_found"]
Certainty = Literal["sure", "doubtful", "none"]
SURE = 0.9  # confidence; how many of such answers are right: evaluate/README.md
UNREAD = (
    "The models that read know English; this question is answered by its words alone, so only "
    "passages that have them are found."
)


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that answers, word for word: `text` is the document's from start to end.

    `page` is where it begins, None in a format without pages; `page_label` what is printed there.
    `in_heading`: it is a heading over the first passage, and does not stand in its text.
    `also`: other sentences of that passage that answer too, or in part; in the document's offsets.
    """

    document: str
    page: int | None
    start: int
    end: int
    text: str
    page_label: str | None = None
    in_heading: bool = False
    also: tuple[Span, ...] = ()

    def inside(self, passage: Passage) -> Span | None:
        """The quote in the characters of the passage's own text; None where it is its heading."""
        if self.in_heading:
            return None
        return Span(self.start - passage.start, self.end - passage.start)


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
    certainty:  "sure" from SURE on; "doubtful" when answered with less; "none" when not found
    unread:     whether its language is one that the models don't know, so that words alone count
    missing:    what the question asks for that none of the nearest passages has; empty when sure
    without:    words that it asks to leave out; no passage found has them
    instead:    its misspelt words, which no passage has, each with what was searched for instead
    """

    question: str
    verdict: Verdict
    confidence: float
    mode: Mode
    build: int
    hits: tuple[Hit, ...]
    quote: Quote | None
    evidence: Evidence | None
    missing: Missing = Missing()
    unread: bool = False
    without: tuple[str, ...] = ()
    instead: tuple[Respelt, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be known of how it was searched, a sentence each."""
        said = [UNREAD] if self.unread else []
        if self.instead:
            pairs = (f"“{each.searched}” instead of “{each.asked}”" for each in self.instead)
            said.append(f"Searched for {', '.join(pairs)}.")
        if self.without:
            words = ", ".join(f"“{word}”" for word in self.without)
            said.append(f"Passages that have {words} are left out.")
        return tuple(said)

    @property
    def certainty(self) -> Certainty:
        if self.verdict == "not_found":
            return "none"
        return "sure" if self.confidence >= SURE else "doubtful"


def nothing_found(question: str, mode: Mode, build: int) -> Answer:
    """The answer where there is no passage to show."""
    return Answer(question, "not_found", 0.0, mode, build, (), None, None)


def quote_from(passage: Passage, mark: Mark, whole: Callable[[], str]) -> Quote:
    """What a mark marks: a stretch of the passage, or a heading above it where it can be found.

    `whole` gives the document's whole text; it is asked only where a heading answers.
    """
    if mark.heading is not None:
        heading = passage.heading[mark.heading]
        if found := heading_before(whole(), heading, passage.start):
            return Quote(
                passage.document,
                None,
                found.start,
                found.end,
                heading,
                in_heading=True,
                also=mark.also,
            )
    page = passage.page_at(mark.span.start)
    return Quote(
        passage.document,
        page.number if page else None,
        mark.span.start,
        mark.span.end,
        text_of(passage, mark.span),
        page.label if page else None,
        also=mark.also,
    )


def heading_before(text: str, heading: str, end: int) -> Span | None:
    """Where a heading stands in the text before `end`, on a line of its own; None if it does not.

    Its line may have marks and a number before the words, and marks after them.
    """
    while (start := text.rfind(heading, 0, end)) >= 0:
        line = Span(text.rfind("\n", 0, start) + 1, text.find("\n", start))
        around = text[line.start : start], text[start + len(heading) : line.end]
        if _BEFORE_HEADING.fullmatch(around[0]) and _AFTER_HEADING.fullmatch(around[1]):
            return Span(start, start + len(heading))
        end = start
    return None


def answer_from(
    question: str,
    mode: Mode,
    build: int,
    hits: tuple[Hit, ...],
    quote: Quote,
    evidence: Evidence,
    curve: Curve,
    missing: Missing = Missing(),
) -> Answer:
    """The answer that a quote from the first of `hits`, or from above it, makes.

    A line of contents, or the question over again, answers nothing; nor does a passage without
    the phrases that are asked for.
    """
    span = Span(quote.start, quote.end)
    pointing = not quote.in_heading and points(question, hits[0].passage, span)
    confidence = 0.0 if pointing or missing.phrases else curve.probability(evidence)
    verdict: Verdict = "answered" if confidence >= curve.threshold else "not_found"
    if confidence >= SURE:
        missing = Missing()
    return Answer(question, verdict, confidence, mode, build, hits, quote, evidence, missing)
