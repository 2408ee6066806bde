"""Running heads and page numbers, told by the whole file; in doubt a line is text."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.normalise import one_line
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import Measure, Sheet, rows

_NUMBER = re.compile(r"\d+|\b[ivxl]+\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_NUMBER_ALONE = re.compile(
    r"\W*(?:(?:page|p\.?|pg\.?|seite|s\.|página|pagina|side|sida)\s*)?#"
    r"(?:\s*(?:of|von|de|di|av|af|sur|/|\|)\s*#)?\W*"
)
_AT_EDGE = 4  # rows at either end of a page that may be of a running head
_LEAST = 3  # pages
_SHARE = 0.6  # of the pages between the first and the last with it
_PLACE_SHARE = 0.5  # of all pages, for a place to be one of running heads
_SAME_HEIGHT = 4  # points
_LARGER = 1.12  # over the text's size, as a heading is
_SMALLER = 0.95
_APART = 1.3  # distance from the text, over that of its lines: of what is told by more
_FAR = 2.1  # and of what looks like the text's own first line


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
    def page(self) -> int:
        return self.line.page

    @property
    def place(self) -> tuple[bool, int]:
        return self.upper, round(self.height / _SAME_HEIGHT)


def running_heads(
    sheets: Sequence[Sheet], measure: Measure, contents: Collection[tuple[int, str]]
) -> set[Line]:
    """The lines that are no text of their page but repeated on several, or number it.

    Lines in the file's own `contents` (page and words) are none, nor are larger ones on top.
    """
    layouts = {sheet.number: rows(sheet.lines) for sheet in sheets}
    edges = [edge for sheet in sheets for edge in _edges(sheet, layouts[sheet.number])]
    judged = _Judged(edges, len(sheets), measure, contents, _elsewhere(sheets, edges))
    found: set[Line] = set()
    for sheet in sheets:
        for upper in (True, False):
            found |= _outermost(layouts[sheet.number], upper, judged, measure)
    return found


def _edges(sheet: Sheet, layout: Sequence[Sequence[Line]]) -> Iterator[_Edge]:
    for upper, row in (
        *((True, row) for row in layout[:_AT_EDGE]),
        *((False, row) for row in layout[-_AT_EDGE:]),
    ):
        for line in row:
            words = one_line(line.text).casefold()
            numbers = tuple(_value(number) for number in _NUMBER.findall(words))
            height = sheet.top - line.baseline if upper else line.baseline - sheet.bottom
            yield _Edge(line, upper, _NUMBER.sub("#", words), numbers, height)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number[-9:])
    values = [_ROMAN[letter] for letter in number]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _elsewhere(sheets: Sequence[Sheet], edges: Sequence[_Edge]) -> Counter[str]:
    """How often each line's words stand in the file, its pages' ends left aside."""
    at_edge = {edge.line for edge in edges if edge.place[1] * _SAME_HEIGHT < 80}
    return Counter(
        one_line(line.text).casefold()
        for sheet in sheets
        for line in sheet.lines
        if line not in at_edge
    )


class _Judged:
    """Which of the lines near pages' ends the file shows to be running heads."""

    def __init__(
        self,
        edges: Sequence[_Edge],
        pages: int,
        measure: Measure,
        contents: Collection[tuple[int, str]],
        elsewhere: Mapping[str, int],
    ) -> None:
        self._pages, self._measure, self._contents = pages, measure, contents
        self._elsewhere = elsewhere
        groups: defaultdict[tuple[tuple[bool, int], str], list[_Edge]] = defaultdict(list)
        for edge in edges:
            for near in (-1, 0, 1):
                groups[(edge.upper, edge.place[1] + near), edge.key].append(edge)
        self._groups = groups
        self._sure = {(edge.line, edge.upper): edge for edge in edges if self._is_repeated(edge)}
        self._places = Counter(
            place
            for place, _ in {(edge.place, edge.page) for edge in self._sure.values()}
        )
        self._by_place = {
            (edge.line, edge.upper)
            for edge in edges
            if (edge.line, edge.upper) not in self._sure and self._is_at_a_heads_place(edge)
        }

    def __contains__(self, line_at: tuple[Line, bool]) -> bool:
        return line_at in self._sure or line_at in self._by_place

    def is_numbered(self, line: Line, upper: bool) -> bool:
        """Whether it is a page's number and nothing else."""
        edge = self._sure.get((line, upper))
        return edge is not None and bool(_NUMBER_ALONE.fullmatch(edge.key))

    def _is_repeated(self, edge: _Edge) -> bool:
        if (edge.page, one_line(edge.line.text).casefold()) in self._contents:
            return False
        alone = bool(_NUMBER_ALONE.fullmatch(edge.key))
        group = self._groups[edge.place, edge.key]
        least = min(_LEAST, max(2, self._pages)) if alone else _LEAST
        if edge.upper and not alone and edge.line.size > _LARGER * self._measure.size:
            return False
        same = [other for other in group if self._agree(edge, other, alone)]
        pages = {other.page for other in same}
        if len(pages) < least or (len(pages) < self._pages and len(pages) < _LEAST):
            return False
        if edge.numbers and not alone and edge.upper and self._counts(edge, same):
            return edge.line.size < _SMALLER * self._measure.size  # or it is "Patient 12"
        return _density(pages) >= _SHARE

    def _agree(self, edge: _Edge, other: _Edge, alone: bool) -> bool:
        """Whether each number of both is the same, or goes up with the pages, as a page's must."""
        steps = [mine - theirs for mine, theirs in zip(edge.numbers, other.numbers, strict=True)]
        step = edge.page - other.page
        return (
            abs(other.line.size - edge.line.size) <= 0.6
            and all(each in (0, step) for each in steps)
            and not (alone and steps[0] != step)
        )

    def _counts(self, edge: _Edge, same: Sequence[_Edge]) -> bool:
        return any(other.numbers != edge.numbers for other in same)

    def _is_at_a_heads_place(self, edge: _Edge) -> bool:
        """Where most pages have a running head, one that changes; its words stand elsewhere, too."""
        measure = self._measure
        if self._pages < 4 or (edge.upper and edge.line.size > _LARGER * measure.size):
            return False
        near = max(self._places[edge.upper, edge.place[1] + step] for step in (-1, 0, 1))
        listed = (edge.page, one_line(edge.line.text).casefold()) in self._contents
        if near < _PLACE_SHARE * self._pages or listed:
            return False
        pages = {other.page for other in self._groups[edge.place, edge.key]}
        return bool(self._elsewhere[one_line(edge.line.text).casefold()]) or (
            len(pages) > 1 and not edge.numbers
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
    while outer < len(ordered) and any((line, upper) in judged for line in ordered[outer]):
        outer += 1
    while 0 < outer < len(ordered):
        gap = abs(ordered[outer - 1][0].baseline - ordered[outer][0].baseline)
        if gap >= _least_gap(ordered[outer - 1], upper, judged, measure) * measure.pitch:
            break
        outer -= 1
    return {line for row in ordered[:outer] for line in row if (line, upper) in judged}


def _least_gap(row: Sequence[Line], upper: bool, judged: _Judged, measure: Measure) -> float:
    smaller = max(line.size for line in row) < _SMALLER * measure.size
    told = not upper or smaller or any(judged.is_numbered(line, upper) for line in row)
    return _APART if told else _FAR
