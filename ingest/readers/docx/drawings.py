"""Drawings of a Word file: the text boxes in them, and what only their picture shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.docx.names import MC, R, W, name_of

_BOX = f"{W}txbxContent"
_FALLBACK = f"{MC}Fallback"
_DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_IN_LINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
_LETTERS = "{urn:schemas-microsoft-com:vml}textpath"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_FORMULAS = ("equation", "mathtype")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is in a drawing.

    boxes:      elements that hold text, each apart
    is_in_line: whether it is a picture set among the words
    lost:       what it shows that is not written; empty where that is nothing
    """

    boxes: tuple[_Element, ...] = ()
    is_in_line: bool = False
    lost: str = ""


class Drawings:
    """Looks into drawings; `part` gives the part that a reference of the text names."""

    def __init__(
        self, part: Callable[[str | None], _Element | None], remark: Callable[[str], None]
    ) -> None:
        self._part = part
        self._remark = remark

    def read(self, element: _Element) -> Drawn:
        """What a drawing holds."""
        boxes = tuple(self._boxes(element))
        if name_of(element) == f"{W}object":
            return Drawn(boxes, lost="" if boxes else _lost_with(element))
        chart = element.find(f".//{_CHART}")
        kept = self._part(chart.get(f"{R}id")) if chart is not None else None
        if kept is not None:
            return Drawn((*boxes, kept))
        if chart is not None and not boxes:
            return Drawn(lost="a chart is not written")
        return Drawn(boxes, is_in_line=not boxes and _is_in_line(element))

    def _boxes(self, element: _Element) -> Iterator[_Element]:
        """The outermost elements with text, of things kept in two forms the first."""
        for child in element:
            name = name_of(child)
            if name in (_BOX, _DRAWN_TEXT) or letters_of(child):
                yield child
            elif name == _DIAGRAM:
                yield from self._diagram(child)
            elif name != _FALLBACK:
                yield from self._boxes(child)

    def _diagram(self, element: _Element) -> Iterator[_Element]:
        """A diagram's words are kept in a part of their own."""
        part = self._part(element.get(f"{R}dm"))
        if part is None:
            self._remark("a diagram is not written")
        else:
            yield from part.iter(_DRAWN_TEXT)


def _lost_with(element: _Element) -> str:
    program = next((each.get("ProgID", "") for each in element.iter(_OLE)), "")
    if any(name in program.casefold() for name in _FORMULAS):
        return "a formula kept as a picture is not written"
    return f"an embedded object ({program or 'of no name'}) is not read"


def letters_of(element: _Element) -> str:
    """The words of letters that are drawn as a shape; empty of anything else."""
    return str(element.get("string", "")) if name_of(element) == _LETTERS else ""


def _is_in_line(element: _Element) -> bool:
    if element.find(f".//{_PICTURE}") is not None:
        return element.find(_IN_LINE) is not None
    shape = element.find(f".//{_SHAPE}")
    floats = shape is not None and "position:absolute" in shape.get("style", "").replace(" ", "")
    return element.find(f".//{_IMAGE}") is not None and not floats
