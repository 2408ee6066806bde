"""What a page draws beside its letters: rules, which tell a table's rows and columns, and dots."""

import ctypes
from collections.abc import Container, Iterator
from ctypes import byref, c_void_p
from dataclasses import dataclass
from itertools import islice, pairwise, repeat
from math import cos, radians, sin

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf.calls import (
    handle,
    is_closed_at_segment,
    kind_of_object,
    kind_of_segment,
    object_of_page,
    point_of_segment,
    segment_of_path,
)

_THIN = 3.0  # points
_SHORTEST = 8.0
_DOT = (1.2, 7.5)
_MOST_DOTS = 200  # of a page; one with more has a picture of them
_MOST_OBJECTS = 4000  # of a page; one with more is a drawing
_MOST_SEGMENTS = 400  # of a path
_MOST_EDGES = 5000
_DEEPEST = 3  # forms inside forms


@dataclass(frozen=True, slots=True)
class Rule:
    """A line from one place to another; level ones have one y, upright ones one x."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_level(self) -> bool:
        return self.right - self.left >= self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Matrix:
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


_SAME = _Matrix(1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws.

    strokes: level lines of any length, as those through text
    dots:    small round or square things, as programs draw bullets
    """

    rules: tuple[Rule, ...] = ()
    strokes: tuple[Rule, ...] = ()
    dots: tuple[Rule, ...] = ()


def drawing(page: pdfium.PdfPage, angle: int, texts: Container[int] = ()) -> Drawing:
    """The page's rules, the edges of its boxes, and its dots, turned as its text is.

    `texts` are addresses of text objects, as far as they are known.
    """
    count = raw.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS or angle % 90:
        return Drawing()
    turn = _Matrix(
        cos(radians(angle)), -sin(radians(angle)), sin(radians(angle)), cos(radians(angle)), 0, 0
    )
    turns = [turn] if angle else []
    edges = (edge for thing in _drawn(page, count, texts) for edge in _of(thing, turns, 0))
    found = list(islice(edges, _MOST_EDGES + 1))
    if len(found) > _MOST_EDGES:
        return Drawing()
    dots = tuple(edge for edge in found if _is_dot(edge))
    rules = tuple(edge for edge in found if _is_rule(edge))
    strokes = tuple(edge for edge in found if edge.top - edge.bottom <= _THIN and edge.is_level)
    return Drawing(rules, strokes, dots if len(dots) <= _MOST_DOTS else ())


def _drawn(page: pdfium.PdfPage, count: int, texts: Container[int]) -> Iterator[object]:
    """The page's objects that are no text: most are."""
    of, text = handle(page.raw), raw.FPDF_PAGEOBJ_TEXT
    things = list(map(object_of_page, repeat(of), range(count)))
    for address in [thing for thing in things if thing not in texts]:
        if kind_of_object(c_void_p(address)) != text:
            yield ctypes.cast(address, raw.FPDF_PAGEOBJECT)


def _is_dot(edge: Rule) -> bool:
    width, height = edge.right - edge.left, edge.top - edge.bottom
    return _DOT[0] <= width <= _DOT[1] and abs(width - height) < 1


def _is_rule(edge: Rule) -> bool:
    width, height = edge.right - edge.left, edge.top - edge.bottom
    return min(width, height) <= _THIN and max(width, height) >= _SHORTEST


def _of(thing: object, matrices: list[_Matrix], depth: int) -> Iterator[Rule]:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield from _of_path(thing, [*matrices, _matrix(thing)])
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = [*matrices, _matrix(thing)]
        count = raw.FPDFFormObj_CountObjects(thing)
        for place in range(min(count, _MOST_OBJECTS)):
            yield from _of(raw.FPDFFormObj_GetObject(thing, place), inner, depth + 1)


def _matrix(thing: object) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return _SAME
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _of_path(path: object, matrices: list[_Matrix]) -> Iterator[Rule]:
    """The path's level and upright edges; a thin or small one is one edge."""
    points = _points(path, matrices)
    if len(points) < 2:
        return
    xs, ys = [x for x, y in points if x == x], [y for x, y in points if y == y]
    box = Rule(min(xs), min(ys), max(xs), max(ys))
    if min(box.right - box.left, box.top - box.bottom) <= _THIN or _is_dot(box):
        yield box
        return
    for (x, y), (to_x, to_y) in pairwise(points):
        edge = Rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        if min(edge.right - edge.left, edge.top - edge.bottom) <= 1:
            yield edge


def _points(path: object, matrices: list[_Matrix]) -> list[tuple[float, float]]:
    """The path's corners on the page; none for one with curves, unless it is small."""
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_SEGMENTS:
        return []
    of, x, y = handle(path), ctypes.c_float(), ctypes.c_float()
    to_x, to_y = byref(x), byref(y)
    points: list[tuple[float, float]] = []
    begun, curved = (0.0, 0.0), False
    for place in range(count):
        segment = c_void_p(segment_of_path(of, place))
        kind = kind_of_segment(segment)
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        point_of_segment(segment, to_x, to_y)
        point = (x.value, y.value)
        for matrix in reversed(matrices):
            point = matrix.at(*point)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
            if points:
                points.append((float("nan"), float("nan")))
        points.append(point)
        if is_closed_at_segment(segment):
            points.append(begun)
    return points if not curved or _are_close(points) else []


def _are_close(points: list[tuple[float, float]]) -> bool:
    xs, ys = [x for x, y in points if x == x], [y for x, y in points if y == y]
    return max(max(xs) - min(xs), max(ys) - min(ys)) <= _DOT[1]
