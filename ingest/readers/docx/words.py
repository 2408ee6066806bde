"""The words of a Word file's paragraph: every element in order, none of them left out unseen."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml.etree import _Element

from ingest.readers.docx.drawings import Drawings
from ingest.readers.docx.equations import equation
from ingest.readers.docx.fields import EMPTY, TICKED, Field, form_field, without_result
from ingest.readers.docx.names import MC, M, W, at, is_on, name_of, value_of
from ingest.readers.docx.notes import Notes
from ingest.readers.docx.styles import Format, Styles, format_of
from ingest.readers.normalise import UNKNOWN, means_something
from ingest.readers.runs import Look, Run, words
from ingest.readers.symbols import is_symbol_font, sign, written

_WORD_14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SIGNS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad",
}  # fmt: skip
_GONE = frozenset(("del", "moveFrom", "delText", "delInstrText", "rt", "binData"))
_PICTURE = "\x1e"  # until it is known what stands around it
_ENDED = re.compile(r"[.!?…]\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph's words, with line ends in it, and the text boxes that hang on it."""

    text: str
    boxes: tuple[_Element, ...] = ()


class Words:
    """Reads paragraphs in order of the document: fields and notes go on from one to the next."""

    def __init__(
        self,
        styles: Styles,
        notes: dict[str, Notes],
        drawings: Drawings,
        remark: Callable[[str], None],
    ) -> None:
        self._styles = styles
        self._notes = notes
        self._drawings = drawings
        self._remark = remark
        self._fields: list[Field] = []
        self._runs: list[Run] = []
        self._boxes: list[_Element] = []
        self._style = ""
        self.note_mark: str | None = None  # of the note that is read, until it has stood there

    def take(self, paragraph: _Element, style: str) -> None:
        """Adds what stands in a paragraph to the line that is being made."""
        self._style = style
        self._inside(paragraph, Format())
        self._fields = [each for each in self._fields if each.in_result]

    def take_alone(self, element: _Element) -> None:
        """Adds an element that stands in no paragraph."""
        self._style = self._styles.usual
        self._walk(element, Format())

    def line(self) -> Line:
        """What was taken since the last time."""
        text = "\n".join(map(self._with_pictures, words(self._runs).split("\n")))
        made = Line(text.strip("\n"), tuple(self._boxes))
        self._runs, self._boxes = [], []
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
        before = len(self._runs), len(self._boxes)
        for form in element:
            self._inside(form, format)
            if (len(self._runs), len(self._boxes)) != before:
                return

    def _walk_symbol(self, element: _Element, format: Format) -> None:
        font, code = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
        if is_symbol_font(font):
            text = sign(font, number)
        else:
            text = written(chr(number), "") if number else UNKNOWN
        self._write(text, replace(format, font=None))
        if text == UNKNOWN:
            self._remark(f"a sign of the font {font} (code {code}) is not known")

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
            self._write(TICKED if ticked else EMPTY, replace(format, font=None))

    def _walk_note(self, element: _Element, format: Format) -> None:
        kind = name_of(element)[len(W) :].removesuffix("Reference")
        custom = element.get(f"{W}customMarkFollows") in ("1", "true", "on")
        mark = self._notes[kind].refer(element.get(f"{W}id", ""), custom)
        self._write(mark, replace(format, place=1, font=None))

    def _walk_note_mark(self, element: _Element, format: Format) -> None:
        """The place in a note where its own mark stands."""
        self._write(self.note_mark or "", replace(format, place=1, font=None))
        self.note_mark = None

    def _walk_drawing(self, element: _Element, format: Format) -> None:
        found = self._drawings.read(element)
        self._boxes += found.boxes
        if found.is_in_line:
            self._write(_PICTURE, Format())
        if found.lost:
            self._write(UNKNOWN, Format())

    def _write_equation(self, element: _Element, format: Format) -> None:
        text = equation(element, self._words_apart)
        self._write(text, replace(format, font=None, place=0))

    def _words_apart(self, element: _Element) -> str:
        """The words of something inside an equation that is none itself."""
        runs, self._runs = self._runs, []
        self._walk(element, Format())
        apart, self._runs = words(self._runs), runs
        return apart

    def _field_mark(self, element: _Element, format: Format) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(Field())
            data = at(element, "ffData")
            if data is not None:
                self._write(form_field(data), replace(format, font=None))
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
            self._write(stand.text, replace(format, font=None))
            if stand.remark:
                self._remark(stand.remark)

    def _instruct(self, element: _Element, format: Format) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].instruction += element.text or ""

    def _write(self, text: str, format: Format) -> None:
        """Adds text as it looks; not what a field only computes with, nor what is hidden."""
        if not text or any(not each.in_result for each in self._fields[:-1]):
            return
        if format.hidden:
            if means_something(text):
                self._remark("hidden text is left out")
            return
        for each in self._fields:
            each.has_result = each.has_result or each.in_result
        shown = written(text, format.font or "")
        if shown.count(UNKNOWN) > text.count(UNKNOWN):
            self._remark(f"signs of the font {format.font or 'of no name'} are not known")
        look = Look(format.place or 0, bool(format.struck))
        self._runs.append(Run(shown, look))

    def _with_pictures(self, line: str) -> str:
        """A picture inside a sentence may be a formula or a sign: it leaves a mark there."""
        first, *others = line.split(_PICTURE)
        for after in others:
            before_it = means_something(first) and not _ENDED.search(first)
            if before_it or (means_something(first) and after[:1].isalnum()):
                self._remark("a picture inside a sentence is not written")
                first += UNKNOWN
            first += after
        return first


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
