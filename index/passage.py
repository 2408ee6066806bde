"""The records that retrieval works with: a passage of a document, and a passage found."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_CONTEXT = 240  # characters


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text: code points `start` up to, but not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The stretch of `text` that this span names."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mark:
    """What to mark, and its score by the cross-encoder; 0 where none was used."""

    span: Span
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page's text begins.

    number: counts from 1, as a viewer of the file does; None where the file has no pages of its
            own and only says where those of the printed book begin
    label:  what is printed on the page, or the file says is ("xii"); None where it says nothing
    """

    number: int | None
    start: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document, small enough to embed and to read at a glance.

    document:  path relative to the ingested folder, forward slashes
    title:     the document's own title; None where it has none
    heading:   headings above the passage, outermost first, the title left out
    pages:     the pages it stands on, the first one's start at or before the passage's; none in
               formats without pages
    start/end: code points into the document's text; `text` is exactly that stretch
    sentences: the spans of its sentences, list items and table rows, in document offsets
    author, date: of the document's own metadata; None where it has none
    """

    document: str
    title: str | None
    heading: tuple[str, ...]
    pages: tuple[Page, ...]
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    author: str | None = None
    date: str | None = None

    @property
    def label(self) -> str:
        """The title, or the file's name."""
        return self.title or self.document.rsplit("/", 1)[-1]

    @property
    def page(self) -> int | None:
        """The page on which it begins."""
        return self.pages[0].number if self.pages else None

    def page_at(self, offset: int) -> int | None:
        """The page on which the document's character `offset`, inside the passage, stands."""
        numbers = [page.number for page in self.pages if page.start <= offset]
        return numbers[-1] if numbers else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. Higher is better in every score.

    dense:   cosine of question and passage, -1 to 1; None where only words were searched
    lexical: BM25; None when the passage is not among the best by words
    fused:   the two combined, 0 to 1
    late:    mean of how well the question's words are met, -1 to 1; None where not looked at
    rerank:  the cross-encoder's score; None where it did not read the passage
    mark:    what answers in it, by the cross-encoder; None where it did not read the sentences
    alike:   passages that say the same in nearly the same words and stand behind this one
    """

    passage: Passage
    dense: float | None
    lexical: float | None
    fused: float
    late: float | None = None
    rerank: float | None = None
    mark: Mark | None = None
    alike: tuple[Passage, ...] = ()


def embedded_context(title: str | None, heading: Sequence[str]) -> str:
    """What the encoder sees before a passage's text: title and headings, cut if very long."""
    labels = [label for label in (title, *heading) if label]
    return "".join(f"{label}. " for label in labels)[:LONGEST_CONTEXT]


def embedded_text(title: str | None, heading: Sequence[str], text: str) -> str:
    """What the encoder sees of a passage."""
    return embedded_context(title, heading) + text


def citation(passage: Passage) -> str:
    """Document › headings › page, and characters: where the passage can be looked up."""
    *above, place = citation_parts(passage)
    return ", ".join([" › ".join(above), place])


def citation_parts(passage: Passage) -> tuple[str, ...]:
    """The same part by part, for where a part must not run into the next."""
    place = f"characters {passage.start}–{passage.end}"
    return (passage.document, *passage.heading, *_pages(passage), place)


def _pages(passage: Passage) -> list[str]:
    """ "page 3" or "pages 3–4", in a list; an empty one for formats without pages."""
    if not passage.pages:
        return []
    first, last = passage.pages[0].number, passage.pages[-1].number
    return [f"page {first}" if first == last else f"pages {first}–{last}"]


def count_of(number: int, noun: str) -> str:
    """ "1 passage", "2 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
