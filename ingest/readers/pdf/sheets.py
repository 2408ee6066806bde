"""A page as it is printed: its lines, those in another direction apart, and its edges."""

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, radians, sin
from statistics import median

import pypdfium2 as pdfium

from ingest.readers.pdf.added import Added, turned
from ingest.readers.pdf.letters import Run, visible
from ingest.readers.pdf.lines import Line, bold_by_name, with_struck
from ingest.readers.pdf.rules import Rule, drawing

_FEW = 3  # lines, which tell nothing of what is usual


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, turned so that most of its text is level.

    lines:  of most of its text, in the order of the file
    asides: lines in other directions: stamps in the margin, names of axes
    rules:  what the page draws, turned as its text
    added:  what has been put onto it since, turned as its text
    """

    number: int
    lines: tuple[Line, ...]
    asides: tuple[Line, ...]
    rules: tuple[Rule, ...]
    bottom: float
    top: float
    added: tuple[Added, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What most of a file's text has: its size, the distance between its lines, and whether it is
    in a typewriter's letters, which then tell no listings.
    """

    size: float
    pitch: float
    mono: bool


def sheet(
    page: pdfium.PdfPage,
    number: int,
    lines: Sequence[Line],
    things: Sequence[Added],
    texts: Container[int] = (),
) -> Sheet:
    """The page with these lines, what it draws, and what was put onto it.

    `texts` are addresses of text objects, as far as they are known.
    """
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.angle] += len(line.text)
    angle = letters.most_common(1)[0][0] if letters else 0
    box = visible(page)
    heights = [
        y * cos(radians(angle)) - x * sin(radians(angle))
        for x in (box.left, box.right)
        for y in (box.bottom, box.top)
    ]
    drawn = drawing(page, angle, texts)
    level = [_crossed_out(line, drawn.strokes) for line in lines if line.angle == angle]
    level = list(_with_bullets(level, drawn.dots))
    asides = tuple(line for line in lines if line.angle != angle)
    put = tuple(turned(thing, angle) for thing in things)
    return Sheet(number, tuple(level), asides, drawn.rules, min(heights), max(heights), put)


def _crossed_out(line: Line, strokes: Sequence[Rule]) -> Line:
    """The line, its runs told apart through the middle of which a line is drawn."""
    low, high = line.baseline + 0.12 * line.size, line.baseline + 0.45 * line.size
    through = [stroke for stroke in strokes if low < (stroke.bottom + stroke.top) / 2 < high]

    def is_struck(run: Run) -> bool:
        near = 0.25 * run.size
        return any(
            stroke.left < run.left + near
            and stroke.right > run.right - near
            and stroke.right - stroke.left < line.right - line.left + 2 * near
            for stroke in through
        )

    return with_struck(line, is_struck) if through else line


def _with_bullets(lines: Sequence[Line], dots: Sequence[Rule]) -> Iterator[Line]:
    """The lines, those with a dot drawn before them with "• "."""
    for line in lines:
        drawn = any(
            0.2 * line.size < line.left - dot.right < 2.5 * line.size
            and dot.right - dot.left < 0.6 * line.size
            and line.baseline < (dot.bottom + dot.top) / 2 < line.baseline + 0.7 * line.size
            for dot in dots
        )
        worded = drawn and sum(letter.isalpha() for letter in line.text) > 2
        yield replace(line, text=f"• {line.text}") if worded else line


def weighed(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages, their lines bold by name alone where a file calls most of its text heavy, and not
    at all where most is bold by name, too.
    """
    if not _are_mostly_bold(sheets):
        return list(sheets)
    named = [_changed(sheet, bold_by_name) for sheet in sheets]
    if not _are_mostly_bold(named):
        return named
    return [_changed(sheet, lambda line: replace(line, bold=False)) for sheet in sheets]


def _are_mostly_bold(sheets: Sequence[Sheet]) -> bool:
    lines = [line for sheet in sheets for line in sheet.lines]
    bold = [line for line in lines if line.bold]
    return len(lines) > _FEW and 2 * _letters(bold) > _letters(lines)


def _changed(sheet: Sheet, change: Callable[[Line], Line]) -> Sheet:
    lines, asides = tuple(map(change, sheet.lines)), tuple(map(change, sheet.asides))
    return replace(sheet, lines=lines, asides=asides)


def _letters(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def measure(lines: Sequence[Line]) -> Measure:
    """The size that most letters have and the usual distance between lines of it."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    steps = [
        above.baseline - line.baseline
        for above, line in pairwise(lines)
        if above.page == line.page and above.size == line.size == size
        and 0.5 * size < above.baseline - line.baseline < 3 * size
    ]  # fmt: skip
    mono = 2 * _letters([line for line in lines if line.mono]) > _letters(lines)
    return Measure(size, median(steps) if steps else 1.2 * size, mono)


def rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines by height, from the top; those on one height from the left."""
    gathered: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.baseline):
        if gathered and gathered[-1][0].baseline - line.baseline <= 0.3 * line.size:
            gathered[-1].append(line)
        else:
            gathered.append([line])
    return [row if len(row) == 1 else sorted(row, key=lambda line: line.left) for row in gathered]


def without(sheet: Sheet, lines: Collection[Line]) -> Sheet:
    """The page without these lines."""
    kept = tuple(line for line in sheet.lines if line not in lines)
    return replace(sheet, lines=kept) if len(kept) < len(sheet.lines) else sheet
