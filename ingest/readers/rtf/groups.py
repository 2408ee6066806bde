"""Groups of Rich Text that are more than text: notes, fields, objects, formulas, and others."""

import re
from collections.abc import Callable
from functools import partial

from lxml.etree import _Element

from ingest.readers.office.fields import without_result
from ingest.readers.office.numbers import repeated_letter, roman
from ingest.readers.office.parts import BULLET, Note, Part
from ingest.readers.rtf import formulas
from ingest.readers.rtf.reader import OpenField, OpenNote, Reader
from ingest.readers.rtf.story import Story

_MEANT = frozenset("☐☑☒✓✔✗✘")  # bullets that say something
WRITERS: dict[str, Callable[[int], str]] = {
    "ar": str,
    "alc": repeated_letter,
    "auc": lambda number: repeated_letter(number).upper(),
    "rlc": roman,
    "ruc": lambda number: roman(number).upper(),
}
_AT_END = re.compile(r"\\footnote\s*\\ftnalt")


def skip(reader: Reader) -> None:
    """Nothing in the group is read."""
    reader.state.kind = "skip"


def hold(reader: Reader) -> None:
    """The group's words are read, its text is not."""
    reader.state.kind = "hold"


def enter(reader: Reader) -> None:
    """A group that one might skip and that is read."""


def begin_fonts(reader: Reader) -> None:
    """The table of fonts."""
    reader.state.kind = "fonts"


def begin_styles(reader: Reader) -> None:
    """The table of styles."""
    reader.state.kind = "styles"


def begin_info(reader: Reader, name: str) -> None:
    """A part of what the file says of itself."""
    if reader.state.kind == "info":
        reader.capture(lambda text: reader.head.info.__setitem__(name, text))


def begin_date(reader: Reader) -> None:
    """When the document was made."""
    reader.state.kind = "date" if reader.state.kind == "info" else "skip"


def date_part(reader: Reader, number: int | None) -> None:
    """Year, month or day of that."""
    if reader.state.kind == "date" and number:
        reader.head.created.append(f"{number:02}")


def begin_marker(reader: Reader) -> None:
    """The number or bullet of a list's item, as it was printed."""
    reader.capture(partial(_keep_marker, reader))


def _keep_marker(reader: Reader, text: str) -> None:
    marker = text.strip()
    is_sign = len(marker) == 1 and (not marker.isalnum() or marker == "o")
    reader.marker = (BULLET if is_sign and marker not in _MEANT else marker) or None


def begin_picture(reader: Reader) -> None:
    """A picture; the bytes of it are no text."""
    state = reader.state
    if state.kind == "text" and state.sink is None and not state.is_object and not state.gone:
        reader.story.gatherer.add_picture()
    state.kind = "skip"


def begin_object(reader: Reader) -> None:
    """An embedded object, which leaves a mark unless its result has words."""
    reader.state.is_object = True
    reader.object_name = ""
    before = len(reader.story.gatherer)

    def close() -> None:
        if len(reader.story.gatherer) == before and not reader.state.gone:
            name = reader.object_name.strip()
            is_formula = re.search("equation|mathtype", name, re.IGNORECASE)
            reader.story.gatherer.add_unknown(
                "a formula kept as a picture is not written"
                if is_formula
                else f"an embedded object ({name or 'of no name'}) is not read"
            )

    reader.state.closing = close


def begin_object_name(reader: Reader) -> None:
    """What program an object is of."""
    reader.capture(lambda name: setattr(reader, "object_name", name))


def begin_result(reader: Reader) -> None:
    """What an object shows; the same word elsewhere is no text."""
    if not reader.state.is_object:
        reader.state.kind = "skip"


def begin_row_properties(reader: Reader) -> None:
    """The rows of a table inside another."""
    reader.state.row_depth = max(2, reader.state.depth)


def begin_formula(reader: Reader) -> None:
    """A formula in Word's own form."""
    if reader.state.kind == "text" and reader.state.math is None:
        formula = reader.state.math = formulas.begun()
        format = reader.state.format
        reader.state.closing = lambda: _write_formula(reader, formula, format.hidden)


def _write_formula(reader: Reader, formula: _Element, hidden: bool | None) -> None:
    if not hidden and not reader.state.gone:
        reader.story.gatherer.add_sign(formulas.text_of(formula))


def begin_field(reader: Reader) -> None:
    """A field, with its instruction and its result."""
    reader.fields.append(OpenField(len(reader.story.gatherer)))
    reader.state.closing = partial(_end_field, reader)


def begin_instruction(reader: Reader) -> None:
    """The instruction of a field."""
    if reader.fields:
        reader.capture(lambda text: setattr(reader.fields[-1], "instruction", text))
    else:
        skip(reader)


def form_value(reader: Reader, name: str, number: int | None) -> None:
    """A number that a form's field is described by."""
    if reader.fields and reader.state.kind == "hold":
        reader.fields[-1].form[name] = number or 0


def begin_entry(reader: Reader) -> None:
    """A choice of a form's list."""
    if reader.fields:
        reader.capture(reader.fields[-1].entries.append)
    else:
        skip(reader)


def _end_field(reader: Reader) -> None:
    field = reader.fields.pop()
    if len(reader.story.gatherer) != field.before or reader.state.gone:
        return
    if field.form.get("fftype"):
        reader.story.gatherer.add_sign(_shown(field))
        return
    stand = without_result(field.instruction)
    if stand.remark:
        reader.story.gatherer.add_unknown(stand.remark)
    elif stand.text:
        reader.story.gatherer.add_sign(stand.text, reader.state.format)


def begin_note(reader: Reader) -> None:
    """A foot- or endnote, a story of its own."""
    note = OpenNote(reader.story, reader.note, reader.mark, reader.in_row)
    reader.note, reader.mark = note, ""
    _begin_story(reader)
    reader.state.closing = lambda: _end_note(reader, note)


def _end_note(reader: Reader, note: OpenNote) -> None:
    parts = tuple(_end_story(reader))
    reader.story, reader.note, reader.in_row = note.story, note.outer, note.in_row
    if not reader.stack[-1].gone:
        reader.story.hanging.append(Note(note.mark, parts, note.at_end, note.has_mark))


def begin_box(reader: Reader) -> None:
    """A text box, whose parts stand after the paragraph."""
    outer, in_row = reader.story, reader.in_row
    _begin_story(reader)

    def close() -> None:
        parts = _end_story(reader)
        reader.story, reader.in_row = outer, in_row
        outer.hanging.extend(parts)

    reader.state.closing = close


def _begin_story(reader: Reader) -> None:
    reader.story, reader.in_row = Story(reader.remark), False
    reader.state.reset_paragraph()
    reader.state.reset_text(reader.state.font)
    reader.state.kind, reader.state.sink = "text", None


def _end_story(reader: Reader) -> list[Part]:
    reader.end_paragraph()
    return reader.story.finish()


def write_mark(reader: Reader, number: int | None) -> None:
    """The number of a note, in the text or in the note itself."""
    if reader.state.kind != "text" or reader.state.gone:
        return
    if reader.note is not None:
        reader.note.has_mark = True
        mark = reader.note.mark
    else:
        place = reader.source.find("\\footnote", reader.place)
        kind = "a" if place >= 0 and _AT_END.match(reader.source, place) else ""
        reader.counts[kind] += 1
        mark = reader.mark = WRITERS[reader.writers[kind]](reader.counts[kind])
    reader.story.gatherer.add_raised(mark, reader.state.format)


def set_note_at_end(reader: Reader, number: int | None) -> None:
    """The note is an endnote."""
    if reader.note is not None:
        reader.note.at_end = True


def number_notes(reader: Reader, number: int | None, kind: str, way: str) -> None:
    """How notes of a kind are numbered."""
    reader.writers[kind] = way


def start_notes(reader: Reader, kind: str, number: int | None) -> None:
    """The number that notes of a kind begin with."""
    reader.counts[kind] = (number or 1) - 1


def _shown(field: OpenField) -> str:
    """A box of a form, ticked or empty, or what is chosen of a list."""
    chosen = field.form.get("ffres", 25)
    if chosen == 25:  # nothing was chosen
        chosen = field.form.get("ffdefres", 0)
    if field.form["fftype"] == 1:
        return "☒" if chosen else "☐"
    return field.entries[chosen] if 0 <= chosen < len(field.entries) else ""
