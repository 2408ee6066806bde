"""Writes out an HTML tree: headings, paragraphs, list items, tables, lines, printed pages."""

import re
from collections.abc import Mapping
from typing import Literal

from lxml import etree
from lxml.etree import _Element

from ingest.readers.compose import Composer
from ingest.readers.normalise import means_something, one_line
from ingest.readers.web.blocks import BLOCKS, set_text, text_of
from ingest.readers.web.headings import is_question, level_of
from ingest.readers.web.inline import write_out
from ingest.readers.web.listing import write_lines
from ingest.readers.web.lists import BULLET, marker
from ingest.readers.web.tables import captions_of, rows_of
from ingest.readers.web.tree import kinds

_PREFORMATTED = frozenset("listing plaintext pre textarea xmp".split())
_CODE_NAMES = re.compile(
    r"\b(?:code|highlight|hljs|language|lang|source|prettyprint|brush|listing)"
)
_BULLETED = re.compile(r"\s*[•·▪▫◦‣●○■□∙]\s")
_BREAKS = frozenset(("pagebreak", "doc-pagebreak"))
_PAGE = re.compile(r"(?:page|seite|pagina|página|p\.|pg\.?)[\s_-]*(?=[\divxlc])", re.IGNORECASE)
_Way = Literal["item", "line", "goes on"]


def write(composer: Composer, element: _Element, pages: Mapping[str, str] = {}) -> None:
    """Puts the element's text into the document, part for part; its tree is used up.

    pages: printed page numbers that begin at elements of these ids
    """
    _mark_breaks(element)
    write_out(element, composer.remark)
    writer = _Writer(composer, pages)
    writer.walk(element)
    writer.end_block()


def _mark_breaks(root: _Element) -> None:
    """Takes the numbers of printed pages out of the text, and notes them at the page's break."""
    for element in list(root.iter(etree.Element)):
        if element.attrib and kinds(element) & _BREAKS:
            element.set("data-page", _page_label(element))
            set_text(element, "")


class _Writer:
    """Gathers words until a block begins or ends.

    way: how the next words are written, other than as a paragraph
    """

    def __init__(self, composer: Composer, pages: Mapping[str, str]) -> None:
        self.composer = composer
        self.pages = pages
        self.words: list[str] = []
        self.way: _Way | None = None
        self.item: _Element | None = None
        self.known: dict[_Element, bool] = {}
        self.after_break = False
        self.apart = False  # whether a space stands before the printed page that begins
        self.level = 1  # of the last heading that the page marks as one

    def walk(self, root: _Element) -> None:
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            if event == "start":
                if self._begin(element):
                    steps.skip_subtree()
            else:
                self._end(element)
                if element is not root:
                    self.words.append(element.tail or "")

    def _begin(self, element: _Element) -> bool:
        """Writes what is before the element's parts; whether that was all of it."""
        tag = element.tag
        if tag in BLOCKS:
            written = self._end_paragraph()
            if written and tag in ("dt", "dd"):
                self.way = "line"
        if self._turns_page(element):
            return True
        if level := level_of(element):
            self._head(element, level)
            self.level = level
            return True
        if tag == "table" and self._write_table(element):
            return True
        if tag in _PREFORMATTED:
            self.end_block()
            is_code = element.find(".//code") is not None or bool(
                _CODE_NAMES.search(element.get("class", ""))
            )
            write_lines(self.composer, text_of(element), is_code)
            return True
        if tag == "br":
            written = self.end_block()
            self.after_break = written or not self.after_break  # two make a blank line
            return True
        if is_question(element, self.known):
            self._head(element, self.level + 1)
            self.way = None
            return True
        if tag == "li":
            self.way, self.item = "item", element
        self.words.append(element.text or "")
        return False

    def _end(self, element: _Element) -> None:
        if element.tag not in BLOCKS:
            return
        written = self._end_paragraph()
        if element.tag in ("dt", "summary"):
            self.way = "line" if written else self.way
        elif element.tag in ("li", "dd", "details"):
            self.way = None

    def _head(self, element: _Element, level: int) -> None:
        self.end_block()
        for inside in element.iterdescendants():
            self._turns_page(inside)
        words = text_of(element)
        if self.way == "item" and self.item is not None:
            mark = marker(self.item, words)
            words = words if mark == BULLET else mark + words
            self.way = None
        self.composer.heading(words, level)

    def _write_table(self, table: _Element) -> bool:
        rows = rows_of(table)
        if rows is None:
            return False
        for caption in captions_of(table):
            self.composer.paragraph(text_of(caption))
        self.composer.table(rows)
        for element in table.iter():
            self._turns_page(element)
        return True

    def _turns_page(self, element: _Element) -> bool:
        """Notes a printed page that begins here; whether the element is nothing else."""
        printed = element.get("data-page")
        number = self.pages.get(element.get("id", "")) if self.pages else None
        if printed is None and number is None:
            return False
        words = "".join(self.words)
        goes_on = self.end_block() or self.way == "goes on"
        self.apart = self.apart if not words else words[-1:].isspace()
        if label := number or printed:
            self.composer.page(None, label)
        if goes_on:
            self.way = "goes on"
        return printed is not None

    def _end_paragraph(self) -> bool:
        written = self.end_block()
        self.after_break = False
        if self.way == "goes on":  # a page turned at the paragraph's end
            self.way = None
        return written

    def end_block(self) -> bool:
        """What was gathered becomes a paragraph, an item or a further line; whether it was any."""
        words = "".join(self.words)
        self.words.clear()
        if not words.strip():
            return False
        way, self.way = self.way, None
        if way == "goes on":
            self.composer.goes_on(words, " " if self.apart or words[0].isspace() else "")
        elif way == "item" and self.item is not None:
            mark = marker(self.item, words) if means_something(words) else ""
            self.composer.listed(mark + words)
        elif _BULLETED.match(words):
            self.composer.listed(words)
        elif way == "line" or self.after_break:
            self.composer.line(words)
        else:
            self.composer.paragraph(words)
        return True


def _page_label(element: _Element) -> str:
    """The number that a page break gives, in whatever attribute it does."""
    given = (element.get("title"), element.get("aria-label"), text_of(element), element.get("id"))
    for words in given:
        if words and (label := _PAGE.sub("", one_line(words)).strip()):
            return label
    return ""
