"""Paragraphs of a text that has no markup."""

import re
from collections.abc import Iterator

from index.passage import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*")
_LONGEST = 6000  # characters; longer ones are parted, never within a word


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
