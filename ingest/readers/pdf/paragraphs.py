"""Lines gathered into paragraphs, by where they stand and how they end."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import Measure

BULLET = re.compile("[•●○◦‣⁃▪▫■□◆◇➢➤►▶✦❖·\uf000-\uf0ff]\\s*(?=\\S)|o\\s{1,2}(?=[A-Z])")
_DASH = re.compile(r"[–—*-]\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\[\d{1,3}\])\s")
_LEADING = re.compile(r"(?:\.{4,}|(?:\. ){3,}\.?|…{2,})\s*[\divxl]+\s*$")  # to a page, in contents
ENDED = re.compile(r"[.!?:…。！？][\"'”’»)\]⁰¹²³⁴-⁹]*\s*$")
_PARTED = 1.3  # a gap between lines over the usual one, from where a paragraph begins
_CLOSE = 1.15  # and up to where a sentence goes on, whatever its looks
_LISTING = 4  # the widest gap inside a listing, over the size of its letters
_LETTER = 0.45  # a letter's usual width over its size


Told = Callable[[Line, Line], bool | None]
"""What the file itself tells: whether a paragraph begins with the second line; None for nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """Lines that are read as one; over a page or a column, too.

    aside: whether it stands in the margin, in another direction
    """

    lines: tuple[Line, ...]
    aside: bool = False

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def is_ended(self) -> bool:
        return bool(ENDED.search(self.last.text))


def _untold(above: Line, line: Line) -> None:
    return None


def paragraphs(
    lines: Sequence[Line], measure: Measure, aside: bool = False, told: Told = _untold
) -> Iterator[Paragraph]:
    """The lines of one page, in the order of reading, gathered."""
    gathered: list[Line] = []
    for line in lines:
        begins = told(gathered[-1], line) if gathered else None
        if gathered and (_begins(gathered, line, measure) if begins is None else begins):
            yield Paragraph(tuple(gathered), aside)
            gathered = []
        gathered.append(line)
    if gathered:
        yield Paragraph(tuple(gathered), aside)


def is_item(text: str) -> bool:
    """Whether a list's marker stands before the text."""
    words = text.lstrip()
    return bool(BULLET.match(words) or _DASH.match(words) or _NUMBERED.match(words))


def with_bullet(text: str) -> str:
    """A list's item with "• " before it, whatever sign it has; a minus stays one."""
    words = text.lstrip()
    for marker in (BULLET, _DASH):
        match = marker.match(words)
        if match and not (marker is _DASH and words[match.end() :][:1].isdigit()):
            return "• " + words[match.end() :]
    return words


def _begins(gathered: Sequence[Line], line: Line, measure: Measure) -> bool:
    """Whether a paragraph begins with the line, after these lines of one."""
    above = gathered[-1]
    if line.box is not above.box:
        return True
    down = above.baseline - line.baseline
    ended = bool(ENDED.search(above.text))
    level = abs(down) < 0.3 * line.size and line.left > above.left
    if level and line.page == above.page and abs(line.size - above.size) < 0.6:
        return False  # more of the same line
    if _is_leading(above.text):
        return True
    if line.mono and above.mono and not measure.mono:  # a listing, blank lines in it
        return not 0 < down < _LISTING * line.size
    if down < 0 or line.left > above.right:  # the next column
        return ended or not _alike(above, line) or _marks_item(gathered, line, ended)
    if down > _PARTED * max(_pitch(gathered, measure), 1.15 * line.size):
        return True
    short = ended_short(gathered, line)
    if is_item(gathered[0].text) and _is_outside(gathered[0], line, ended or short):
        return True
    if not ended and not short and line.text.lstrip()[:1].islower() and _near(above, line):
        return False
    if _marks_item(gathered, line, ended or short):
        return True
    if not _alike(above, line):
        return True
    indented = line.left > above.left + 0.8 * line.size and len(gathered) > 1
    return ended and (short or indented)


def _is_leading(text: str) -> bool:
    """Whether it is a line of the contents, with dots to a page's number."""
    dotted = ".." in text or ". ." in text or "…" in text  # few lines are, and the rest is slow
    return dotted and bool(_LEADING.search(text))


def _is_outside(item: Line, line: Line, ended: bool) -> bool:
    """Whether the line stands left of a list's item, or of its text, where this is set apart."""
    left = item.runs[1].left if ended and len(item.runs) > 1 else item.left
    return line.left < left - 0.4 * line.size


def _pitch(gathered: Sequence[Line], measure: Measure) -> float:
    """The distance between the paragraph's own lines, where it has several."""
    if len(gathered) > 2:
        return max(
            (gathered[0].baseline - gathered[-1].baseline) / (len(gathered) - 1),
            0.9 * gathered[-1].size,
        )
    return measure.pitch * gathered[-1].size / measure.size if measure.size else 0.0


def _alike(above: Line, line: Line) -> bool:
    """Whether both look like parts of one text."""
    return (
        abs(line.size - above.size) <= 0.6 and line.bold == above.bold and line.mono == above.mono
    )


def _near(above: Line, line: Line) -> bool:
    close = above.baseline - line.baseline < _CLOSE * 1.25 * max(above.size, line.size)
    return close and 0.7 < line.size / above.size < 1.4


def ended_short(gathered: Sequence[Line], line: Line) -> bool:
    """Whether the next word would have found room at the end of the line above."""
    above = gathered[-1]
    first_word = line.text.split(maxsplit=1)[0]
    room = len(first_word) * line.size * _LETTER
    return above.right + room < max(each.right for each in (*gathered, line))


def _marks_item(gathered: Sequence[Line], line: Line, ended: bool) -> bool:
    """Whether a list's item begins; a dash or a number may well stand inside a sentence."""
    words = line.text.lstrip()
    if BULLET.match(words):
        return True
    if not _DASH.match(words) and not _NUMBERED.match(words):
        return False
    first = gathered[0]
    listed = is_item(first.text) and abs(line.left - first.left) < 0.5 * line.size
    return ended or listed or line.left < gathered[-1].left - 0.5 * line.size
