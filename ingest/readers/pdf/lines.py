"""The lines of a page: runs side by side on one height, what is raised or lowered told apart."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.readers.normalise import lowered, one_line, raised, struck
from ingest.readers.pdf.added import Added
from ingest.readers.pdf.bidi import in_order, is_right_to_left
from ingest.readers.pdf.letters import Run

_NEAR = 0.8  # a gap inside a line, over the size of its letters, where the file has no blank
_NEAR_BLANK = 1.0  # where PDFium finds one
_NEAR_TYPED = 2.5  # and where the file itself has one
_TOUCHING = 0.35  # the gap before a raised letter
_LEVEL = 0.12  # how far from a line's height its letters may stand, over their size
_SMALLER = 0.93  # a raised or lowered letter's size over the line's
_SHIFTED = 0.08  # how far up or down such letters are at least, over the line's size
_MOST_SHIFTED = 0.75
_LONGEST_SHIFTED = 16  # letters
_MARKER = re.compile(r"[•●○◦‣▪■□◆➢➤►\uf000-\uf0ff–—*o-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]")
_LONGEST_MARKER = 6  # characters
_AFTER_MARKER = 4  # a gap behind a list's marker, over the size
_INITIAL = re.compile(r"[\"'“‘„«(]?\w")
_MOST_MARKERS, _MOST_INITIALS = 300, 40  # of a page; one with more is a drawing
_LARGE = 1.7  # an initial's size over that of the text that it begins
_WORDS_OF_ONE_LETTER = frozenset("AIO")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line, or a part of one that stands apart; places as in Run.

    size, bold, mono: of most of its text
    box: the form field that it names and that is written into it, or the text box that it is a
         line of
    """

    text: str
    page: int
    angle: int
    left: float
    right: float
    baseline: float
    top: float
    size: float
    bold: bool
    mono: bool
    runs: tuple[Run, ...]
    box: Added | None = None


def lines_of(runs: Sequence[Run], page: int) -> list[Line]:
    """The lines in the order of the file, large first letters joined to their words."""
    gathered: list[list[Run]] = []
    largest = None
    for run in runs:
        if largest and _goes_on(gathered[-1], largest, run):
            gathered[-1].append(run)
            largest = run if run.size > largest.size else largest
        else:
            gathered.append([run])
            largest = run
    lines = [line_of(part, page) for part in gathered]
    lines = [line for line in lines if line.text[:1].isalnum() or one_line(line.text)]
    return list(_with_initials(_with_markers(lines)))


def line_of(runs: Sequence[Run], page: int) -> Line:
    """The runs as one line."""
    main = _main(runs)
    text = _text(runs, main)
    letters = bold = mono = 0
    left, right = main.left, main.right
    for run in runs:
        count, font = len(run.text), run.font
        letters += count
        if font.bold or font.heavy:
            bold += count
        if font.mono:
            mono += count
        if run.left < left:
            left = run.left
        if run.right > right:
            right = run.right
    return Line(
        text=text,
        page=page,
        angle=main.angle,
        left=left,
        right=right,
        baseline=main.baseline,
        top=main.top,
        size=main.size,
        bold=2 * bold > letters,
        mono=2 * mono > letters,
        runs=tuple(runs),
    )


def bold_by_name(line: Line) -> Line:
    """The line, bold only where its font is named so."""
    named = sum(len(run.text) for run in line.runs if run.font.bold)
    bold = 2 * named > sum(len(run.text) for run in line.runs)
    return line if line.bold == bold else replace(line, bold=bold)


def _main(runs: Sequence[Run]) -> Run:
    """A run of the size and height that most of the line's letters have."""
    if len(runs) == 1:
        return runs[0]
    first = runs[0]
    if len({(run.size, run.baseline) for run in runs}) == 1:
        return first
    letters: Counter[tuple[float, int]] = Counter()
    for run in runs:
        letters[run.size, round(run.baseline)] += len(run.text)
    most = letters.most_common(1)[0][0]
    return next(run for run in runs if (run.size, round(run.baseline)) == most)


def _goes_on(line: Sequence[Run], largest: Run, run: Run) -> bool:
    """Whether the run stands on the same line as those, `largest` among them, right behind them."""
    last = line[-1]
    if run.angle != last.angle:
        return False
    plain = last.text.isascii() and run.text.isascii()  # most are, and asked at each run
    is_level = run.size == last.size and run.baseline == largest.baseline
    if plain and is_level and 0 <= run.left - last.right < _NEAR * run.size:
        return True  # so do most words
    small, size = run.size, last.size
    if small > size:
        small, size = size, small
    near = (_NEAR_TYPED if run.typed else _NEAR_BLANK if run.spaced else _NEAR) * small
    if len(line) == 1 and len(last.text) <= _LONGEST_MARKER and _MARKER.fullmatch(last.text):
        near = _AFTER_MARKER * size
    backwards = not plain and (is_right_to_left(last.text) or is_right_to_left(run.text))
    if backwards:
        left, right = min(each.left for each in line), max(each.right for each in line)
        beside = run.left < right + near and run.right > left - near
    else:
        beside = -0.4 * size < run.left - last.right < near
    down = largest.baseline - run.baseline
    if not beside or abs(down) <= _LEVEL * size or backwards:
        return beside and abs(down) <= 2 * _LEVEL * size
    return _is_shifted(last, run)


def _is_shifted(before: Run, run: Run) -> bool:
    """Whether one of two neighbours can be raised or lowered against the other."""
    small, large = sorted((before, run), key=lambda each: each.size)
    if large.size > 3 * small.size or len(small.text) > _LONGEST_SHIFTED:
        return False
    same = small.size > _SMALLER * large.size
    if same and run.spaced:
        return False  # two cells of a table
    near = _LEVEL if same else _TOUCHING
    high = abs(small.baseline - large.baseline) < _MOST_SHIFTED * large.size
    return high and run.left - before.right < near * large.size


def _text(runs: Sequence[Run], main: Run) -> str:
    words = "".join([" " + run.text if run.spaced else run.text for run in runs])
    if not words.isascii() and any(is_right_to_left(run.text) for run in runs):
        return in_order(runs)
    if {run.baseline for run in runs} == {main.baseline}:  # most lines: nothing is shifted
        return words.strip()
    text = ""
    for shift, part in groupby(runs, key=lambda run: _shift(run, main)):
        words = "".join(" " * run.spaced + run.text for run in part)
        blank = " " if words[:1] == " " and text else ""
        text += blank + _set(words.strip(), shift, text)
    return text


def _shift(run: Run, main: Run) -> int:
    """1 for what is raised against the line, -1 for what is lowered."""
    up = run.baseline - main.baseline
    if abs(up) <= _SHIFTED * main.size or len(run.text) > _LONGEST_SHIFTED:
        return 0
    if run.size > _SMALLER * main.size and abs(up) < 2 * _LEVEL * main.size:
        return 0
    return 1 if up > 0 else -1


def _set(words: str, shift: int, before: str) -> str:
    if not shift or (words[:1] in "([" and words[-1:] in ")]"):
        return words
    return raised(words, before) if shift > 0 else lowered(words)


def _with_markers(lines: Sequence[Line]) -> list[Line]:
    """The lines, a list's marker that the file draws apart put before its own."""
    short = (line for line in lines if len(line.text) <= _LONGEST_MARKER)
    markers = [line for line in short if _MARKER.fullmatch(line.text)][:_MOST_MARKERS]
    if not markers:
        return list(lines)
    marker_of: dict[Line, Line] = {}
    for marker in markers:
        beside = [
            line
            for line in lines
            if line.angle == marker.angle
            and abs(line.baseline - marker.baseline) <= 0.2 * line.size
            and 0 < line.left - marker.right < _AFTER_MARKER * line.size
        ]
        if beside:
            marker_of.setdefault(min(beside, key=lambda line: line.left), marker)
    taken = set(marker_of.values())
    return [
        line_of(
            (*marker_of[line].runs, line.runs[0]._replace(spaced=True), *line.runs[1:]), line.page
        )
        if line in marker_of
        else line
        for line in lines
        if line not in taken
    ]


def with_struck(line: Line, is_struck: Callable[[Run], bool]) -> Line:
    """The line, those of its runs that are crossed out told apart."""
    if not any(map(is_struck, line.runs)):
        return line
    runs = (run._replace(text=struck(run.text)) if is_struck(run) else run for run in line.runs)
    made = line_of(tuple(runs), line.page)
    return replace(line, text=made.text, runs=made.runs)


def _with_initials(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with letters that are as high as several lines put before the first of these."""
    short = (line for line in lines if len(line.text) <= 2)
    initials = [line for line in short if _INITIAL.fullmatch(line.text)][:_MOST_INITIALS]
    if not initials:
        yield from lines
        return
    joined: dict[int, Line] = {}
    for initial in initials:
        place = _begun_by(initial, lines)
        if place is not None:
            joined[place] = initial
    for place, line in enumerate(lines):
        if place in joined:
            initial = joined[place]
            text = initial.text + _gap(initial, line, lines) + line.text
            yield replace(line, text=text, runs=(*initial.runs, *line.runs))
        elif not any(line is initial for initial in joined.values()):
            yield line


def _begun_by(initial: Line, lines: Sequence[Line]) -> int | None:
    """The place of the line that a large letter begins: right of it, as high as its upper end, with
    another below that stands beside the letter, too."""
    beside = [
        place
        for place, line in enumerate(lines)
        if initial.size > _LARGE * line.size
        and line.angle == initial.angle
        and -0.2 * line.size < line.left - initial.right < 1.2 * line.size
        and initial.baseline - 0.3 * line.size <= line.baseline < initial.top
    ]
    if not beside:
        return None
    first = max(beside, key=lambda place: lines[place].baseline)
    return first if len(beside) > 1 or lines[first].text[:1].islower() else None


def _gap(initial: Line, line: Line, lines: Sequence[Line]) -> str:
    """A blank where the letter is a word of its own, as the page's other words tell."""
    rest = line.text.split(maxsplit=1)[0]
    if initial.text not in _WORDS_OF_ONE_LETTER or not rest[:1].islower():
        return " " if line.runs[0].spaced and not rest[:1].isalpha() else ""
    words = " ".join(each.text for each in lines if each is not line).casefold().split()
    return " " if rest.casefold() in words and (initial.text + rest).casefold() not in words else ""
