"""How well the evidence tells answered questions from those whose answer was left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluate.squad import Question
from index.answer import Curve, Judgement, judge_by_nearness, judge_by_reading
from index.encoder import Encoder
from index.library import CANDIDATES, Library
from index.passage import Hit, Passage, Span
from index.reranker import Reranker, rerank

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of each question, its best evidence with its own article there, and with it left out.

    found, marked: whether, with the article there, the first passage holds the answer, and
                   whether the marked sentence does
    """

    kept: Values
    left_out: Values
    found: Values
    marked: Values


@dataclass(frozen=True, slots=True)
class Errors:
    """How a curve does at confidence 0.5; shares of the questions, 0 to 1.

    auroc:          chance that an answered question has more evidence than an unanswered one
    false_answers:  of the questions whose article was left out, those called answered
    false_silences: of the others, those called not found
    found, marked:  of those others, answer in the first passage, in the marked sentence
    """

    auroc: float
    false_answers: float
    false_silences: float
    found: float
    marked: float


def gather(
    questions: Sequence[Question],
    library: Library,
    encoder: Encoder,
    reranker: Reranker | None,
    watch: Callable[[int, int], None],
) -> Evidence:
    """Asks every question twice, the second time as if its own article were not there.

    With a reranker the evidence comes from reading, without from nearness.
    """
    rows = []
    for number, question in enumerate(questions):
        watch(number, len(questions))
        hits = library.search(question.text, CANDIDATES, "hybrid")
        others = [hit for hit in hits if hit.passage.document != question.document]
        kept, left_out = (
            _judged(question, several, encoder, reranker) for several in (hits, others)
        )
        passage, sentence = kept.passage, kept.judgement.marked
        own = passage.document == question.document
        found = own and _holds(Span(passage.start, passage.end), question)
        marked = own and _holds(sentence, question)
        rows.append((kept.judgement.evidence, left_out.judgement.evidence, found, marked))
    return Evidence(*np.array(rows, dtype=np.float64).reshape(-1, 4).T)


@dataclass(frozen=True, slots=True)
class _Judged:
    passage: Passage
    judgement: Judgement


def _judged(
    question: Question, hits: Sequence[Hit], encoder: Encoder, reranker: Reranker | None
) -> _Judged:
    if reranker is not None:
        best = rerank(question.text, hits, reranker)[0]
        return _Judged(best.passage, judge_by_reading(question.text, best, reranker))
    vector = encoder.encode([question.text])[0]
    return _Judged(hits[0].passage, judge_by_nearness(vector, hits[0], encoder))


def _holds(span: Span, question: Question) -> bool:
    return any(span.start <= each.start and each.end <= span.end for each in question.answers)


def fit(evidence: Evidence) -> Curve:
    """The curve of greatest likelihood (logistic regression, hardly regularised)."""
    from sklearn.linear_model import LogisticRegression

    values = np.concatenate([evidence.kept, evidence.left_out]).reshape(-1, 1)
    model = LogisticRegression(C=1e6).fit(values, _labels(evidence))
    return Curve(float(model.coef_[0, 0]), float(model.intercept_[0]))


def errors(evidence: Evidence, curve: Curve) -> Errors:
    """What `curve` does on evidence that it was not fitted on."""
    from sklearn.metrics import roc_auc_score

    values = np.concatenate([evidence.kept, evidence.left_out])
    threshold = -curve.intercept / curve.slope
    return Errors(
        auroc=float(roc_auc_score(_labels(evidence), values)),
        false_answers=float(np.mean(evidence.left_out >= threshold)),
        false_silences=float(np.mean(evidence.kept < threshold)),
        found=float(np.mean(evidence.found)),
        marked=float(np.mean(evidence.marked)),
    )


def _labels(evidence: Evidence) -> Values:
    return np.concatenate([np.ones(len(evidence.kept)), np.zeros(len(evidence.left_out))])
