"""From the passages found to an answer: the sentence to mark, a confidence and a verdict.

The best passage's sentences are judged in one of two ways. By reading, a cross-encoder scores how
well each answers the question. By nearness, where no cross-encoder is used, the sentence nearest
to the question by the encoder is marked: that knows what is near a question, not what answers it.
Confidence is a logistic curve over the evidence, fitted by `python -m evaluate threshold`.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from index.encoder import Encoder, Vectors
from index.passage import Hit, Passage, Span
from index.reranker import Reranker

Verdict = Literal["answered", "not_found"]


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve from evidence to the probability that it is of an answer."""

    slope: float
    intercept: float

    def probability(self, evidence: float) -> float:
        """1 / (1 + exp(-(slope * evidence + intercept)))."""
        return 1 / (1 + math.exp(-(self.slope * evidence + self.intercept)))


# Fitted on XQuAD: evaluate/LOG.md
BY_NEARNESS = Curve(slope=22.57, intercept=-10.61)
BY_READING = Curve(slope=0.39, intercept=1.63)
_THRESHOLD = 0.5

PAIR_MARGIN = 1.0  # of the cross-encoder's score: evaluate/LOG.md


@dataclass(frozen=True, slots=True)
class Judgement:
    """What to mark, the evidence that it answers, and the probability of that."""

    marked: Span
    evidence: float
    confidence: float


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
    question: str, hits: tuple[Hit, ...], build: int, judgement: Judgement | None
) -> Answer:
    """The answer that `judgement` of the first of `hits` makes; not found where there is none."""
    if judgement is None:
        return Answer(question, "not_found", 0.0, build, hits, None)
    passage, span = hits[0].passage, judgement.marked
    quote = Quote(passage.document, span.start, span.end, _text(passage, span))
    verdict: Verdict = "answered" if judgement.confidence >= _THRESHOLD else "not_found"
    return Answer(question, verdict, judgement.confidence, build, hits, quote)


def judge_by_reading(question: str, hit: Hit, reranker: Reranker) -> Judgement:
    """Marks the sentence that answers, or two adjoining ones that answer only together.

    A sentence is read by itself and after the one before it, which tells what its pronouns mean;
    the sum decides. Two are marked when together they score higher by PAIR_MARGIN than that
    sentence alone. The evidence is the passage's score plus that of what is marked.
    """
    passage = hit.passage
    spans = passage.sentences
    texts = [_text(passage, span) for span in spans]
    pairs = [f"{before} {text}" for before, text in pairwise(texts)]
    scores = reranker.score(question, [*texts, *pairs])
    alone, paired = scores[: len(texts)], scores[len(texts) :]
    best = int(np.argmax(alone + np.concatenate([alone[:1], paired])))
    marked, score = spans[best], float(alone[best])
    if len(paired) and paired.max() > score + PAIR_MARGIN:
        first = int(np.argmax(paired))
        marked, score = Span(spans[first].start, spans[first + 1].end), float(paired[first])
    evidence = score + (score if hit.rerank is None else hit.rerank)
    return Judgement(marked, evidence, BY_READING.probability(evidence))


def judge_by_nearness(vector: Vectors, hit: Hit, encoder: Encoder) -> Judgement:
    """Marks the sentence nearest to the question's `vector`, shape (dimension,).

    The evidence is the greater cosine, the sentence's or its passage's.
    """
    passage = hit.passage
    cosines = encoder.encode([_text(passage, span) for span in passage.sentences]) @ vector
    best = int(np.argmax(cosines))
    evidence = max(float(cosines[best]), hit.dense or 0.0)
    return Judgement(passage.sentences[best], evidence, BY_NEARNESS.probability(evidence))


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.start : span.end - passage.start]
