"""Questions made from an index's own headings and sentences, for where nobody has written any.

A heading that asks is a question; so is what a sentence says a thing is, or who it says made it.
Only those are offered to which the index itself answers with certainty, by that very place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index import Passage, Span
from index.answering.answer import Answer

_LONGEST = 90  # characters of a question
_SUBJECT = r"(?P<subject>(?:(?:The|An?) )?[^\W\d_][\w’'-]*(?: (?!is\b|are\b|was\b)[\w’'-]+){0,4})"
_IS = re.compile(rf"{_SUBJECT} (?P<verb>is|are) (?:the|an?|any|those|when) ")
_MEANS = re.compile(rf"{_SUBJECT} means? that ")
_MADE = re.compile(
    rf"{_SUBJECT} was (?P<made>developed|founded|introduced|described|invented|discovered|written|"
    r"proposed|created|designed|built) (?:\w+ ){0,4}by [A-Z]"
)
_NO_SUBJECT = frozenset(
    """it this that these those they he she we you i there here what who which one each both all
    some many most such his her its their another other others if when as in on at for by with from
    although because while since nobody everybody everyone anyone nothing something""".split()
)


@dataclass(frozen=True, slots=True)
class Made:
    """A question, and the stretch of a document that it was made from and has to be answered by.

    A heading's question is answered by any passage under it.
    """

    question: str
    passage: Passage
    place: Span

    def is_answered(self, answer: Answer) -> bool:
        """Whether an answer is sure, and quotes that very place."""
        quote = answer.quote
        return (
            quote is not None
            and answer.certainty == "sure"
            and quote.document == self.passage.document
            and quote.start < self.place.end
            and quote.end > self.place.start
        )


def made_from(passages: Iterable[Passage]) -> Iterator[Made]:
    """What the passages give; each question once."""
    seen: set[str] = set()
    for passage in passages:
        for made in (*_from_heading(passage), *_from_sentences(passage)):
            if len(made.question) <= _LONGEST and made.question not in seen:
                seen.add(made.question)
                yield made


def _from_heading(passage: Passage) -> Iterator[Made]:
    heading = " ".join((passage.heading[-1] if passage.heading else passage.title or "").split())
    if heading.endswith("?") and len(heading.split()) > 2:
        yield Made(heading, passage, Span(passage.start, passage.end))


def _from_sentences(passage: Passage) -> Iterator[Made]:
    for span in passage.sentences:
        text = passage.text[span.start - passage.start : span.end - passage.start]
        for pattern, ask in ((_MADE, _who), (_IS, _what), (_MEANS, _meaning)):
            match = pattern.match(" ".join(text.split()))
            if match and match["subject"].split()[0].casefold() not in _NO_SUBJECT:
                yield Made(ask(match, passage), passage, span)
                break


def _what(match: re.Match[str], passage: Passage) -> str:
    return f"What {match['verb']} {_inside(match['subject'], passage)}?"


def _who(match: re.Match[str], passage: Passage) -> str:
    made = {"written": "wrote", "built": "built"}.get(match["made"], match["made"])
    return f"Who {made} {_inside(match['subject'], passage)}?"


def _meaning(match: re.Match[str], passage: Passage) -> str:
    return f"What does {_inside(match['subject'], passage)} mean?"


def _inside(subject: str, passage: Passage) -> str:
    """The subject as it stands inside a sentence: a name keeps its capital, others lose it."""
    first, *others = subject.split()
    if first in ("The", "A", "An"):
        return f"{first.lower()} {' '.join(others)}"
    inside = re.search(rf"[^\W\d_A-Z],? {re.escape(first)}\b", passage.text)
    if inside or not first[1:].islower() or any(word[:1].isupper() for word in others):
        return subject
    return subject[0].lower() + subject[1:]
