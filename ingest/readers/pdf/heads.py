"""Running heads and page numbers, told by the whole file; in doubt a line is text."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.normalise import one_line
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import Measure, Sheet, rows

_NUMBER = re.compile(r"\d+|\b[ivxl]+\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_NUMBER_ALONE = re.compile(
    r"[^\w#]*(?:(?:page|p\.?|pg\.?|seite|s\.|página|pagina|side|sida)\s*)?#"
    r"(?:\s*(?:of|von|de|di|av|af|sur|/|\|)\s*#)?[^\w#]*"
)
_AT_EDGE = 4  # rows at either end of a page that may be of a running head
_LEAST = 3  # pages
_SHARE = 0.6  # of the pages between the first and the last with it
_MOST_PAGES = 0.8  # of all, with what looks like a heading
_SAME_HEIGHT = 4  # points
_MARGIN = 80  # points from the page's end
_LARGER = 1.12  # over the text's size, as a heading is
_SMALLER = 0.95
_APART = 1.3  # distance from the text, over that of its lines: of what is told by more
_FAR = 2.1  # and of what looks like the text's own first line
_FAR_BELOW = 1.8  # or its last
_SHORTEST = 4  # letters of words that may well stand twice


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near a page's end.

    key:     its words, # for each number
    numbers: what those are
    height:  its distance from the page's end
    """

    line: Line
    upper: bool
    key: str
    numbers: tuple[int, ...]
    height: float

    @property
    def place(self) -> int:
        return round(self.height / _SAME_HEIGHT)

    @property
    def is_number(self) -> bool:
        """Whether it is a page's number and nothing else."""
        return bool(_NUMBER_ALONE.fullmatch(self.key))


def running_heads(
    sheets: Sequence[Sheet], measure: Measure, contents: Collection[tuple[int, str]]
) -> set[Line]:
    """The lines that are no text of their page but repeated on several, or number it.

    Lines in the file's own `contents` (page and words) are none, nor are larger ones on top.
    """
    layouts = {sheet.number: rows(sheet.lines) for sheet in sheets}
    edges = [edge for sheet in sheets for edge in _edges(sheet, layouts[sheet.number])]
    judged = _Judged(edges, len(sheets), measure, contents, _titles(sheets, measure))
    found: set[Line] = set()
    for sheet in sheets:
        for upper in (True, False):
            found |= _outermost(layouts[sheet.number], upper, judged, measure)
    known = {_shape(line) for line in found}
    for sheet in sheets:
        if all(_shape(line) in known for line in sheet.lines):
            found |= set(sheet.lines)  # nothing else is on the page
    return found


def _shape(line: Line) -> str:
    """A line's words, # for each number."""
    return _NUMBER.sub("#", _key(line))


def _edges(sheet: Sheet, layout: Sequence[Sequence[Line]]) -> Iterator[_Edge]:
    for upper, row in (
        *((True, row) for row in layout[:_AT_EDGE]),
        *((False, row) for row in layout[-_AT_EDGE:]),
    ):
        for line in row:
            words = _key(line)
            numbers = tuple(_value(number) for number in _NUMBER.findall(words))
            height = sheet.top - line.baseline if upper else line.baseline - sheet.bottom
            yield _Edge(line, upper, _shape(line), numbers, height)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number[-9:])
    values = [_ROMAN[letter] for letter in number]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _titles(sheets: Sequence[Sheet], measure: Measure) -> set[str]:
    """The words of larger and bold lines, of several that follow one another also together."""
    titles: set[str] = set()
    for sheet in sheets:
        together, size = "", 0.0
        for line in sheet.lines:
            if line.size <= _LARGER * measure.size and not line.bold:
                together = ""
                continue
            words = _key(line)
            together = f"{together} {words}" if together and line.size == size else words
            size = line.size
            titles |= {words, together}
    return titles


def _key(line: Line) -> str:
    return one_line(line.text).casefold()


class _Judged:
    """Which of the lines near pages' ends, and of which end, the file shows to be running heads.

    sure:    those on several pages
    found:   those, and others with which nothing is lost
    numbers: those that are a page's number and nothing else
    """

    def __init__(
        self,
        edges: Sequence[_Edge],
        pages: int,
        measure: Measure,
        contents: Collection[tuple[int, str]],
        titles: Collection[str],
    ) -> None:
        self.pages, self._measure, self._contents = pages, measure, contents
        self._titles = titles
        self._groups: defaultdict[tuple[bool, int, str], list[_Edge]] = defaultdict(list)
        for edge in edges:
            for near in (-1, 0, 1):
                self._groups[edge.upper, edge.place + near, edge.key].append(edge)
        possible = [edge for edge in edges if self._may_be(edge)]
        sure = [edge for edge in possible if self._is_repeated(edge)]
        self.sure = {(edge.line, edge.upper) for edge in sure}
        self.found = self.sure | {
            (edge.line, edge.upper) for edge in possible if self._stands_elsewhere(edge)
        }
        self.numbers = {edge.line for edge in sure if edge.is_number}

    def _may_be(self, edge: _Edge) -> bool:
        """False for what looks like a heading, or is one by the file's own contents."""
        line, size = edge.line, self._measure.size
        if (line.page, _key(line)) in self._contents and line.size >= _SMALLER * size:
            return False
        return edge.is_number or line.size <= _LARGER * size

    def _is_repeated(self, edge: _Edge) -> bool:
        """Whether enough pages have it at the same place, its numbers going up with theirs."""
        group = self._groups[edge.upper, edge.place, edge.key]
        same = [other for other in group if _agree(edge, other)]
        pages = {other.line.page for other in same}
        if edge.is_number and len(pages) == self.pages:
            return self.pages > 1 or (
                edge.numbers[0] == 1 and edge.height < _MARGIN and not edge.upper
            )
        if len(pages) < _LEAST or _density(pages) < _SHARE:
            return False
        counts = any(other.numbers != edge.numbers for other in same)
        if edge.upper and counts and not edge.is_number:
            return edge.line.size < _SMALLER * self._measure.size  # or it is "Patient 12"
        bold = edge.line.bold and edge.line.size >= _SMALLER * self._measure.size
        return not bold or len(pages) >= _MOST_PAGES * self.pages

    def _stands_elsewhere(self, edge: _Edge) -> bool:
        """Whether nothing is lost with it: a heading has its words, or an earlier page the same
        line at the same place.
        """
        heavy = edge.line.bold and edge.line.size >= _SMALLER * self._measure.size
        if edge.is_number or heavy or self.pages == 1 or len(edge.key) < _SHORTEST:
            return False
        if _key(edge.line) in self._titles:
            return True
        group = self._groups[edge.upper, edge.place, edge.key]
        return any(
            other.line.page < edge.line.page
            and other.numbers == edge.numbers
            and other.line.size == edge.line.size
            for other in group
        )


def _agree(edge: _Edge, other: _Edge) -> bool:
    """Whether each number of both is the same, or goes up with the pages, as a page's must."""
    steps = [mine - theirs for mine, theirs in zip(edge.numbers, other.numbers, strict=True)]
    step = edge.line.page - other.line.page
    return (
        abs(other.line.size - edge.line.size) <= 0.6
        and all(each in (0, step) for each in steps)
        and not (edge.is_number and steps[0] != step)
    )


def _density(pages: set[int]) -> float:
    """The share of pages, or of those with an odd or even number, from the first to the last."""
    step = 2 if len({page % 2 for page in pages}) == 1 else 1
    return len(pages) / ((max(pages) - min(pages)) // step + 1)


def _outermost(
    layout: Sequence[Sequence[Line]], upper: bool, judged: _Judged, measure: Measure
) -> set[Line]:
    """The running heads of one end of a page: from the edge to the first row that is text."""
    ordered = layout if upper else layout[::-1]
    outer = 0
    while outer < len(ordered) and _is_head([(line, upper) for line in ordered[outer]], judged):
        outer += 1
    if outer == len(ordered):
        return set()
    while 0 < outer < len(ordered):
        gap = abs(ordered[outer - 1][0].baseline - ordered[outer][0].baseline)
        if gap >= _least_gap(ordered[outer - 1], upper, judged, measure) * measure.pitch:
            break
        outer -= 1
    return {line for row in ordered[:outer] for line in row if (line, upper) in judged.found}


def _is_head(row: Sequence[tuple[Line, bool]], judged: _Judged) -> bool:
    return any(at in judged.sure for at in row) or all(at in judged.found for at in row)


def _least_gap(row: Sequence[Line], upper: bool, judged: _Judged, measure: Measure) -> float:
    """How far from the text a running head must stand, the more it looks like text the further."""
    smaller = max(line.size for line in row) < _SMALLER * measure.size
    if smaller or any(line in judged.numbers for line in row):
        return _APART
    return _FAR if upper else _FAR_BELOW
