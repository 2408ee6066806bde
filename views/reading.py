"""A document as it is read: its text in parts that are shown one after another, pages, contents."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path

from index import Library, Span
from index.library import Outline
from index.passage import Page, pages_named
from views.finding import Finds, words_of
from views.printed import File
from views.rendered import (
    Block,
    Insertion,
    Marked,
    blocks_of,
    html_of,
    is_markdown,
    is_plain,
    shown_of,
)

_PART = 5000  # characters, at least, that are shown at a time
_ABOVE = 400  # characters over a section's text in which its heading stands
_LABEL = 70  # characters of an entry of the contents
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WHITE = re.compile(r"\s")
_EMPHASIS = re.compile(r"[*_`]+")
HERE = '<span class="here"></span>'


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: where it leads, and how deep it stands below others."""

    label: str
    start: int
    depth: int


@dataclass(frozen=True, slots=True)
class Part:
    """Whole paragraphs that are shown at a time, and the stretch of the text that is theirs."""

    span: Span
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document ready to be read.

    token: of its file and text; offsets in another may differ
    """

    token: str
    outline: Outline
    parts: tuple[Part, ...]
    contents: tuple[Entry, ...]
    headings: tuple[Span, ...]

    @property
    def file(self) -> File | None:
        """The PDF whose pages can be shown; None where the text has no pages of its own."""
        pages = any(page.number is not None for page in self.outline.pages)
        if not pages or self.outline.place.suffix.casefold() != ".pdf":
            return None
        return File(self.outline.place, self.outline.sha256)

    def part_html(self, number: int, place: Span, passage: Span, find: str = "") -> str:
        """A part's text with the place and all that was found marked, and where pages begin.

        passage: the one that the place is in; it is marked lightly
        """
        part = self.parts[number]
        marks = [Marked(each, "<b>", "</b>") for _, each in _touching(self.headings, part.span)]
        marks += [
            Marked(span, f'<mark class="hit" data-hit="{hit}">')
            for hit, span in self.hits_in(part.span, find)
        ]
        if place.start < place.end:
            marks.append(Marked(place, '<mark class="place">'))
            marks.append(Marked(passage, '<mark class="passage">'))
        inserted = [
            Insertion(page.start, _page_begins(page, number))
            for number, page in enumerate(self.outline.pages)
            if part.span.start <= page.start < part.span.end
        ]
        inserted += [
            Insertion(entry.start, f'<span class="entry" data-entry="{number}"></span>')
            for number, entry in enumerate(self.contents)
            if part.span.start <= entry.start < part.span.end
        ]
        if part.span.start <= place.start < part.span.end:
            inserted.append(Insertion(place.start, HERE))
        return html_of(self.outline.text, part.blocks, part.span, marks, inserted)

    def found(self, find: str) -> Finds:
        """Where the words stand in the whole document."""
        text, markdown = self.outline.text, is_markdown(self.outline.document)
        return _found(text, find, markdown) if find else Finds(())

    def hits_in(self, span: Span, find: str) -> list[tuple[int, Span]]:
        """Those of the places found that touch a stretch, each with its number from 0."""
        return [*_touching(self.found(find).spans, span)]

    def words(self, span: Span) -> str:
        """What of a stretch is shown, on one line."""
        text, words, at = self.outline.text, "", span.start
        for _, each in _touching(_shown(text, is_markdown(self.outline.document)), span):
            apart = _WHITE.search(text, at, each.start)
            words += " " * bool(apart) + text[max(each.start, span.start) : min(each.end, span.end)]
            at = each.end
        return " ".join(words.split())

    def page_span(self, number: int) -> Span:
        """The stretch of the text that stands on the file's page of that number; maybe none."""
        pages = self.outline.pages
        ends = [*(page.start for page in pages[1:]), len(self.outline.text)]
        of_page = [
            Span(page.start, end)
            for page, end in zip(pages, ends, strict=True)
            if page.number == number
        ]
        return Span(of_page[0].start, of_page[-1].end) if of_page else Span(0, 0)


def passage_around(library: Library, document: str, place: Span) -> Span:
    """The passage that holds the place; nothing where that is only a point, or longer."""
    passage = library.passage_at(document, place.start) if place.start < place.end else None
    if passage is None or not passage.start <= place.start < place.end <= passage.end:
        return Span(0, 0)
    return Span(passage.start, passage.end)


def reading(library: Library, document: str) -> Reading:
    """The document of the newest build, made ready once; UnknownDocument where it is not there."""
    return _reading(library.folder, document, library.newest().token)


@lru_cache(maxsize=4)
def _reading(folder: Path, document: str, token: str) -> Reading:
    outline = Library(folder).outline(document)
    blocks = blocks_of(outline.text, is_markdown(document), is_plain(document))
    headings = _headings(outline)
    shown = () if is_markdown(document) else tuple(sorted(set(headings), key=lambda e: e.start))
    return Reading(
        hashlib.sha256(f"{outline.sha256} {outline.text}".encode()).hexdigest(),
        outline,
        tuple(_parts(blocks, len(outline.text))),
        tuple(_contents(outline)),
        tuple(each for each in shown if each.start < each.end),
    )


@lru_cache(maxsize=32)
def _found(text: str, find: str, markdown: bool) -> Finds:
    """Where the words stand; what is markup alone is not shown, so nothing is found in it."""
    found = words_of(text).find(find)
    if not markdown:
        return found
    shown = _shown(text, markdown)
    return replace(found, spans=tuple(each for each in found.spans if any(_touching(shown, each))))


@lru_cache(maxsize=4)
def _shown(text: str, markdown: bool) -> tuple[Span, ...]:
    """The stretches of the text that are shown, in order."""
    return tuple(span for block in blocks_of(text, markdown) for span in shown_of(block.content))


def _parts(blocks: Sequence[Block], length: int) -> Iterator[Part]:
    """The blocks some at a time; the parts have all of the text between them.

    What is white between two parts is the later one's: a place that begins there is shown in it.
    """
    group: list[Block] = []
    start = 0
    for number, block in enumerate(blocks):
        group.append(block)
        last = number == len(blocks) - 1
        if last or block.span.end - start >= _PART:
            end = length if last else block.span.end
            yield Part(Span(start, end), tuple(group))
            group, start = [], end
    if not blocks:
        yield Part(Span(0, length), ())


def _touching(spans: Sequence[Span], window: Span) -> Iterator[tuple[int, Span]]:
    """Of stretches in order those that touch the window, each with its number from 0."""
    for number in range(bisect_right(spans, window.start, key=lambda each: each.end), len(spans)):
        if spans[number].start >= window.end:
            return
        yield number, spans[number]


def _page_begins(page: Page, number: int) -> str:
    words = pages_named([page])
    label = f"{words[:1].upper()}{words[1:]}"
    return f'<span class="page" data-page="{number}">{escape(label)}</span>'


def _contents(outline: Outline) -> Iterator[Entry]:
    """The sections by their headings; one that is a bare number has its first words with it."""
    for section, heading in zip(outline.sections, _headings(outline), strict=True):
        label = section.heading[-1] if section.heading else "Beginning"
        if not _LETTERS.search(label):
            after = outline.text[section.start : section.start + 2 * _LABEL].partition("\n")[0]
            label = f"{label} {_EMPHASIS.sub('', after)}".strip()
        if len(label) > _LABEL:
            label = label[:_LABEL].rsplit(" ", 1)[0] + " …"
        start = heading.start if heading.start < heading.end else section.start
        yield Entry(label, start, max(0, len(section.heading) - 1))


def _headings(outline: Outline) -> list[Span]:
    """Where each section's heading stands: the last time that its words do before its text."""
    found = []
    for section in outline.sections:
        label = section.heading[-1] if section.heading else ""
        start = outline.text.rfind(label, max(0, section.start - _ABOVE), section.start)
        found.append(Span(start, start + len(label)) if label and start >= 0 else Span(0, 0))
    return found
