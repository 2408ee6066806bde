"""Plain text: underlined headings, and paragraphs, either wrapped or of one line each."""

import re
from collections.abc import Iterator, Sequence

from index.passage import Page, Span
from ingest.documents import Block, Document, Heading
from ingest.readers.normalise import title
from ingest.readers.text.decode import decode

_CONTENTS_LINE = re.compile(r"(?:(?:[.·][ \t]?){4,}|…{2,})[ \t]*(?:\d{1,4}|[ivxlc]{1,7})\s*$")
_ITEM = re.compile(
    r"\s*(?:[-*•–+]|\(?\d{1,3}[.)]|(?:Q|A|F|R|Question|Answer|Frage|Antwort)\d*[:.])\s"
)
_UNDERLINE = re.compile(r"\s*([=\-~*_#])\1{2,}\s*")
_SPEAKER = re.compile(r"\s*(?:\[?\d{1,2}:\d{2}\S*\s|[^\W\d_][\w .'’-]{0,30}:\s)")
_LEVELS = {"=": 1, "#": 1, "*": 1, "-": 2, "_": 2, "~": 3}
_LONGEST_WRAPPED_LINE = 160
_LONGEST_HEADING = 100
_MOST_WORDS_OF_A_CALL = 4  # a heading that ends like a sentence ("Welcome!") has no more


def read(path: str, data: bytes) -> Document:
    """A heading is a line of its own, underlined by a row of one of `= - ~ * _ #`."""
    decoded = decode(data)
    text = decoded.text
    lines = line_spans(text)
    headings = tuple(_headings(text, lines))
    first = headings[0] if headings else None
    opens = first is not None and not has_words(text[: first.start])
    return Document(
        path=path,
        title=title(first.label) if first and opens else None,
        media_type="text/plain",
        text=text,
        headings=headings,
        blocks=tuple(_blocks(text, lines, headings)),
        remark=decoded.remark,
        pages=tuple(_pages(text)),
    )


def _pages(text: str) -> Iterator[Page]:
    """Parted by form feeds; none where there is none."""
    starts = [match.start(1) for match in re.finditer(r"\f\s*([^\s])", text)]
    for number, start in enumerate([0, *starts] if starts else [], start=1):
        yield Page(number, start)


def line_spans(text: str) -> list[Span]:
    """Each line without its end; lines end at LF, CR or both, as in CommonMark."""
    ends = [(match.start(), match.end()) for match in re.finditer(r"\r\n|\r|\n", text)]
    starts = [0, *(after for _, after in ends)]
    return [
        Span(start, end)
        for start, end in zip(starts, [*(before for before, _ in ends), len(text)], strict=True)
    ]


def reads_as_heading(words: str) -> bool:
    """Whether a line above a row of hyphens is short and no sentence."""
    if len(words) > _LONGEST_HEADING:
        return False
    ends = words.rstrip("*_\"'”’»)]")[-1:] in ".!:;,…"
    return not ends or (words[-1] in "!:" and len(words.split()) <= _MOST_WORDS_OF_A_CALL)


def _headings(text: str, lines: Sequence[Span]) -> Iterator[Heading]:
    blank = Span(0, 0)
    for before, line, under in zip([blank, *lines], lines, lines[1:], strict=False):
        row = _UNDERLINE.fullmatch(under.of(text))
        label = line.of(text).strip()
        alone = not has_words(before.of(text))
        if row and alone and has_words(label) and reads_as_heading(label):
            yield Heading(line.start, under.end, _LEVELS[row[1]], label)


def _blocks(text: str, lines: Sequence[Span], headings: Sequence[Heading]) -> Iterator[Block]:
    of_headings = {edge for heading in headings for edge in (heading.start, heading.end)}
    paragraph: list[Span] = []
    for line in [*lines, Span(len(text), len(text))]:
        in_heading = line.start in of_headings or line.end in of_headings
        if has_words(line.of(text)) and not in_heading:
            paragraph.append(line)
        else:
            yield from unwrapped(text, paragraph)
            paragraph = []


def unwrapped(text: str, paragraph: Sequence[Span]) -> Iterator[Block]:
    """Joins lines that were one before wrapping; every other line stands by itself."""
    width = max((line.end - line.start for line in paragraph), default=0)
    begins = _ITEM
    if len(paragraph) > 1 and all(_SPEAKER.match(line.of(text)) for line in paragraph[:2]):
        begins = _SPEAKER
    start: int | None = None
    for line, following in zip(paragraph, [*paragraph[1:], None], strict=False):
        start = line.start if start is None else start
        words = following.of(text) if following else ""
        if not words or begins.match(words) or not _goes_on(line.of(text), words, width):
            yield Block(start, line.end, whole=is_contents_line(line.of(text)))
            start = None


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether `line` was full: the next line's first word did not fit into the paragraph."""
    if width > _LONGEST_WRAPPED_LINE or is_contents_line(line) or is_contents_line(following):
        return False
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def is_contents_line(line: str) -> bool:
    """Whether dots lead from a heading to the number of its page."""
    tail = line.rstrip()[-1:]
    return (tail.isdigit() or tail in "ivxlc") and bool(_CONTENTS_LINE.search(line[-100:]))


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in text)
