"""The sentence of a passage that answers: by reading, or by words where there is no model to read.

A reader reads the whole passage and tells where in it an answer begins and ends. A cross-encoder
scores how well each sentence answers the question. By words, the sentence is marked that has most
of the question's words: that knows what a question is about, not what answers it.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.answering.apparatus import Kind, kinds
from index.arrays import Scores
from index.models.reader import Reading, ToRead
from index.models.reranker import Reranker
from index.passage import Mark, Passage, Span

_ITEM = re.compile(r"[\r\n]\s*(?:[-*+•–]|\(?\d{1,3}[.)])\s")
PAIR_MARGIN = 1.0  # of the cross-encoder's score: evaluate/LOG.md
ALSO_MARGIN = 2.0  # of the reader's score, below that of what is marked
TWO_MARGIN = 0.3  # by which two sentences together are likelier than the best: evaluate/LOG.md
HEADING_MARGIN = 1.5  # the same of a heading


def to_read(question: str, passage: Passage) -> ToRead:
    """A passage under what is known of it, with the stretches that `mark_from` knows.

    First come the headings, outermost first, then the sentences.
    """
    context = passage.about.context(passage.heading, question)
    headings, place = [], 0
    for label in passage.heading:
        place = context.find(label, place)
        found = Span(place, place + len(label)) if place >= 0 else Span(0, 0)
        headings.append(found)
        place = found.end
    before = len(context) - passage.start
    sentences = [Span(span.start + before, span.end + before) for span in passage.sentences]
    return ToRead(context + passage.text, (*headings, *sentences))


def mark_from(question: str, passage: Passage, reading: Reading) -> Mark:
    """The sentence that answers, or two neighbours, or the heading above them.

    Two are marked where the answer is likelier in either of them, or in both, than in the best
    alone, a heading where it is likelier than any sentence. A sentence that
    introduces a list is marked with it; what is no answer is marked only where nothing else stands.
    Other sentences that are likelier than no answer, and nearly as likely, are told beside; of a
    list with several such items the whole is marked.
    """
    found = kinds(question, passage)
    able, together = _able(found), _able_together(found)
    above = len(passage.heading)
    starts, ends = reading.starts[above:], reading.ends[above:]
    both = np.where(able, starts + ends, -np.inf)
    best = int(np.argmax(both))
    first, last, score = best, best, float(both[best])
    pairs = np.logaddexp(starts[:-1], starts[1:]) + np.logaddexp(ends[:-1], ends[1:])
    pairs = np.where(together, pairs, -np.inf)
    if len(pairs) and pairs.max() > score + TWO_MARGIN:
        first = int(np.argmax(pairs))
        last = first + 1
        first += found[first] == "question"
    last = _end_of_list(passage, last)
    near = np.flatnonzero(both > max(0.0, score - ALSO_MARGIN))
    first, last = _whole_list(passage, first, last, near.tolist())
    span = Span(passage.sentences[first].start, passage.sentences[last].end)
    also = tuple(passage.sentences[n] for n in near if not first <= n <= last)
    headings = reading.starts[:above] + reading.ends[:above]
    if above and headings.max() > score + HEADING_MARGIN:
        return Mark(span, float(headings.max()), int(np.argmax(headings)), also)
    return Mark(span, score, None, also)


def mark_by_reading(question: str, passage: Passage, reranker: Reranker) -> Mark:
    """The sentence that answers, or two adjoining ones that answer only together.

    A sentence is read by itself and after the one before it, which tells what its pronouns mean,
    each under the passage's title and headings; the sum decides. Two are marked when together they
    score higher by PAIR_MARGIN than that sentence alone. A sentence that introduces a list is
    marked with the list's items. What is no answer (see apparatus) is marked only where nothing
    else stands; of a question and its answer the second is.
    """
    spans = passage.sentences
    found = kinds(question, passage)
    able, together = _able(found), _able_together(found)
    texts = [text_of(passage, span) for span in spans]
    pairs = [f"{before} {text}" for before, text in pairwise(texts)]
    context = passage.about.context(passage.heading, question)
    scores = reranker.score(question, [context + text for text in (*texts, *pairs)])
    alone, paired = scores[: len(texts)], np.where(together, scores[len(texts) :], -np.inf)
    both = alone + np.concatenate([alone[:1], scores[len(texts) :]])
    best = int(np.argmax(np.where(able, both, -np.inf)))
    first, last, score = best, best, float(alone[best])
    if len(paired) and paired.max() > score + PAIR_MARGIN:
        first = int(np.argmax(paired))
        last, score = first + 1, float(paired[first])
        first += found[first] == "question"
    if (end := _end_of_list(passage, last)) > last:
        last = end
        whole = context + " ".join(texts[first : last + 1])
        score = max(score, float(reranker.score(question, [whole])[0]))
    return Mark(Span(spans[first].start, spans[last].end), score)


def _able(found: Sequence[Kind]) -> npt.NDArray[np.bool_]:
    """Which sentences may be marked: text; without any, questions; without these, all."""
    for wanted in (("text",), ("text", "question")):
        if not set(found).isdisjoint(wanted):
            return np.array([kind in wanted for kind in found])
    return np.ones(len(found), dtype=np.bool_)


def _able_together(found: Sequence[Kind]) -> npt.NDArray[np.bool_]:
    """Which neighbours may: text after text or after a question, or all where there is no text."""
    able = _able(found)
    return np.array(
        [
            bool(second and (first or kind == "question"))
            for kind, first, second in zip(found, able, able[1:], strict=False)
        ],
        dtype=np.bool_,
    )


def _whole_list(passage: Passage, first: int, last: int, near: Sequence[int]) -> tuple[int, int]:
    """The list with its introduction, where an item is marked and another one with it, or near."""
    intro = first
    while intro and _is_item(passage, intro):
        intro -= 1
    end = _end_of_list(passage, intro)
    several = last > first or any(intro < number <= end and number != first for number in near)
    if end >= last and several:
        return intro, end
    return first, last


def _is_item(passage: Passage, number: int) -> bool:
    spans = passage.sentences
    gap = text_of(passage, Span(spans[number - 1].end, spans[number].start))
    return _ITEM.search(gap) is not None


def _end_of_list(passage: Passage, number: int) -> int:
    """The last item of the list that a sentence introduces; its own number if it does not."""
    spans = passage.sentences
    if not text_of(passage, spans[number]).endswith(":"):
        return number
    while number + 1 < len(spans) and _is_item(passage, number + 1):
        number += 1
    return number


def mark_by_words(
    question: str, passage: Passage, coverage: Callable[[str, Sequence[str]], Scores]
) -> Mark:
    """The sentence that has most of the question's words, with the list that it introduces."""
    spans = passage.sentences
    shares = coverage(question, [text_of(passage, span) for span in spans])
    best = int(np.argmax(np.where(_able(kinds(question, passage)), shares, -1)))
    return Mark(Span(spans[best].start, spans[_end_of_list(passage, best)].end))


def text_of(passage: Passage, span: Span) -> str:
    """The words of a stretch inside a passage; the span is in the document's offsets."""
    return passage.text[span.start - passage.start : span.end - passage.start]
