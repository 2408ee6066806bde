"""Paragraphs of a text that has no markup, and where their lines are mere wrapping."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.passage import Span
from ingest.readers.plain import has_words, line_spans, unwrapped

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*")
_LONGEST = 6000  # characters; longer ones are parted, never within a word
_NARROWEST, _WIDEST = 45, 120  # characters of the lines that a program has wrapped
_NARROWEST_OF_FEW = 60
_FEW = 4  # lines, of which prose may have fewer that begin with capitals only, by chance
_MOST_INDENTS = 2  # the first line's and the others'; code has more
_BEFORE_A_WORD = " \"'“”‘’«»()[]—–-"
_LAID_OUT = re.compile(r"[\t|]|[^\s.?!:;,)\"'”’»] {2,}\S|^\s*>|[{}]\s*$")
"""Columns, quoted mail, code."""
_ENDS = re.compile(r"[.?!:…][\"'”’»)\]]*\s*\Z")
_WIDE_SCRIPT = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")  # written without spaces


def paragraphs(text: str) -> Iterator[Span]:
    """Each paragraph; blank lines part them. What lies between them is white."""
    for match in _PARAGRAPH.finditer(text):
        if match[0].strip():
            yield from _parted(text, match.start(), match.end())


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST:
        most = start + _LONGEST
        half = start + _LONGEST // 2
        cuts = (text.rfind(sign, half, most) for sign in ("\n", ". ", " "))
        cut = next((each for each in cuts if each >= 0), -1)
        cut = cut + 1 if cut >= 0 else most
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def wraps(text: str, paragraph: Span) -> list[Span]:
    """The line ends of a paragraph, with the white after them, that are mere wrapping.

    None in verse, columns, quoted mail, or where lines end before they are full.
    """
    lines = [
        Span(paragraph.start + line.start, paragraph.start + line.end)
        for line in line_spans(paragraph.of(text))
    ]
    words = [line.of(text) for line in lines]
    if not _may_be_wrapped(words):
        return []
    blocks = list(unwrapped(text, lines))
    early = sum(not _ENDS.search(text[block.start : block.end]) for block in blocks[:-1])
    if 3 * early > len(lines):
        return []
    ends = {block.end for block in blocks}
    return [
        Span(before.end, after.start + len(following) - len(following.lstrip()))
        for (before, after), following in zip(pairwise(lines), words[1:], strict=True)
        if before.end not in ends
    ]


def _may_be_wrapped(lines: Sequence[str]) -> bool:
    width = max(map(len, lines))
    few = len(lines) < _FEW
    if len(lines) < 2 or not (_NARROWEST_OF_FEW if few else _NARROWEST) <= width <= _WIDEST:
        return False
    if not all(map(has_words, lines)) or any(map(_LAID_OUT.search, lines)):
        return False
    if any(map(_WIDE_SCRIPT.search, lines)):
        return False
    if len({len(line) - len(line.lstrip()) for line in lines}) > _MOST_INDENTS:
        return False
    capitals = all(line.lstrip(_BEFORE_A_WORD)[:1].isupper() for line in lines)
    return not capitals or (few and width >= _NARROWEST_OF_FEW)
