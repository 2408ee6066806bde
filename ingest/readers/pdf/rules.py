"""The level and upright lines that a page draws, which tell a table's rows and columns."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin

import pypdfium2 as pdfium
from pypdfium2 import raw

_THIN = 3.0  # points
_SHORTEST = 8.0
_MOST_OBJECTS = 4000  # of a page; one with more is a drawing
_MOST_SEGMENTS = 400  # of a path
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


def rules(page: pdfium.PdfPage, angle: int) -> list[Rule]:
    """The page's rules and the edges of its boxes, turned as its text is."""
    count = raw.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS or angle % 90:
        return []
    turn = _Matrix(
        cos(radians(angle)), -sin(radians(angle)), sin(radians(angle)), cos(radians(angle)), 0, 0
    )
    things = (raw.FPDFPage_GetObject(page, place) for place in range(count))
    found: list[Rule] = []
    for thing in things:
        found += _of(thing, [turn], 0)
    return found


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
    """The path's level and upright edges; a thin box is one rule."""
    points = _points(path, matrices)
    if len(points) < 2:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Rule(min(xs), min(ys), max(xs), max(ys))
    if min(box.right - box.left, box.top - box.bottom) <= _THIN:
        if max(box.right - box.left, box.top - box.bottom) >= _SHORTEST:
            yield box
        return
    for (x, y), (to_x, to_y) in pairwise(points):
        edge = Rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        width, height = edge.right - edge.left, edge.top - edge.bottom
        if min(width, height) <= 1 and max(width, height) >= _SHORTEST:
            yield edge


def _points(path: object, matrices: list[_Matrix]) -> list[tuple[float, float]]:
    """The path's corners on the page; none for one with curves."""
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_SEGMENTS:
        return []
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    begun = (0.0, 0.0)
    for place in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        for matrix in reversed(matrices):
            point = matrix.at(*point)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
            if points:
                points.append((float("nan"), float("nan")))
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(begun)
    return points
