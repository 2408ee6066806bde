"""What only points to an answer: contents, reference lists, the question over again. Pure.

Such a line says what is asked in the question's own words, and answers nothing. It is known by its
form and not by what it says; in doubt it is text.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from index.answering.contents import contents_in
from index.answering.references import references_in
from index.passage import Passage, Span

Kind = Literal["text", "question", "contents", "reference"]

_NAME = re.compile(r"^[\W\d_]*(?:[ivx]+\.\s)?\s*(.*?)[\W_]*$", re.IGNORECASE | re.DOTALL)
QUESTION_MARKS, _AFTER_MARK = ("?", "？", "؟"), "*_)] \n\t"
_WORD = re.compile(r"\w+")
_NUMBERING = re.compile(r"^[\W\d_]+")
_LEAST_REPEATED = 3  # words
_PUBLICATION = re.compile(
    r"""\b(?:authors?|wrote|written|publish\w*|publications?|papers?|articles?|books?|chapters?
    |journals?|stud(?:y|ies)|trials?|references?|cit(?:e[sd]?|ations?)|bibliograph\w*|literature
    |editions?|titles?|titled|doi|isbn|sources?
    |autor\w*|verfass\w*|schrieb\w*|geschrieben|veröffentlich\w*|artikel|b[uü]ch\w*|studien?
    |quellen?|zeitschrift\w*|auteurs?|écrit\w*|publi[ée]\w*|livres?|études?|revues?|escri\w+|libros?
    |estudios?|revistas?|scritt\w*|libri?|autore|studi[oi]?|автор\w*|написал\w*|книг\w*|стать\w*
    |исследован\w*)\b|\bet\ al\b""",
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR_YEAR = re.compile(r"\b[^\W\d_a-z][^\W\d_]+,? \(?(?:1[5-9]|20)\d\d\b")


def kinds(question: str, passage: Passage) -> tuple[Kind, ...]:
    """What each of the passage's sentences is to the question.

    A reference is text to a question for publications.
    """
    contents, references = _found(question, passage)
    without_contents = _without(passage.text, contents)
    without_references = _without(passage.text, references)
    found: list[Kind] = []
    for span in _inside(passage):
        sentence = span.of(passage.text)
        if contents and _emptied(sentence, span.of(without_contents)):
            found.append("contents")
        elif references and _emptied(sentence, span.of(without_references)):
            found.append("reference")
        else:
            found.append("question" if _asks(sentence) or _repeats(question, sentence) else "text")
    return tuple(found)


def only_points(question: str, passage: Passage) -> bool:
    """Whether nothing in the passage can be the answer: contents, references, the question."""
    texts = [span.of(passage.text) for span in _inside(passage)]
    if not any(_found(question, passage)) and not all(map(_asks, texts)):
        return all(_repeats(question, text) for text in texts)
    found = set(kinds(question, passage))
    if "question" in found:
        return "text" not in found and any(_repeats(question, text) for text in texts)
    return "text" not in found


def points(question: str, passage: Passage, span: Span) -> bool:
    """Whether all that a span holds is contents, or the question."""
    found = zip(passage.sentences, kinds(question, passage), _inside(passage), strict=True)
    marked = [
        kind == "contents" or _repeats(question, inside.of(passage.text))
        for sentence, kind, inside in found
        if span.start < sentence.end and sentence.start < span.end
    ]
    return bool(marked) and all(marked)


def name_of(label: str | None) -> str:
    """A heading's or title's words in small letters, without its number."""
    match = _NAME.match(label or "")
    return match[1].casefold() if match else ""


@lru_cache(maxsize=16)
def asks_for_publication(question: str) -> bool:
    """Whether what is asked for may be a publication or its author."""
    return bool(_PUBLICATION.search(question) or _AUTHOR_YEAR.search(question))


def _found(question: str, passage: Passage) -> tuple[list[Span], list[Span]]:
    """The stretches of the passage's text that are contents, and that are references."""
    name = name_of(passage.heading[-1]) if passage.heading else ""
    contents = contents_in(passage.text, name, name_of(passage.title))
    if asks_for_publication(question):
        return contents, []
    return contents, references_in(passage.text, name)


def _emptied(sentence: str, rest: str) -> bool:
    return not _WORD.search(rest) and _WORD.search(sentence) is not None


def _asks(sentence: str) -> bool:
    return sentence.rstrip(_AFTER_MARK).endswith(QUESTION_MARKS)


def _repeats(question: str, sentence: str) -> bool:
    """Whether it has the question's words and no other."""
    if len(sentence) > 2 * len(question) + 20:
        return False
    asked = _words(question)
    return len(asked) >= _LEAST_REPEATED and _words(sentence) == asked


def _words(text: str) -> list[str]:
    return _WORD.findall(_NUMBERING.sub("", text).casefold())


def _inside(passage: Passage) -> list[Span]:
    """The sentences, counted from the passage's start."""
    first = passage.start
    return [Span(span.start - first, span.end - first) for span in passage.sentences]


def _without(text: str, stretches: Sequence[Span]) -> str:
    """The text with blanks in place of the stretches."""
    for stretch in stretches:
        blank = " " * (stretch.end - stretch.start)
        text = text[: stretch.start] + blank + text[stretch.end :]
    return text
