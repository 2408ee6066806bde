"""The sentences of a document as the product splits it, and what is compared of them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.passage import Passage
from index.store.writer import Piece
from ingest.documents import Document
from ingest.split import Limits, split

_LIMITS = Limits(passage_tokens=128, overlap=0, max_tokens=256)
_KEPT = 50_000  # texts whose form is remembered, as it is asked for often
_SIGNS = "%‰°^+±×÷=≠≈<>≤≥−$€£"  # that carry meaning where letters are compared
_NO_LETTER = re.compile(f"(?:[^\\w{re.escape(_SIGNS)}]|_)+")
_MARKER = re.compile(r"\W{0,3}(?:[a-z]|[ivx]{1,4}|\d{1,3})[.)](?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, item or row.

    heading: the innermost above it; "" where there is none, or only the document's title
    page:    that it begins on; None in formats without
    start:   its place in the document
    """

    text: str
    heading: str
    page: int | None = None
    start: int = 0


def sentences_of(document: Document) -> Iterator[Sentence]:
    """All, in order."""
    for piece in pieces_of(document):
        text = document.text[piece.start : piece.end]
        passage = Passage(
            document.path, None, piece.heading, piece.pages, piece.start, piece.end, text, ()
        )
        heading = piece.heading[-1] if piece.heading else ""
        for span in piece.sentences:
            page = passage.page_at(span.start)
            number = page.number if page else None
            yield Sentence(span.of(document.text), heading, number, span.start)


def pieces_of(document: Document) -> Sequence[Piece]:
    """The document's passages."""
    return split(document, _LIMITS, lambda texts: [len(text.split()) for text in texts])


@lru_cache(_KEPT)
def letters(text: str) -> str:
    """Letters, digits and signs alone: what stands between them differs between formats."""
    return _NO_LETTER.sub("", text).casefold()


@lru_cache(_KEPT)
def words(text: str) -> str:
    """Letters, digits and signs, one blank between words; a list's marker is left out."""
    marker = _MARKER.match(text)
    return _NO_LETTER.sub(" ", text[marker.end() :] if marker else text).strip().casefold()


def bare_letters(text: str) -> str:
    """As `letters`, raised and lowered ones like others: so other programs write them."""
    return letters(unicodedata.normalize("NFKC", text)).replace("^", "")
