"""The words of an OpenDocument paragraph: every element in order, none of them left out unseen."""

from collections.abc import Callable

from lxml.etree import _Element

from ingest.readers.odt.forms import Forms
from ingest.readers.odt.names import (
    DRAW,
    FIELD,
    LIBRE,
    MATH,
    OFFICE,
    SVG,
    TABLE,
    TEXT,
    XLINK,
    is_true,
    local,
    whole,
)  # fmt: skip
from ingest.readers.odt.styles import Styles
from ingest.readers.office.formulas import formula
from ingest.readers.office.gather import Format, Gatherer
from ingest.readers.office.lines import Line, NoteReference

_SPACE = "\t\r\n"  # breaks of the file's lines, which are none of the text's
_MOST_BLANKS = 1000
_STYLE = f"{TEXT}style-name"
_GONE = frozenset(
    f"{space}{name}"
    for space, names in (
        (OFFICE, "annotation annotation-end event-listeners script"),
        (TEXT, "tracked-changes script ruby-text note-citation label number"),
        (FIELD, "param"),
        (SVG, "title desc"),
    )
    for name in names.split()
)
_SHAPES = frozenset(
    f"{DRAW}{name}"
    for name in "custom-shape rect ellipse circle line polyline polygon regular-polygon path "
    "connector caption measure".split()
)
_BLOCKS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table")
TICKED, EMPTY = "☒", "☐"


class Words:
    """Reads paragraphs; `part` gives the root of an object inside the file."""

    def __init__(
        self,
        styles: Styles,
        forms: Forms,
        part: Callable[[str], _Element | None],
        gatherer: Gatherer,
    ) -> None:
        self._styles = styles
        self._forms = forms
        self._part = part
        self._gatherer = gatherer
        self._boxes: list[_Element] = []
        self._notes: list[NoteReference] = []

    def line(self, element: _Element) -> Line:
        """What stands in a paragraph, or in an element that is none."""
        style = element.get(_STYLE, "")
        format = self._styles.format("paragraph", style)
        if element.tag in _BLOCKS:
            self._inside(element, format)
        else:
            self._walk(element, format)
        text = self._gatherer.taken()
        if not self._notes and not self._boxes:
            return Line(text)
        made = Line(text, tuple(self._notes), tuple(self._boxes))
        self._notes, self._boxes = [], []
        return made

    def _inside(self, element: _Element, format: Format) -> None:
        self._add(element.text, format)
        for child in element:
            self._walk(child, format)
            self._add(child.tail, format)

    def _add(self, text: str | None, format: Format) -> None:
        if text:
            for sign in _SPACE:
                text = text.replace(sign, " ")
            self._gatherer.add(text, format)

    def _walk(self, element: _Element, format: Format) -> None:
        if handler := _HANDLERS.get(element.tag):
            handler(self, element, format)
        elif element.tag in _SHAPES or element.tag in _BLOCKS:
            self._boxes.append(element)
        elif isinstance(element.tag, str) and element.tag not in _GONE:
            self._inside(element, format)

    def _walk_span(self, element: _Element, format: Format) -> None:
        own = self._styles.format("text", element.get(_STYLE, ""))
        self._inside(element, own.over(format))

    def _write_blanks(self, element: _Element, format: Format) -> None:
        count = whole(element.get(f"{TEXT}c"), 1)
        self._gatherer.add(" " * max(1, min(count, _MOST_BLANKS)), format)

    def _write_tab(self, element: _Element, format: Format) -> None:
        self._gatherer.add("\t", format)

    def _write_break(self, element: _Element, format: Format) -> None:
        self._gatherer.add("\n", format)

    def _walk_note(self, element: _Element, format: Format) -> None:
        citation, body = element.find(f"{TEXT}note-citation"), element.find(f"{TEXT}note-body")
        mark = "" if citation is None else "".join(citation.itertext()).strip()
        self._gatherer.add_raised(mark, format)
        if body is not None:
            at_end = element.get(f"{TEXT}note-class") == "endnote"
            self._notes.append(NoteReference(mark, body, at_end))

    def _walk_ruby(self, element: _Element, format: Format) -> None:
        """The words, and how they are read in brackets after them."""
        self._inside(element, format)
        for reading in element.iter(f"{TEXT}ruby-text"):
            self._gatherer.add("(", format)
            self._inside(reading, format)
            self._gatherer.add(")", format)

    def _walk_hidden(self, element: _Element, format: Format) -> None:
        """Text under a condition, of which the file says whether it is shown."""
        hidden = is_true(element.get(f"{TEXT}is-hidden"))
        self._inside(element, Format(hidden=True).over(format) if hidden else format)

    def _walk_control(self, element: _Element, format: Format) -> None:
        """A content control: a box to tick is a sign, all else its words."""
        is_box = is_true(element.get(f"{LIBRE}checkbox"))
        if is_box and len("".join(element.itertext()).strip()) <= 1:
            ticked = is_true(element.get(f"{LIBRE}checked"))
            self._gatherer.add_sign(TICKED if ticked else EMPTY, format)
        else:
            self._inside(element, format)

    def _walk_field_mark(self, element: _Element, format: Format) -> None:
        """A field of a form that Word had: a box, or what is chosen of a list."""
        said = [
            (each.get(f"{FIELD}name", ""), each.get(f"{FIELD}value", ""))
            for each in element.iter(f"{FIELD}param")
        ]
        kind = element.get(f"{FIELD}type", "").rpartition(".")[2]
        values = dict(said)
        if kind == "FORMCHECKBOX":
            ticked = is_true(values.get("Checkbox_Checked"))
            self._gatherer.add_sign(TICKED if ticked else EMPTY, format)
        elif kind == "FORMDROPDOWN":
            entries = [value for name, value in said if name == "Dropdown_ListEntry"]
            chosen = whole(values.get("Dropdown_Selected"), 0)
            if 0 <= chosen < len(entries):
                self._gatherer.add_sign(entries[chosen], format)
        self._inside(element, format)

    def _write_form(self, element: _Element, format: Format) -> None:
        name = element.get(f"{DRAW}control", "")
        self._gatherer.add_sign(self._forms.shown(name), format)

    def _walk_frame(self, element: _Element, format: Format) -> None:
        """The first form of a frame's content that can be read; the others are its pictures."""
        is_in_line = element.get(f"{TEXT}anchor-type") == "as-char"
        for child in element:
            if child.tag == f"{DRAW}text-box":
                self._boxes.append(child)
                return
            if child.tag == f"{DRAW}object":
                self._walk_object(child, format)
                return
            if child.tag == f"{DRAW}object-ole":
                self._gatherer.add_unknown("an embedded object is not read")
                return
            if child.tag == f"{TABLE}table":
                self._boxes.append(child)
                return
        if is_in_line and element.find(f"{DRAW}image") is not None:
            self._gatherer.add_picture()
        else:
            self._inside(element, format)

    def _walk_object(self, element: _Element, format: Format) -> None:
        """A formula stands in the line; a chart's or a sheet's table after the paragraph."""
        root = next(iter(element), None)
        if root is None:
            folder = element.get(f"{XLINK}href", "").removeprefix("./").strip("/")
            root = self._part(f"{folder}/content.xml") if folder else None
        if root is not None and root.tag == f"{MATH}math":
            self._gatherer.add_sign(formula(root), Format(hidden=format.hidden))
        elif root is not None and any(True for _ in root.iter(*_BLOCKS)):
            self._boxes.append(root)
        else:
            self._gatherer.add_unknown("an embedded object is not read")

    def _write_formula(self, element: _Element, format: Format) -> None:
        self._gatherer.add_sign(formula(element), Format(hidden=format.hidden))


_HANDLERS: dict[str, Callable[[Words, _Element, Format], None]] = {
    f"{TEXT}span": Words._walk_span,
    f"{TEXT}s": Words._write_blanks,
    f"{TEXT}tab": Words._write_tab,
    f"{TEXT}line-break": Words._write_break,
    f"{TEXT}note": Words._walk_note,
    f"{TEXT}ruby": Words._walk_ruby,
    f"{TEXT}hidden-text": Words._walk_hidden,
    f"{TEXT}hidden-paragraph": Words._walk_hidden,
    f"{LIBRE}content-control": Words._walk_control,
    f"{FIELD}fieldmark": Words._walk_field_mark,
    f"{DRAW}control": Words._write_form,
    f"{DRAW}frame": Words._walk_frame,
    f"{MATH}math": Words._write_formula,
}


def is_block(element: _Element) -> bool:
    """Whether it is a paragraph, a list or a table."""
    return element.tag in _BLOCKS


def holds_blocks(element: _Element) -> bool:
    """Whether there are paragraphs, lists or tables in it."""
    return any(True for _ in element.iter(*_BLOCKS)) and bool(local(element))
