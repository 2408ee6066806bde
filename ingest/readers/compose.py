"""Puts a Document together from the parts that a format's own structure names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from index.passage import Page
from ingest.documents import Block, Document, Heading
from ingest.readers.normalise import date, label, one_line

_BULLET = "• "
_Kind = Literal["heading", "paragraph", "line", "item"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself, in whatever form it does."""

    title: str | None = None
    author: str | None = None
    date: str | None = None


class Composer:
    """Takes a document's parts in order of reading and writes them out as one text.

    Paragraphs stand apart by a blank line, list items and rows by a line end. Parts without words
    are left out.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []
        self._blocks: list[Block] = []
        self._pages: list[Page] = []
        self._edges: list[int] = []
        self._page: int | None = None
        self._edge = False
        self._last: _Kind = "paragraph"

    def heading(self, text: str, level: int) -> None:
        """A heading; `level` counts from 1."""
        if words := label(text):
            start, end = self._add(words, "heading")
            self._headings.append(Heading(start, end, level, words))

    def paragraph(self, text: str) -> None:
        self._block(text, "paragraph")

    def line(self, text: str) -> None:
        """What stands on a line of its own, right under what is before it."""
        self._block(text, "line")

    def goes_on(self, text: str, joint: str = " ") -> None:
        """More of the last paragraph or line, on the next page, say."""
        if words := one_line(text):
            self._write(joint)
            self._mark_place()
            self._write(words)
            self._blocks[-1] = Block(self._blocks[-1].start, self._length)

    def item(self, text: str, number: int | None = None) -> None:
        """A list's item, with its number or a bullet before it."""
        if label(text):
            self._block((_BULLET if number is None else f"{number}. ") + text, "item")

    def listed(self, text: str) -> None:
        """A list's item that has its marker already."""
        self._block(text, "item")

    def row(self, cells: Iterable[str]) -> None:
        """A table's row, its cells in one line."""
        self._block(" | ".join(words for cell in cells if (words := one_line(cell))), "item")

    def page(self, number: int) -> None:
        """What follows stands on this page."""
        self._page = number

    def edge(self) -> None:
        """What follows begins a passage."""
        self._edge = True

    @property
    def first_heading(self) -> Heading | None:
        """The first heading of level 1, if no text stands before it."""
        if not self._headings or self._headings[0].level != 1:
            return None
        before = self._blocks and self._blocks[0].start < self._headings[0].start
        return None if before else self._headings[0]

    def document(
        self, path: str, media_type: str, metadata: Metadata = Metadata(), remark: str | None = None
    ) -> Document:
        """The whole; where the metadata has no title, a heading of level 1 that opens it is it."""
        first = self.first_heading
        return Document(
            path=path,
            title=label(metadata.title) or (first.label if first else None),
            media_type=media_type,
            text="".join(self._parts),
            headings=tuple(self._headings),
            blocks=tuple(self._blocks),
            remark=remark,
            author=label(metadata.author),
            date=date(metadata.date),
            pages=tuple(self._pages),
            edges=tuple(self._edges),
        )

    def _block(self, text: str, kind: _Kind) -> None:
        if label(text):
            start, end = self._add(one_line(text), kind)
            self._blocks.append(Block(start, end))

    def _add(self, words: str, kind: _Kind) -> tuple[int, int]:
        if self._parts:
            self._write("\n" if self._is_right_under(kind) else "\n\n")
        self._last = kind
        start = self._length
        self._mark_place()
        self._write(words)
        return start, self._length

    def _is_right_under(self, kind: _Kind) -> bool:
        if kind == "line":
            return self._last != "heading" and not self._edge
        return kind == self._last == "item"

    def _mark_place(self) -> None:
        """Notes the page or the edge that begins here."""
        if self._page is not None:
            self._pages.append(Page(self._page, self._length))
            self._page = None
        if self._edge:
            self._edges.append(self._length)
            self._edge = False

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
