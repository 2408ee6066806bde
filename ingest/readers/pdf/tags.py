"""A tagged PDF's tree, page by page: which of its elements each thing that is drawn belongs to."""

import ctypes
from collections.abc import Collection, Iterator
from ctypes import c_void_p
from dataclasses import dataclass, field, replace
from itertools import chain, islice

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers.pdf.blocks import Block, Cell, Path
from ingest.readers.pdf.calls import (
    handle,
    id_of_kid,
    id_of_object,
    kid_of_element,
    kids_of_element,
    object_of_page,
    type_of_element,
)

_WITHIN = frozenset(  # a block: parts of its lines, and what only wraps them
    "Span NonStruct Quote Link Reference Annot Em Strong Sub Code Lbl LBody Ruby RB RT RP "
    "Warichu WT WP BibEntry Private Formula Figure".split()
)
_HEADINGS = {f"H{level}": level for level in range(1, 10)} | {"Title": 1}
_CELLS = ("TH", "TD")
_DEEPEST = 60
_MOST_KIDS = 100_000  # of a page's elements; a tree with more is no help
_NAME = ctypes.c_ulong(64)  # bytes of an element's type


@dataclass(frozen=True, slots=True)
class Tagger:
    """Reads the trees of a file's pages. A page knows of all kids of an element that has some on
    it, so that where those of the page before ended is kept.
    """

    _ends: dict[Path, int] = field(default_factory=dict)

    def tags(self, page: pdfium.PdfPage, things: Collection[int]) -> dict[int, Block]:
        """The blocks of a page's text objects, by address; none of those inside of forms, where the
        marks count anew, nor of what the tree doesn't name.
        """
        tree = raw.FPDF_StructTree_GetForPage(page)
        if not tree:
            return {}
        try:
            ids = _ids(page, things)
            blocks = self._blocks(tree, set(ids.values()))
        finally:
            raw.FPDF_StructTree_Close(tree)
        return {thing: blocks[number] for thing, number in ids.items() if number in blocks}

    def _blocks(self, tree: object, wanted: set[int]) -> dict[int, Block]:
        found: dict[int, Block] = {}
        if not wanted:
            return found
        for number, block in islice(self._top(tree), _MOST_KIDS):
            if number in wanted and block is not None:
                found.setdefault(number, block)
                if len(found) == len(wanted):
                    break
        return found

    def _top(self, tree: object) -> Iterator[tuple[int, Block | None]]:
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            kid = raw.FPDF_StructTree_GetChildAtIndex(tree, place)
            if kid:
                yield from self._below(_address(kid), Block((place,), ""), (place,))

    def _below(self, element: int, above: Block, path: Path) -> Iterator[tuple[int, Block | None]]:
        """The marks under an element, each with the block that it stands in; -1 and None for all
        else that is looked at.
        """
        pointer = c_void_p(element)
        count = kids_of_element(pointer)
        block = _block(pointer, above, path, count)
        start = min(self._ends.get(path, 0), max(count, 0))
        for place in chain(range(start, count), range(start)):
            kid = kid_of_element(pointer, place)
            if kid is None:
                number = id_of_kid(pointer, place)
                yield number, block if number >= 0 else None
            elif len(path) < _DEEPEST:
                self._ends[path] = place
                yield -1, None
                yield from self._below(kid, _within(block, path, place), (*path, place))


def _ids(page: pdfium.PdfPage, things: Collection[int]) -> dict[int, int]:
    """The marks of those things that the page itself draws."""
    of = handle(page.raw)
    drawn = {object_of_page(of, place) for place in range(raw.FPDFPage_CountObjects(page))}
    marks = {thing: id_of_object(c_void_p(thing)) for thing in things if thing in drawn}
    return {thing: number for thing, number in marks.items() if number >= 0}


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, c_void_p).value or 0  # type: ignore[arg-type]


def _within(block: Block, path: Path, place: int) -> Block:
    """What stands above an element's kid: of a row, its cells so far and the next one's place."""
    if block.kind != "TR" or not block.cells or block.path != path:
        return block
    return replace(block, cells=(*block.cells[:-1], replace(block.cells[-1], place=place)))


def _block(element: c_void_p, above: Block, path: Path, count: int) -> Block:
    """The block that text right in the element belongs to."""
    kind = _type(element)
    if kind in _WITHIN or not kind:
        return above
    level, cells = _HEADINGS.get(kind), above.cells
    if kind == "H":
        level = max(1, len(path) - 1)
    elif kind == "Table":
        cells = (*cells, Cell(path, path))
    elif kind == "THead" and cells:
        cells = (*cells[:-1], replace(cells[-1], head=True))
    elif kind == "TR" and cells:
        cells = (*cells[:-1], replace(cells[-1], row=path, place=-1, cells=count))
    elif kind in _CELLS and cells:
        across, down = _number(element, b"ColSpan"), _number(element, b"RowSpan")
        head = cells[-1].head or kind == "TH"
        cells = (*cells[:-1], replace(cells[-1], across=across, down=down, head=head))
    elif above.kind == "TR" and cells:
        cells = (*cells[:-1], replace(cells[-1], place=-1))
    return Block(path, kind, level, cells)


def _type(element: c_void_p) -> str:
    name = ctypes.create_string_buffer(_NAME.value)
    size = type_of_element(element, name, _NAME)
    return name.raw[: size - 2].decode("utf-16-le", "replace") if 2 < size <= _NAME.value else ""


def _number(element: c_void_p, name: bytes) -> int:
    """A cell's attribute: how many columns or rows it covers; 1 where it has none."""
    of = ctypes.cast(element, raw.FPDF_STRUCTELEMENT)
    for place in range(max(0, raw.FPDF_StructElement_GetAttributeCount(of))):
        attributes = raw.FPDF_StructElement_GetAttributeAtIndex(of, place)
        value = raw.FPDF_StructElement_Attr_GetValue(attributes, name) if attributes else None
        number = ctypes.c_float()
        if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return max(1, int(number.value)) if 1 <= number.value < 1000 else 1
    return 1
