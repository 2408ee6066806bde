"""What a result's measures say, as sentences, each with what its name means."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from evaluate.result import Measure, Result
from index.answering.search import Mode

MODES: dict[Mode, str] = {
    "rerank": "As Quoth answers: all steps, the models read the passages",
    "hybrid": "By meaning and by words, nothing read",
    "dense": "By meaning alone",
    "lexical": "By words alone",
}
"""The ways of searching in plain words, the best first."""
_ANSWERABLE = "Of the questions whose answer is in the documents"


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in words.

    sentence: what it came to
    meaning:  what it is, and between what it lies
    """

    name: str
    sentence: str
    meaning: str


def told(result: Result) -> list[Told]:
    """Each measure of a result, in its order."""
    return [_told(name, measure) for name, measure in result.measures.items()]


def _told(name: str, measure: Measure) -> Told:
    words = _SHARES.get(name)
    if words is not None:
        count = round(measure.value * measure.queries)
        verb = words.one if count == 1 else words.many
        sentence = f"{count:,} of {measure.queries:,} {verb}"
        return Told(name, sentence, f"{words.meaning}. {_between(measure)}")
    if name in _OTHERS:
        say, meaning = _OTHERS[name]
        return Told(name, say(measure.value), f"{meaning}. {_between(measure)}")
    return Told(name, f"{name}: {measure.value:.3f}", _between(measure))


def _between(measure: Measure) -> str:
    return (
        f"With other questions of this kind it would very likely (95 %) lie between "
        f"{100 * measure.low:.0f} and {100 * measure.high:.0f} of 100; here it is "
        f"{100 * measure.value:.1f}."
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """How many of how many: how the sentence goes on after one, and after more."""

    one: str
    many: str
    meaning: str


def _answer_at(place: str, number: int) -> _Share:
    return _Share(
        f"questions has the answer {place}.",
        f"questions have the answer {place}.",
        f"{_ANSWERABLE}: how often it stands within the first {number} passages found",
    )


def _right_at(place: str, number: int) -> _Share:
    return _Share(
        f"questions has a right document {place}.",
        f"questions have a right document {place}.",
        f"How often one of the first {number} documents is one that people judged right",
    )


_SHARES = {
    "answer@1": _answer_at("in the first passage", 1),
    "answer@3": _answer_at("in one of the first three passages", 3),
    "answer@10": _answer_at("in one of the first ten passages", 10),
    "marked": _Share(
        "questions has the answer in the very sentence that is marked.",
        "questions have the answer in the very sentence that is marked.",
        f"{_ANSWERABLE}: how often what is marked in the first passage holds it",
    ),
    "marked, passage given": _Share(
        "questions has the right sentence marked where only the right text is searched.",
        "questions have the right sentence marked where only the right text is searched.",
        "The marking by itself, without the finding",
    ),
    "false silences": _Share(
        "questions that the documents answer is called not found.",
        "questions that the documents answer are called not found.",
        f"{_ANSWERABLE}: how often Quoth says that they hold none. Fewer is better",
    ),
    "false answers": _Share(
        "questions that nothing answers is answered all the same.",
        "questions that nothing answers are answered all the same.",
        "Of the questions without an answer: how often Quoth marks one. Fewer is better",
    ),
    "wrong quotes": _Share(
        "answers marks a sentence that does not answer.",
        "answers mark a sentence that does not answer.",
        "Of all that is called answered: how often the marked sentence is none. Fewer is better",
    ),
    "Success@1": _right_at("in the first place", 1),
    "Success@5": _right_at("among the first five", 5),
}
_OTHERS: dict[str, tuple[Callable[[float], str], str]] = {
    "AUROC": (
        lambda value: (
            f"Quoth is surer of a question that has an answer than of one that has none "
            f"{100 * value:.0f} times in 100."
        ),
        "Whether the confidence tells questions with an answer from those without (area under "
        "the ROC curve); 50 is no better than a coin",
    ),
    "ECE": (
        lambda value: (
            f"How sure Quoth says it is lies {100 * value:.0f} points of 100 beside how "
            "often it is right."
        ),
        "The expected calibration error: 0 means that of answers called 80 % sure, 80 of 100 are "
        "right. Smaller is better",
    ),
    "nDCG@10": (
        lambda value: f"The order of the first ten documents is worth {100 * value:.0f} of 100.",
        "100 is the best order there could be; what stands further down counts less",
    ),
    "Recall@10": (
        lambda value: f"{100 * value:.0f} of 100 right documents are among the first ten.",
        "The share of what people judged right that is found at all within ten",
    ),
    "Recall@100": (
        lambda value: f"{100 * value:.0f} of 100 right documents are among the first hundred.",
        "The share of what people judged right that is found at all within a hundred",
    ),
    "MRR@10": (
        lambda value: f"The first right document stands high: {100 * value:.0f} of 100.",
        "The mean of 1 divided by its place: 100 is always first, 50 always second",
    ),
}


def described(result: Result) -> str:
    """The measures as a list, a line each, which explains itself when it is chosen, HTML."""
    rows = "".join(
        f"<li><details><summary>{escape(each.sentence)} "
        f"<small>{escape(each.name)}</small></summary><p>{escape(each.meaning)}</p></details></li>"
        for each in told(result)
    )
    return f'<ul class="quoth told">{rows}</ul>'
