"""PDFium's functions that are called for each letter, object or run, without pypdfium2's checks.

A page has thousands of these calls, and to check and convert what a function is given takes twice
as long as what it does. These are given plain integers, and `ctypes.byref` of all else.
"""

import ctypes
import struct
from collections import deque
from collections.abc import Callable
from itertools import repeat
from typing import Any

from pypdfium2 import raw


def _unchecked(function: object, result: Any = ctypes.c_int) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(result)(address or 0)


def handle(pointer: Any) -> Any:
    """A page, text page or object of PDFium's, as these functions take it."""
    return ctypes.byref(pointer.contents)


object_of_letter = _unchecked(raw.FPDFText_GetTextObject, ctypes.c_void_p)
origin_of_letter = _unchecked(raw.FPDFText_GetCharOrigin)
box_of_letter = _unchecked(raw.FPDFText_GetLooseCharBox)
matrix_of_letter = _unchecked(raw.FPDFText_GetMatrix)
size_of_letter = _unchecked(raw.FPDFText_GetFontSize, ctypes.c_double)
font_of_object = _unchecked(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
mode_of_object = _unchecked(raw.FPDFTextObj_GetTextRenderMode)
object_of_page = _unchecked(raw.FPDFPage_GetObject, ctypes.c_void_p)
kind_of_object = _unchecked(raw.FPDFPageObj_GetType)
segment_of_path = _unchecked(raw.FPDFPath_GetPathSegment, ctypes.c_void_p)
kind_of_segment = _unchecked(raw.FPDFPathSegment_GetType)
point_of_segment = _unchecked(raw.FPDFPathSegment_GetPoint)
is_closed_at_segment = _unchecked(raw.FPDFPathSegment_GetClose)
id_of_object = _unchecked(raw.FPDFPageObj_GetMarkedContentID)
kids_of_element = _unchecked(raw.FPDF_StructElement_CountChildren)
kid_of_element = _unchecked(raw.FPDF_StructElement_GetChildAtIndex, ctypes.c_void_p)
id_of_kid = _unchecked(raw.FPDF_StructElement_GetChildMarkedContentID)
type_of_element = _unchecked(raw.FPDF_StructElement_GetType, ctypes.c_ulong)

_MANY = 256
_BOXES = (raw.FS_RECTF * _MANY)()
_TO_BOXES = [ctypes.byref(_BOXES, place * ctypes.sizeof(raw.FS_RECTF)) for place in range(_MANY)]
_FOUR = struct.Struct("4f")


def boxes_of_letters(page: Any, start: int, end: int) -> list[tuple[float, ...]]:
    """Left, top, right and bottom of each letter: what `box_of_letter` tells, of many at once."""
    boxes: list[tuple[float, ...]] = []
    for low in range(start, end, _MANY):
        places = range(low, min(low + _MANY, end))
        deque(map(box_of_letter, repeat(page), places, _TO_BOXES), maxlen=0)
        boxes += _FOUR.iter_unpack(memoryview(_BOXES).cast("B")[: len(places) * _FOUR.size])
    return boxes
