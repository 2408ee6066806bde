"""The records that retrieval works with: a passage of a document, and a passage found."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.about import About


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
    """What to mark, and its score by the model that read it; 0 where none did.

    heading: which of the passage's headings it is that answers; None where the span does
    also:    other sentences of the passage that answer too, or in part
    """

    span: Span
    score: float = 0.0
    heading: int | None = None
    also: tuple[Span, ...] = ()


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
    keywords:  aliases, tags and the like, of the document's own metadata
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
    keywords: tuple[str, ...] = ()

    @property
    def about(self) -> About:
        """What is known of its document besides the text."""
        return About(self.document, self.title, self.author, self.date, self.keywords)

    @property
    def label(self) -> str:
        """The title, or the file's name."""
        return self.title or self.document.rsplit("/", 1)[-1]

    @property
    def page(self) -> int | None:
        """The number of the page on which it begins; None in a format without pages."""
        return self.pages[0].number if self.pages else None

    @property
    def page_label(self) -> str | None:
        """What is printed on that page, where the file says it."""
        return self.pages[0].label if self.pages else None

    def page_at(self, offset: int) -> Page | None:
        """The page on which the document's character `offset`, inside the passage, stands."""
        before = [page for page in self.pages if page.start <= offset]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. Higher is better in every score.

    dense:   cosine of question and passage, -1 to 1; None where only words were searched
    lexical: BM25; None when the passage is not among the best by words
    fused:   the two combined, 0 to 1
    late:    mean of how well the question's words are met, -1 to 1; None where not looked at
    rerank:  the cross-encoder's score; None where it did not read the passage
    verdict: the reader's score, that the passage answers; None where it did not read it
    mark:    what answers in it; None where its sentences were not read
    alike:   passages whose sentences all stand in this one, or that overlap it
    """

    passage: Passage
    dense: float | None
    lexical: float | None
    fused: float
    late: float | None = None
    rerank: float | None = None
    verdict: float | None = None
    mark: Mark | None = None
    alike: tuple[Passage, ...] = ()


def citation(passage: Passage) -> str:
    """Document › headings › page, and characters: where the passage can be looked up."""
    *above, place = citation_parts(passage)
    return ", ".join([" › ".join(above), place])


def citation_parts(passage: Passage) -> tuple[str, ...]:
    """The same part by part, for where a part must not run into the next."""
    place = f"characters {passage.start}–{passage.end}"
    return (passage.document, *passage.heading, *_pages(passage), place)


def _pages(passage: Passage) -> list[str]:
    """ "page 3", "pages 3–4" or "p. xii (page 14)" in a list; an empty one where there is none."""
    return [words] if (words := pages_named(passage.pages)) else []


def pages_named(pages: Sequence[Page]) -> str:
    """The pages as a reader looks them up: as printed, and where the file has them."""
    if not pages:
        return ""
    first, last = pages[0], pages[-1]
    placed = _range("page ", "pages ", first.number, last.number)
    if first.label is None and last.label is None:
        return placed
    printed = _range("p. ", "pp. ", first.label or first.number, last.label or last.number)
    return f"{printed} ({placed})" if placed else printed


def _range(one: str, several: str, first: object, last: object) -> str:
    if first is None:
        return ""
    return f"{one}{first}" if first == last else f"{several}{first}–{last}"


def count_of(number: int, noun: str) -> str:
    """ "1 passage", "2 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
