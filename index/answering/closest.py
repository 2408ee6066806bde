"""Where a passage is closest to a question: its likeliest sentence, and the question's words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.answering.mark import mark_by_words, text_of
from index.arrays import Scores
from index.passage import Hit, Span


@dataclass(frozen=True, slots=True)
class Closest:
    """In the document's offsets.

    sentence: what the reader holds likeliest to answer, else what has most of the question's
              words; None where nothing has any
    words:    the question's telling words in any of their forms, in order
    """

    sentence: Span | None
    words: tuple[Span, ...]


def closest(
    question: str,
    hit: Hit,
    coverage: Callable[[str, Sequence[str]], Scores],
    places: Callable[[str, str], Sequence[Span]],
) -> Closest:
    """Where the passage of a hit is closest.

    coverage: as `Lexical.coverage`
    places:   as `Lexical.places`
    """
    passage = hit.passage
    words = tuple(
        Span(span.start + passage.start, span.end + passage.start)
        for span in places(question, passage.text)
    )
    if hit.mark:
        return Closest(hit.mark.span, words)
    sentence = mark_by_words(question, passage, coverage).span
    has_any = bool(coverage(question, [text_of(passage, sentence)])[0])
    return Closest(sentence if has_any else None, words)
