"""Plain text: underlined headings, and paragraphs, either wrapped or of one line each."""

import re
from collections.abc import Iterator, Sequence

from index.passage import Span
from ingest.documents import Block, Document, Heading
from ingest.readers.decode import decode

_ITEM = re.compile(r"\s*(?:[-*•–+]|\(?\d{1,3}[.)])\s")
_UNDERLINE = re.compile(r"\s*([=\-~*_#])\1{2,}\s*")
_LEVELS = {"=": 1, "#": 1, "*": 1, "-": 2, "_": 2, "~": 3}
_LONGEST_WRAPPED_LINE = 160
_LONGEST_HEADING = 100


def read(path: str, data: bytes) -> Document:
    """A heading is a line of its own, underlined by a row of one of `= - ~ * _ #`."""
    decoded = decode(data)
    text = decoded.text
    lines = line_spans(text)
    headings = tuple(_headings(text, lines))
    first = headings[0] if headings else None
    title = first.label if first and not _has_words(text[: first.start]) else None
    blocks = tuple(_blocks(text, lines, headings))
    return Document(path, title, "text/plain", text, headings, blocks, decoded.remark)


def line_spans(text: str) -> list[Span]:
    """Each line without its end; lines end at LF, CR or both, as in CommonMark."""
    ends = [(match.start(), match.end()) for match in re.finditer(r"\r\n|\r|\n", text)]
    starts = [0, *(after for _, after in ends)]
    return [
        Span(start, end)
        for start, end in zip(starts, [*(before for before, _ in ends), len(text)], strict=True)
    ]


def _headings(text: str, lines: Sequence[Span]) -> Iterator[Heading]:
    blank = Span(0, 0)
    for before, line, under in zip([blank, *lines], lines, lines[1:], strict=False):
        row = _UNDERLINE.fullmatch(under.of(text))
        label = line.of(text).strip()
        alone = not _has_words(before.of(text))
        if row and alone and _has_words(label) and len(label) <= _LONGEST_HEADING:
            yield Heading(line.start, under.end, _LEVELS[row[1]], label)


def _blocks(text: str, lines: Sequence[Span], headings: Sequence[Heading]) -> Iterator[Block]:
    of_headings = {edge for heading in headings for edge in (heading.start, heading.end)}
    paragraph: list[Span] = []
    for line in [*lines, Span(len(text), len(text))]:
        in_heading = line.start in of_headings or line.end in of_headings
        if _has_words(line.of(text)) and not in_heading:
            paragraph.append(line)
        else:
            yield from unwrapped(text, paragraph)
            paragraph = []


def unwrapped(text: str, paragraph: Sequence[Span]) -> Iterator[Block]:
    """Joins lines that were one before wrapping; every other line stands by itself."""
    width = max((line.end - line.start for line in paragraph), default=0)
    start: int | None = None
    for line, following in zip(paragraph, [*paragraph[1:], None], strict=False):
        start = line.start if start is None else start
        if following is None or not _goes_on(line, following.of(text), width):
            yield Block(start, line.end)
            start = None


def _goes_on(line: Span, following: str, width: int) -> bool:
    """Whether `line` was full: the next line's first word did not fit into the paragraph."""
    if width > _LONGEST_WRAPPED_LINE or _ITEM.match(following):
        return False
    return line.end - line.start + 1 + len(following.split(maxsplit=1)[0]) > width


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
