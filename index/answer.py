"""From the passages found to an answer: the sentence to mark, a confidence and a verdict.

This is the plain first form. The marked sentence is the one of the best passage that is nearest
to the question by the encoder, and confidence is a logistic curve over that passage's and that
sentence's cosine, fitted on one half of XQuAD with each question's own article left out or not
(`python -m evaluate squad`). It knows what is near a question, not what answers it.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.encoder import Encoder, Vectors
from index.passage import Hit, Span

Verdict = Literal["answered", "not_found"]

_MIDPOINT, _STEEPNESS = 0.45, 14.0  # evaluate/LOG.md
_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that answers, word for word: `text` is the document's from start to end."""

    document: str
    start: int
    end: int
    text: str


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
    passage = hits[0].passage
    sentences = passage.sentences or (Span(passage.start, passage.end),)
    texts = [passage.text[s.start - passage.start : s.end - passage.start] for s in sentences]
    cosines = encoder.encode(texts) @ vector
    best = int(np.argmax(cosines))
    quote = Quote(passage.document, sentences[best].start, sentences[best].end, texts[best])
    evidence = max(float(cosines[best]), hits[0].dense or 0.0)
    confidence = 1 / (1 + math.exp(-_STEEPNESS * (evidence - _MIDPOINT)))
    verdict: Verdict = "answered" if confidence >= _THRESHOLD else "not_found"
    return Answer(question, verdict, confidence, build, hits, quote)
