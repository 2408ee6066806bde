"""A paragraph's words before they are written out, and what hangs on them."""

from dataclasses import dataclass

from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A note that is referred to by a mark."""

    mark: str
    note: _Element
    at_end: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph's words, with line ends in it, and the notes and text boxes that hang on it."""

    text: str
    notes: tuple[NoteReference, ...] = ()
    boxes: tuple[_Element, ...] = ()
