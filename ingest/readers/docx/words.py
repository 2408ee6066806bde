"""The words of a Word file's paragraph: every element in order, none of them left out unseen."""

import re
from collections.abc import Callable
from dataclasses import replace

from lxml.etree import _Element

from ingest.readers.docx.drawings import Drawings
from ingest.readers.docx.equations import equation
from ingest.readers.docx.fields import EMPTY, TICKED, Field, form_field
from ingest.readers.docx.names import MC, M, W, at, is_on, name_of, value_of
from ingest.readers.docx.notes import Notes
from ingest.readers.docx.styles import Styles, format_of
from ingest.readers.normalise import UNKNOWN
from ingest.readers.office.fields import without_result
from ingest.readers.office.gather import NOTHING, Format, Gatherer
from ingest.readers.office.lines import Line, NoteReference
from ingest.readers.symbols import is_symbol_font, sign, written

_WORD_14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SIGNS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad",
}  # fmt: skip
_GONE = frozenset(("del", "moveFrom", "delText", "delInstrText", "rt", "binData"))


class Words:
    """Reads paragraphs in order of the document: fields and notes go on from one to the next."""

    def __init__(
        self,
        styles: Styles,
        notes: dict[str, Notes],
        drawings: Drawings,
        gatherer: Gatherer,
    ) -> None:
        self._styles = styles
        self._notes = notes
        self._drawings = drawings
        self._gatherer = gatherer
        self._fields: list[Field] = []
        self._boxes: list[_Element] = []
        self._references: list[NoteReference] = []
        self._style = ""
        self.note_mark: str | None = None  # of the note that is read, until it has stood there

    def take(self, paragraph: _Element, style: str) -> None:
        """Adds what stands in a paragraph to the line that is being made."""
        self._style = style
        self._inside(paragraph, NOTHING)
        self._fields = [each for each in self._fields if each.in_result]

    def take_alone(self, element: _Element) -> None:
        """Adds an element that stands in no paragraph."""
        self._style = self._styles.usual
        self._walk(element, NOTHING)

    def line(self) -> Line:
        """What was taken since the last time."""
        made = Line(self._gatherer.taken(), tuple(self._references), tuple(self._boxes))
        self._references, self._boxes = [], []
        return made

    def _inside(self, element: _Element, format: Format) -> None:
        self._add(element.text, format)
        for child in element:
            self._walk(child, format)
            self._add(child.tail, format)

    def _add(self, text: str | None, format: Format) -> None:
        """Text right inside an element that has none by rights, which may be one unheard of."""
        if text and not text.isspace():
            self._write(text, format)

    def _walk(self, element: _Element, format: Format) -> None:
        name = name_of(element)
        if name.startswith(W):
            self._walk_word(element, name[len(W) :], format)
        elif name in (f"{M}oMath", f"{M}oMathPara"):
            self._write_equation(element, format)
        elif name == f"{MC}AlternateContent":
            self._walk_choice(element, format)
        else:
            self._inside(element, format)

    def _walk_word(self, element: _Element, kind: str, format: Format) -> None:
        if kind in _SIGNS:
            self._write(_SIGNS[kind], format)
        elif kind == "t":
            self._write("".join(element.itertext()), format)
        elif handler := _HANDLERS.get(kind):
            handler(self, element, format)
        elif kind not in _GONE and not kind.endswith("Pr"):
            self._inside(element, format)

    def _walk_run(self, run: _Element, format: Format) -> None:
        properties = at(run, "rPr")
        style = value_of(at(properties, "rStyle"))
        own = format_of(properties)
        self._inside(run, own.over(self._styles.format(self._style, style or "")))

    def _walk_choice(self, element: _Element, format: Format) -> None:
        """The first form of something kept in several that has anything to read."""
        before = len(self._gatherer), len(self._boxes)
        for form in element:
            self._inside(form, format)
            if (len(self._gatherer), len(self._boxes)) != before:
                return

    def _walk_symbol(self, element: _Element, format: Format) -> None:
        font, code = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
        if is_symbol_font(font):
            text = sign(font, number)
        else:
            text = written(chr(number), "") if number else UNKNOWN
        if text == UNKNOWN:
            self._lose(f"a sign of the font {font} (code {code}) is not known")
        else:
            self._write_sign(text, format)

    def _walk_ruby(self, element: _Element, format: Format) -> None:
        """The words, and how they are read in brackets after them."""
        self._inside(element, format)
        for reading in element.findall(f"{W}rt"):
            self._write("(", format)
            self._inside(reading, format)
            self._write(")", format)

    def _walk_control(self, element: _Element, format: Format) -> None:
        """A content control: a box to tick is a sign, all else its words."""
        box = element.find(f"{W}sdtPr/{_WORD_14}checkbox")
        content = at(element, "sdtContent")
        if box is None or content is None or len("".join(content.itertext()).strip()) > 1:
            self._inside(element, format)
        else:
            checked = box.find(f"{_WORD_14}checked")
            ticked = checked is not None and is_on(checked, _WORD_14)
            self._write_sign(TICKED if ticked else EMPTY, format)

    def _walk_note(self, element: _Element, format: Format) -> None:
        kind = name_of(element)[len(W) :].removesuffix("Reference")
        notes = self._notes[kind]
        custom = element.get(f"{W}customMarkFollows") in ("1", "true", "on")
        mark = "" if custom else notes.mark()
        note = notes.note(element.get(f"{W}id", ""))
        if self._is_text():
            self._gatherer.add_raised(mark, format)
            if note is not None:
                self._references.append(NoteReference(mark, note, kind == "endnote"))

    def _walk_note_mark(self, element: _Element, format: Format) -> None:
        """The place in a note where its own mark stands."""
        self._gatherer.add_raised(self.note_mark or "", format)
        self.note_mark = None

    def _walk_drawing(self, element: _Element, format: Format) -> None:
        found = self._drawings.read(element)
        self._boxes += found.boxes
        if found.is_in_line and self._is_text():
            self._gatherer.add_picture()
        if found.lost:
            self._lose(found.lost)

    def _write_equation(self, element: _Element, format: Format) -> None:
        self._write_sign(equation(element, self._words_apart), replace(format, place=0))

    def _words_apart(self, element: _Element) -> str:
        """The words of something inside an equation that is none itself."""
        return self._gatherer.apart(lambda: self._walk(element, NOTHING))

    def _field_mark(self, element: _Element, format: Format) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(Field())
            data = at(element, "ffData")
            if data is not None:
                shown = form_field(data)
                self._write_sign(shown, format)
                self._fields[-1].has_result = bool(shown)
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop(), format)

    def _walk_simple_field(self, element: _Element, format: Format) -> None:
        self._fields.append(Field(element.get(f"{W}instr", ""), in_result=True))
        self._inside(element, format)
        self._end_field(self._fields.pop(), format)

    def _end_field(self, field: Field, format: Format) -> None:
        if not field.has_result:
            stand = without_result(field.instruction)
            if stand.remark:
                self._lose(stand.remark)
            else:
                self._write_sign(stand.text, format)

    def _instruct(self, element: _Element, format: Format) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].instruction += element.text or ""

    def _write(self, text: str, format: Format) -> None:
        """Adds text as it looks; not what a field only computes with."""
        if text and self._is_text() and self._gatherer.add(text, format):
            for each in self._fields:
                each.has_result = each.has_result or each.in_result

    def _write_sign(self, text: str, format: Format) -> None:
        self._write(text, replace(format, font=None))

    def _lose(self, remark: str) -> None:
        if self._is_text():
            self._gatherer.add_unknown(remark)

    def _is_text(self) -> bool:
        return all(each.in_result for each in self._fields[:-1])


_HANDLERS: dict[str, Callable[[Words, _Element, Format], None]] = {
    "r": Words._walk_run,
    "sym": Words._walk_symbol,
    "ruby": Words._walk_ruby,
    "sdt": Words._walk_control,
    "footnoteReference": Words._walk_note,
    "endnoteReference": Words._walk_note,
    "footnoteRef": Words._walk_note_mark,
    "endnoteRef": Words._walk_note_mark,
    "drawing": Words._walk_drawing,
    "pict": Words._walk_drawing,
    "object": Words._walk_drawing,
    "fldChar": Words._field_mark,
    "fldSimple": Words._walk_simple_field,
    "instrText": Words._instruct,
}
