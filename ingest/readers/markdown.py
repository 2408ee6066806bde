"""Markdown, as CommonMark with tables: headings and blocks at their place in the source text.

The text stays as it was written, markup and all: a quotation is of the file, word for word. Every
line with words is in a heading or a block.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.passage import Span
from ingest.documents import Block, Document, Heading
from ingest.readers.normalise import author, date, label, title
from ingest.readers.plain import has_words, is_contents_line, line_spans, reads_as_heading
from ingest.readers.text.decode import decode
from ingest.readers.text.front_matter import front_matter

_QUESTION_LEVEL = 7  # below every heading that Markdown knows
_BOLD_QUESTION = re.compile(r"\s{0,3}(\*\*|__)((?:(?!\1).)+?)(?:\?[*_]?\s*\1|\1\?)\s*")
_EMPHASIS = re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)")
# Within a paragraph: lines that begin a block of their own, and those that also end it.
_BEGINS = re.compile(r"[>\s]*(?:\[\^[^\]\s]+\]:|:\s|<!--)")
_ALONE = re.compile(r"[>\s]*(?:\[![^\]]+\]|\[[^\]^][^\]]*\]:\s|[^\W\d_][\w -]*::\s|%%)")
_ROW = re.compile(r"[>\s]*\|.*\|\s*$")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def read(path: str, data: bytes) -> Document:
    """Title, author, date, keywords are the front matter's; else a first heading is the title.

    What they say is searched with all passages, so it is no passage of its own, unless it is all
    that there is; other properties with words, a summary say, can be quoted.
    """
    decoded = decode(data)
    text = decoded.text
    lines = line_spans(text)
    front = front_matter(text, lines)
    body = lines[front.lines].start if front.lines < len(lines) else len(text)
    tokens = _parser().parse("\n" * front.lines + text[body:])
    parts = _complete(text, lines, front.lines, [*_parts(text, tokens, lines)])
    headings = tuple(part for part in parts if isinstance(part, Heading))
    first = parts[0] if parts else None
    opening = first.label if isinstance(first, Heading) and first.level == 1 else None
    stated = front.metadata
    keywords = tuple(words for each in stated.keywords if (words := label(each)))
    dated = date(stated.date) and stated.date
    facts = (title(stated.title), author(stated.author), dated)
    said = [*filter(None, facts), *keywords]
    properties = [
        Block(each.span.start, each.span.end)
        for each in front.properties
        if not parts or not each.is_in(said)
    ]
    return Document(
        path=path,
        title=title(stated.title) or title(opening),
        media_type="text/markdown",
        text=text,
        headings=headings,
        blocks=(*properties, *(part for part in parts if isinstance(part, Block))),
        remark=decoded.remark,
        author=author(stated.author),
        date=date(stated.date),
        keywords=keywords,
    )


def _parts(text: str, tokens: Sequence[Token], lines: Sequence[Span]) -> Iterator[Heading | Block]:
    """What the parser knows: headings, paragraphs, items, rows and lines of code, in order."""
    names: str | None = None
    for number, token in enumerate(tokens):
        if token.map is None:
            continue
        inside = lines[token.map[0] : token.map[1]]
        opening = tokens[max(0, number - 1)].type
        if token.type in ("fence", "code_block", "html_block"):
            yield from _single(text, inside, whole=token.type == "fence")
        elif token.type == "tr_open":
            head = None if opening == "thead_open" else names
            yield Block(inside[0].start, inside[-1].end, whole=True, head=head)
            names = head or _names(tokens[number:])
        elif token.type == "heading_open" and token.level == 0:
            yield from _heading(text, token, tokens[number + 1], inside)
        elif token.type == "inline" and opening == "paragraph_open":
            is_top = token.level == 1
            yield from _paragraph(text, inside, is_top, is_top and _is_followed(tokens, number + 2))
        elif token.type == "inline" and opening == "heading_open" and token.level > 1:
            yield from _paragraph(text, inside)


def _single(text: str, lines: Sequence[Span], whole: bool) -> Iterator[Block]:
    """Each line with words by itself."""
    for line in lines:
        if has_words(line.of(text)):
            yield Block(line.start, line.end, whole)


def _names(row: Sequence[Token]) -> str:
    """What a table's first row says, its cells apart by " | "."""
    end = next(number for number, token in enumerate(row) if token.type == "tr_close")
    return " | ".join(_words(token) for token in row[:end] if token.type == "inline").strip()


def _heading(
    text: str, opening: Token, inline: Token, lines: Sequence[Span]
) -> Iterator[Heading | Block]:
    """The heading; but what stands right above a row of hyphens may be a paragraph."""
    words = _words(inline)
    sentence = opening.markup == "-" and not reads_as_heading(words)
    lines_of_words = len(lines) - 1 if opening.markup in ("-", "=") else 1
    if not has_words(words):
        yield from _single(text, lines, whole=False)
    elif sentence or lines_of_words > 1:
        yield from _paragraph(text, lines[:-1])
    else:
        yield Heading(lines[0].start, lines[-1].end, int(opening.tag[1]), words)


def _is_followed(tokens: Sequence[Token], number: int) -> bool:
    """Whether text comes next, and no heading."""
    return number < len(tokens) and tokens[number].type in (
        "paragraph_open",
        "bullet_list_open",
        "ordered_list_open",
        "blockquote_open",
        "table_open",
    )


def _paragraph(
    text: str, lines: Sequence[Span], is_top: bool = False, followed: bool = False
) -> Iterator[Heading | Block]:
    """A paragraph's blocks; a question in bold type above its answer is a heading."""
    question = _BOLD_QUESTION.fullmatch(lines[0].of(text)) if is_top else None
    if question and (followed or len(lines) > 1):
        words = _EMPHASIS.sub("", question[2]).strip() + "?"
        yield Heading(lines[0].start, lines[0].end, _QUESTION_LEVEL, words)
        lines = lines[1:]
    start: int | None = None
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        start = line.start if start is None else start
        alone = _stands_alone(line.of(text))
        if following is None or alone or _begins(following.of(text)):
            if has_words(text[start : line.end]):
                yield Block(start, line.end, _is_row(line.of(text)))
            start = None


def _stands_alone(line: str) -> bool:
    return _ALONE.match(line) is not None or _is_row(line)


def _is_row(line: str) -> bool:
    """Whether a line is one sentence by itself: of a table, or of a table of contents."""
    return _ROW.match(line) is not None or is_contents_line(line)


def _begins(line: str) -> bool:
    return bool(_BEGINS.match(line)) or _stands_alone(line)


def _complete(
    text: str, lines: Sequence[Span], first: int, parts: Sequence[Heading | Block]
) -> list[Heading | Block]:
    """The parts and every line with words that is in none: a link's definition, say."""
    complete: list[Heading | Block] = []
    number, end = first, 0
    for part in [*parts, None]:
        while number < len(lines) and (part is None or lines[number].start < part.start):
            line = lines[number]
            if line.start >= end and has_words(line.of(text)):
                complete.append(Block(line.start, line.end))
            number += 1
        if part is not None:
            complete.append(part)
            end = part.end
    return complete


def _words(inline: Token) -> str:
    """The words of a heading or a cell without its markup."""
    children = [child for child in inline.children or [] if child.type != "html_inline"]
    breaks = ("softbreak", "hardbreak")
    words = [" " if child.type in breaks else child.content for child in children]
    return "".join(words).strip() or inline.content
