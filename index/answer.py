"""From the passages found to an answer: the sentence to mark, a confidence and a verdict.

This is the plain first form. The marked sentence is the one of the best passage that is nearest
to the question by the encoder. The evidence for it is a cosine, and confidence a logistic curve
over that, fitted by `python -m evaluate threshold` (figures in evaluate/LOG.md). So it knows what
is near a question, not what answers it: a question in the documents' own field that they do not
answer will often be called answered, and one in other words than theirs not found.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.encoder import Encoder, Vectors
from index.passage import Hit, Span

Verdict = Literal["answered", "not_found"]

_SLOPE, _INTERCEPT = 22.57, -10.61  # of the evidence; python -m evaluate threshold
_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that answers, word for word: `text` is the document's from start to end."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class BestSentence:
    """A sentence and the evidence for it: the greater cosine, its own or its passage's."""

    span: Span
    evidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index says to a question.

    verdict:    "not_found" when the documents do not seem to hold the answer; the hits are then
                only the nearest passages
    confidence: 0 to 1, that the quote answers the question
    build:      number of the build that was asked
    hits:       passages, best first
    quote:      None when nothing was found at all
    """

    question: str
    verdict: Verdict
    confidence: float
    build: int
    hits: tuple[Hit, ...]
    quote: Quote | None


def answer_from(
    question: str, vector: Vectors, hits: tuple[Hit, ...], build: int, encoder: Encoder
) -> Answer:
    """Marks and judges `hits`, found for `question` whose vector has shape (dimension,)."""
    if not hits:
        return Answer(question, "not_found", 0.0, build, (), None)
    best = best_sentence(vector, hits[0], encoder)
    passage = hits[0].passage
    text = passage.text[best.span.start - passage.start : best.span.end - passage.start]
    quote = Quote(passage.document, best.span.start, best.span.end, text)
    confidence = 1 / (1 + math.exp(-(_SLOPE * best.evidence + _INTERCEPT)))
    verdict: Verdict = "answered" if confidence >= _THRESHOLD else "not_found"
    return Answer(question, verdict, confidence, build, hits, quote)


def best_sentence(vector: Vectors, hit: Hit, encoder: Encoder) -> BestSentence:
    """The sentence of `hit` nearest to the question's `vector`, shape (dimension,)."""
    passage = hit.passage
    spans = passage.sentences
    texts = [passage.text[s.start - passage.start : s.end - passage.start] for s in spans]
    cosines = encoder.encode(texts) @ vector
    best = int(np.argmax(cosines))
    return BestSentence(spans[best], max(float(cosines[best]), hit.dense or 0.0))
