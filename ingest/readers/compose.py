"""Puts a Document together from the parts that a format's own structure names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.passage import Page
from ingest.documents import Block, Document, Heading
from ingest.readers.grid import Cell, lines_of
from ingest.readers.normalise import (
    author,
    date,
    indented,
    label,
    means_something,
    one_line,
    title,
    title_of_heading,
)

_BULLET = "• "
_NUMBERED = re.compile(r"(?:\d{1,3}\.)+\d{0,3}\s|[IVX]{1,4}\.\s")
_Kind = Literal["heading", "paragraph", "line", "item"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself, in whatever form it does."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    keywords: tuple[str, ...] = ()


class Composer:
    """Takes a document's parts in order of reading and writes them out as one text.

    Paragraphs stand apart by a blank line, list items and rows by a line end. Parts without a
    letter, digit or sign are left out.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []
        self._blocks: list[Block] = []
        self._pages: list[Page] = []
        self._edges: list[int] = []
        self._page: Page | None = None
        self._remarks: dict[str, None] = {}
        self._edge = False
        self._last: _Kind = "paragraph"

    def heading(self, text: str, level: int) -> None:
        """A heading; `level` counts from 1."""
        if means_something(text):
            words = one_line(text)
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
            self._blocks[-1] = replace(self._blocks[-1], end=self._length)

    def item(self, text: str, number: int | None = None) -> None:
        """A list's item, with its number or a bullet before it."""
        if means_something(text):
            self._block((_BULLET if number is None else f"{number}. ") + text, "item")

    def listed(self, text: str) -> None:
        """A list's item that has its marker already."""
        self._block(text, "item")

    def row(self, cells: Iterable[str]) -> None:
        """A row by itself, its cells in one line and one sentence; empty ones keep their place."""
        self._block(" | ".join(one_line(cell) for cell in cells), "item", whole=True)

    def table(self, rows: Sequence[Sequence[Cell]]) -> None:
        """A whole table: each row a line and a sentence that names its columns; see `lines_of`."""
        for line in lines_of(rows):
            self._block(line, "item", whole=True)

    def code(self, text: str, apart: bool = False) -> None:
        """A line of a listing, its indentation kept: one sentence, right under what is before.

        `apart`: after a blank line. Further lines of mere punctuation may be in it.
        """
        self._block(text, "paragraph" if apart else "line", whole=True)

    def page(self, number: int | None, label: str | None = None) -> None:
        """What follows stands on this page; see Page."""
        self._page = Page(number, 0, label)

    def remark(self, words: str) -> None:
        """Something that the person should know of the file; said once, however often it comes."""
        self._remarks.setdefault(words)

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

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
        if remark:
            self.remark(remark)
        return Document(
            path=path,
            title=title(metadata.title) or (_title_of(first) if first else None),
            media_type=media_type,
            text="".join(self._parts),
            headings=tuple(self._headings),
            blocks=tuple(self._blocks),
            remark="; ".join(self._remarks) or None,
            author=author(metadata.author),
            date=date(metadata.date),
            pages=tuple(self._pages),
            edges=tuple(self._edges),
            keywords=tuple(words for each in metadata.keywords if (words := label(each))),
        )

    def _block(self, text: str, kind: _Kind, whole: bool = False) -> None:
        if means_something(text):
            words = indented(text) if whole and kind != "item" else one_line(text)
            start, end = self._add(words, kind)
            self._blocks.append(Block(start, end, whole))

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
            self._pages.append(replace(self._page, start=self._length))
            self._page = None
        if self._edge:
            self._edges.append(self._length)
            self._edge = False

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _title_of(heading: Heading) -> str | None:
    """A heading's words, unless it is numbered as the first of several."""
    return None if _NUMBERED.match(heading.label) else title_of_heading(heading.label)
