"""A stretch of a document's text as HTML that shows it, with marks at their very characters.

Markdown is shown as what it means: headings, lists, tables, emphasis, code. Every character of the
text is either shown or is markup that was recognised; what isn't recognised beyond doubt stays as
it was written. Nothing in a text is ever interpreted as HTML, and a link first says where it leads.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise

from index.passage import Span
from views.inline import Element
from views.markdown import PARAGRAPH, TABLE, markdown_blocks
from views.paragraphs import paragraphs, wraps

_LONGEST = 2_000_000  # characters of Markdown that are parsed
_SUFFIXES = (".md", ".markdown")
_PLAIN_SUFFIXES = (".txt", ".text")
WRAP = "<span class='wrap'>"  # shown as a blank


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table or the like that stands by itself; in offsets of the text."""

    span: Span
    content: Element


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch that is set off, by an element that begins so."""

    span: Span
    opening: str = "<mark>"
    closing: str = "</mark>"


@dataclass(frozen=True, slots=True)
class Insertion:
    """HTML of ours that stands before a character of the text."""

    before: int
    html: str


@dataclass
class _Shown:
    """What is shown of the text: a window on it, its marks, and what comes between.

    headed: whether a part of a table has the table's head over it
    """

    text: str
    window: Span
    marks: Sequence[Marked]
    waiting: list[Insertion] = field(default_factory=list)
    headed: bool = False

    def element(self, element: Element) -> str:
        """The element with what of it lies in the window; nothing where nothing does."""
        parts = [
            self.element(each) if isinstance(each, Element) else self.stretch(each)
            for each in element.children
        ]
        if element.opening == "<tr>" and any(parts):  # each value stays in its column
            parts = [
                part or f"{each.opening}{each.closing}" if isinstance(each, Element) else part
                for part, each in zip(parts, element.children, strict=True)
            ]
        head = element.children[0] if self.headed and element.opening == TABLE else None
        if isinstance(head, Element) and any(parts) and not parts[0]:
            parts[0] = _Shown(self.text, Span(0, len(self.text)), ()).element(head)
        if any(parts) or self.window.start <= element.at < self.window.end:
            return element.opening + "".join(parts) + element.closing
        return ""

    def stretch(self, span: Span) -> str:
        start, end = max(span.start, self.window.start), min(span.end, self.window.end)
        if start >= end:
            return ""
        marks = [each for each in self.marks if each.span.start < end and each.span.end > start]
        cuts = {start, end}
        cuts |= {edge for each in marks for edge in (each.span.start, each.span.end)}
        cuts |= {each.before for each in self.waiting if each.before < end}
        edges = sorted(cut for cut in cuts if start <= cut <= end)
        return "".join(self._piece(Span(*piece), marks) for piece in pairwise(edges))

    def _piece(self, piece: Span, marks: Sequence[Marked]) -> str:
        before = ""
        while self.waiting and self.waiting[0].before <= piece.start:
            before += self.waiting.pop(0).html
        inside = escape(piece.of(self.text))
        for mark in marks:
            if mark.span.start <= piece.start and piece.end <= mark.span.end:
                inside = mark.opening + inside + mark.closing
        return before + inside


def is_markdown(document: str) -> bool:
    """Whether the document of that path is Markdown."""
    return document.lower().endswith(_SUFFIXES)


def is_plain(document: str) -> bool:
    """Whether the document of that path is a text whose lines may be mere wrapping."""
    return document.lower().endswith(_PLAIN_SUFFIXES)


@lru_cache(maxsize=16)
def blocks_of(text: str, markdown: bool, plain: bool = False) -> tuple[Block, ...]:
    """The blocks of a document's text, in order; together they hold all of its words.

    plain: lines that were wrapped flow
    """
    if markdown and len(text) <= _LONGEST and "\r" not in text and "\0" not in text:
        return tuple(Block(span, element) for span, element in markdown_blocks(text))
    return tuple(
        Block(span, Element('<div class="p plain">', "</div>", _flowing(text, span, plain)))
        for span in paragraphs(text)
    )


def _flowing(text: str, paragraph: Span, plain: bool) -> list[Element | Span]:
    """The paragraph with its line ends set apart that are mere wrapping."""
    parts: list[Element | Span] = []
    at = paragraph.start
    for wrap in wraps(text, paragraph) if plain else ():
        parts += [Span(at, wrap.start), Element(WRAP, "</span>", [wrap])]
        at = wrap.end
    return [*parts, Span(at, paragraph.end)]


def shown_of(element: Element) -> Iterator[Span]:
    """The stretches of the text that an element shows, in order; what lies between is markup."""
    for each in element.children:
        if isinstance(each, Element):
            yield from shown_of(each)
        else:
            yield each


def html_of(
    text: str,
    blocks: Iterable[Block],
    window: Span,
    marks: Sequence[Marked] = (),
    insertions: Iterable[Insertion] = (),
) -> str:
    """What of the blocks lies in the window. Of marks over each other, later ones lie outside."""
    waiting = sorted(insertions, key=lambda each: each.before)
    shown = _Shown(text, window, marks, waiting)
    html = "".join(shown.element(block.content) for block in blocks)
    return html + "".join(each.html for each in shown.waiting)


def passage_html(text: str, span: Span, document: str, marks: Sequence[Marked] = ()) -> str:
    """A stretch of the text of the document of that path, as its format is shown.

    All offsets are the text's, which may be a passage's own. One paragraph, and text that is no
    Markdown, come without an element around them; rows of a table come under its head.
    """
    if not is_markdown(document):
        whole = Element("", "", list(_as_it_stands(text, span, is_plain(document))))
        return html_of(text, [Block(span, whole)], span, marks)
    blocks = [*_touching(blocks_of(text, True), span)]
    shown = _Shown(text, span, marks, headed=True)
    html = "".join(shown.element(block.content) for block in blocks)
    if len(blocks) == 1 and blocks[0].content.children:
        (paragraph,) = blocks[0].content.children[:1]
        if isinstance(paragraph, Element) and paragraph.opening == PARAGRAPH:
            return html.removeprefix(PARAGRAPH).removesuffix("</div>")
    return html


def _as_it_stands(text: str, span: Span, plain: bool) -> Iterator[Element | Span]:
    """A stretch of the text, of whole paragraphs or less, with what lies between them."""
    at = span.start
    for paragraph in paragraphs(text) if plain else ():
        if paragraph.end > at and paragraph.start < span.end:
            yield from (Span(at, paragraph.start), *_flowing(text, paragraph, plain))
            at = paragraph.end
    yield Span(at, span.end)


def _touching(blocks: Sequence[Block], span: Span) -> Iterator[Block]:
    for block in blocks:
        if block.span.start < span.end and block.span.end > span.start:
            yield block
