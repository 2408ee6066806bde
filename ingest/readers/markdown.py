"""Markdown, as CommonMark with tables: headings and blocks at their place in the source text.

The text stays as it was written, markup and all: a quotation is of the file, word for word.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from index.passage import Span
from ingest.documents import Block, Document, Heading
from ingest.readers.decode import decode
from ingest.readers.normalise import date, label
from ingest.readers.plain import line_spans

_FIELD = r"^{name}:[ \t]*(['\"]?)(.+?)\1[ \t]*$"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


def read(path: str, data: bytes) -> Document:
    """Title, author and date are the front matter's; else a heading of level 1 is the title."""
    decoded = decode(data)
    text = decoded.text
    lines = line_spans(text)
    tokens = _parser().parse(text)
    headings = tuple(_headings(tokens, lines))
    blocks = tuple(_blocks(text, tokens, lines))
    front = next((token.content for token in tokens if token.type == "front_matter"), "")
    title = _field(front, "title")
    if title is None and headings and headings[0].level == 1:
        first_block = blocks[0].start if blocks else len(text)
        title = headings[0].label if headings[0].start < first_block else None
    return Document(
        path=path,
        title=title,
        media_type="text/markdown",
        text=text,
        headings=headings,
        blocks=blocks,
        remark=decoded.remark,
        author=label(_field(front, "author")),
        date=date(_field(front, "date")),
    )


def _field(front: str, name: str) -> str | None:
    match = re.search(_FIELD.format(name=name), front, re.MULTILINE)
    return match[2] if match else None


def _headings(tokens: Sequence[Token], lines: Sequence[Span]) -> Iterator[Heading]:
    """Those of the document's own level; one inside a list or a quotation is a block."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            span = _lines(lines, token.map)
            yield Heading(span.start, span.end, int(token.tag[1]), _words(inline))


def _blocks(text: str, tokens: Sequence[Token], lines: Sequence[Span]) -> Iterator[Block]:
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.map is None:
            continue
        if token.type in ("fence", "code_block", "html_block"):
            for line in lines[token.map[0] : token.map[1]]:
                if any(character.isalnum() for character in line.of(text)):
                    yield Block(line.start, line.end)
        elif token.type == "tr_open" or (token.type == "inline" and _is_paragraph(before)):
            span = _lines(lines, token.map)
            yield Block(span.start, span.end)


def _is_paragraph(opening: Token | None) -> bool:
    if opening is None or opening.type in ("th_open", "td_open"):
        return False
    return not (opening.type == "heading_open" and opening.level == 0)


def _lines(lines: Sequence[Span], numbers: list[int]) -> Span:
    """From the first of the lines to the end of the last; `numbers` is half open."""
    return Span(lines[numbers[0]].start, lines[numbers[1] - 1].end)


def _words(inline: Token) -> str:
    """The words of a heading without its markup."""
    children = inline.children or []
    breaks = ("softbreak", "hardbreak")
    words = [" " if child.type in breaks else child.content for child in children]
    return "".join(words).strip() or inline.content
