"""How well the evidence tells answered questions from those whose answer was left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluate.squad import Article
from index.answer import best_sentence
from index.encoder import Encoder
from index.library import CANDIDATES, Library

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of each question, its best evidence with its own article there, and with it left out."""

    kept: Values
    left_out: Values


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over the evidence: confidence is 1 / (1 + exp(-(slope * e + intercept)))."""

    slope: float
    intercept: float


@dataclass(frozen=True, slots=True)
class Errors:
    """How a curve does at confidence 0.5; shares of the questions, 0 to 1.

    auroc:          chance that an answered question has more evidence than an unanswered one
    false_answers:  of the questions whose article was left out, those called answered
    false_silences: of the others, those called not found
    """

    auroc: float
    false_answers: float
    false_silences: float


def gather(
    articles: Sequence[Article],
    library: Library,
    encoder: Encoder,
    watch: Callable[[int, int], None],
) -> Evidence:
    """Asks every question twice; the second time its own article counts as not there."""
    questions = [each for article in articles for each in article.questions]
    kept, left_out = [], []
    for number, question in enumerate(questions):
        watch(number, len(questions))
        vector = encoder.encode([question.text])[0]
        hits = library.search(question.text, CANDIDATES)
        others = [hit for hit in hits if hit.passage.document != question.document]
        kept.append(best_sentence(vector, hits[0], encoder).evidence)
        left_out.append(best_sentence(vector, others[0], encoder).evidence if others else 0.0)
    return Evidence(np.array(kept), np.array(left_out))


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
    )


def _labels(evidence: Evidence) -> Values:
    return np.concatenate([np.ones(len(evidence.kept)), np.zeros(len(evidence.left_out))])
