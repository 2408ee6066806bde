"""Reads Rich Text token by token: what each control word does."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from lxml.etree import _Element

from ingest.readers.fields import without_result
from ingest.readers.numbers import repeated_letter, roman
from ingest.readers.parts import BULLET, Note, Part
from ingest.readers.rtf import formulas
from ingest.readers.rtf.encodings import Font, Letters, page_name
from ingest.readers.rtf.head import Head, outline
from ingest.readers.rtf.state import State
from ingest.readers.rtf.story import CellPlace, Story
from ingest.readers.rtf.tokens import Token, tokens
from ingest.readers.symbols import written

_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—",
    "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d",
    "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
_ESCAPED = {"{": "{", "}": "}", "\\": "\\", "~": "\u00a0", "_": "-", "-": "\u00ad"}
_MEANT = frozenset("☐☑☒✓✔✗✘")  # bullets that say something
_WRITERS: dict[str, Callable[[int], str]] = {
    "ar": str,
    "alc": repeated_letter,
    "auc": lambda number: repeated_letter(number).upper(),
    "rlc": roman,
    "ruc": lambda number: roman(number).upper(),
}
_AT_END = re.compile(r"\\footnote\s*\\ftnalt")
_RAISED_BY = 4  # half points off the line from which text counts as raised or lowered
_LETTERS = re.compile(r"\w")


@dataclass(slots=True)
class _Row:
    """What is said of a table's row until it ends."""

    places: list[CellPlace] = field(default_factory=list)
    is_head: bool = False
    goes_down: bool = False
    goes_across: bool = False


@dataclass(slots=True)
class _Field:
    """A field that has begun, and how much was written before it."""

    before: int
    instruction: str = ""
    form: dict[str, int] = field(default_factory=dict)
    entries: list[str] = field(default_factory=list)


class Reader:
    """Reads a file once. `head` is filled meanwhile; `remark` is told what is not written."""

    def __init__(self, source: str, remark: Callable[[str], None]) -> None:
        self._source = source
        self._remark = remark
        self.head = Head()
        self._state = State()
        self._stack: list[State] = []
        self._story = Story(remark)
        self._in_row = False
        self._rows: dict[int, _Row] = {}
        self._fields: list[_Field] = []
        self._letters: dict[int | None, Letters] = {}
        self._waiting: Letters | None = None  # for the rest of a letter
        self._half = ""  # the first part of a letter in two numbers
        self._skipped = 0
        self._marker: str | None = None
        self._keeps_markers = "\\listtext" in source or "\\pntext" in source
        self._counts = {"": 0, "a": 0}
        self._writers = {"": "ar", "a": "ar"}
        self._note: _Note | None = None
        self._mark = ""
        self._object = ""
        self._place = 0

    def parts(self) -> list[Part]:
        """All parts of the document."""
        for read in tokens(self._source):
            token = self._after_skipped(read) if self._skipped else read
            if token is None:
                continue
            if token.kind == "word" and token.text not in _KNOWN and self._is_idle():
                self._state.at_start = False
                continue
            self._place = token.end
            _TOKENS[token.kind](self, token)
            if token.kind == "close" and not self._stack:
                break
        if _LETTERS.search(self._source, self._place):
            self._remark("what stands after the end of the document is left out")
        while self._stack:
            self._close(None)
        self._end_paragraph()
        return self._story.finish()

    # tokens

    def _is_idle(self) -> bool:
        """Whether a word that nobody knows does nothing here."""
        return not self._state.starred and self._state.math is None

    def _after_skipped(self, token: Token) -> Token | None:
        """What is left of a token that stands for a letter which was written by its number."""
        if token.kind in ("open", "close"):
            self._skipped = 0
            return token
        if token.kind != "text":
            self._skipped -= 1
            return None
        taken = min(self._skipped, len(token.text))
        self._skipped -= taken
        return token._replace(text=token.text[taken:]) if taken < len(token.text) else None

    def _open(self, token: Token) -> None:
        self._end_letter()
        self._stack.append(self._state)
        self._state = self._state.inner()
        if self._stack[-1].kind == "styles":
            self._open_style()

    def _close(self, token: Token | None) -> None:
        self._end_letter()
        if self._state.closing:
            self._state.closing()
        if self._stack:
            self._state = self._stack.pop()

    def _sign(self, token: Token) -> None:
        self._end_letter()
        if token.text == "*":
            self._state.starred = True
        elif token.text in _ESCAPED:
            self._add(_ESCAPED[token.text])
        elif token.text in "\r\n":
            self._end_paragraph()

    def _text(self, token: Token) -> None:
        if self._state.kind == "fonts":
            self._name_font(token.text)
        elif self._state.kind == "text":
            letters = self._of_font()
            self._add(letters.read(token.text))
            self._waiting = None if letters.is_whole else letters
        self._state.at_start = False

    def _word(self, token: Token) -> None:
        self._end_letter()
        state, word = self._state, token.text
        if state.kind != "skip":
            if state.math is not None and state.at_start and word.startswith("m"):
                state.math = formulas.part(state.math, word)
            elif begin := _DESTINATIONS.get(word):
                begin(self)
            elif state.starred:
                state.kind = "skip"
            elif word in _SIGNS:
                self._add(_SIGNS[word])
            elif act := _WORDS.get(word):
                act(self, token.number)
        state.starred = state.at_start = False

    # text

    def _add(self, text: str) -> None:
        state = self._state
        if not text or state.kind != "text":
            return
        if state.sink is not None:
            state.sink.append(written(text, state.format.font or ""))
        elif state.math is not None:
            formulas.add(state.math, written(text, state.format.font or ""))
        elif not state.gone:
            self._story.add(text, state.format, self._depth())

    def _depth(self) -> int:
        return max(self._state.depth, int(self._in_row))

    def _of_font(self) -> Letters:
        number = self._state.font if self._state.font is not None else self.head.usual_font
        if number not in self._letters:
            font = self.head.fonts.get(number) if number is not None else None
            self._letters[number] = Letters(self.head.page, font)
        return self._letters[number]

    def _end_letter(self) -> None:
        """What is only half a letter leaves a mark."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and (left := waiting.rest()):
            self._remark("some letters could not be read")
            self._add(left)

    def _write_number(self, number: int | None) -> None:
        """A letter by its number in Unicode, of which large ones come in two."""
        code = (number or 0) & 0xFFFF
        self._skipped = self._state.blanks
        if 0xD800 <= code < 0xDC00:
            self._half = chr(code)
            return
        pair = (self._half + chr(code)).encode("utf-16-le", "surrogatepass")
        self._half = ""
        self._add(pair.decode("utf-16-le", "replace"))

    def _set_font(self, number: int | None) -> None:
        self._state.font = number
        if self._state.kind == "fonts":
            self.head.fonts[number or 0] = Font()
            return
        font = self.head.fonts.get(number or 0)
        self._state.set_text(font=font.name if font else None)

    def _set_plain(self, number: int | None) -> None:
        self._state.reset_text(None)
        if self.head.usual_font is not None:
            self._set_font(self.head.usual_font)

    def _set_off_line(self, half_points: int) -> None:
        place = (half_points >= _RAISED_BY) - (half_points <= -_RAISED_BY)
        self._state.set_text(place=place)

    # paragraphs and tables

    def _end_paragraph(self, number: int | None = None) -> None:
        state = self._state
        if state.kind != "text" or state.sink is not None or state.gone:
            return  # the end of a paragraph that was deleted is none
        level = state.level if state.level is not None else self.head.headings.get(state.style)
        if state.is_listed and not self._keeps_markers:
            self._remark("the numbers of lists are not kept as printed, and are left out")
        self._story.end_paragraph(self._depth(), level or None, self._marker)
        self._marker = None

    def _end_cell(self, depth: int) -> None:
        if self._state.kind == "text":
            self._end_paragraph()
            self._story.end_cell(depth)

    def _end_row(self, depth: int) -> None:
        row = self._rows.get(depth, _Row())
        self._story.end_row(depth, row.places, row.is_head)
        if depth == 1:
            self._in_row = False

    def _row(self) -> _Row:
        return self._rows.setdefault(self._state.row_depth, _Row())

    def _begin_row(self, number: int | None) -> None:
        self._rows[self._state.row_depth] = _Row()
        if self._state.row_depth == 1 and self._state.kind == "text":
            self._in_row = True

    def _place_cell(self, number: int | None) -> None:
        row = self._row()
        row.places.append(CellPlace(number or 0, row.goes_down, row.goes_across))
        row.goes_down = row.goes_across = False

    # groups with a meaning of their own

    def _skip(self) -> None:
        self._state.kind = "skip"

    def _hold(self) -> None:
        self._state.kind = "hold"

    def _enter(self) -> None:
        """A group that one might skip and that is read."""

    def _capture(self, done: Callable[[str], None]) -> None:
        """Text up to the group's end goes to a function."""
        sink: list[str] = []
        self._state.sink, self._state.kind = sink, "text"
        self._state.closing = lambda: done("".join(sink))

    def _begin_fonts(self) -> None:
        self._state.kind = "fonts"

    def _name_font(self, text: str) -> None:
        font = self.head.fonts.get(self._state.font or 0)
        if font is not None and not font.is_named:
            name, end, _ = text.partition(";")
            font.name, font.is_named = (font.name + name).strip(), bool(end)

    def _describe_font(self, name: str, number: int | None) -> None:
        font = self.head.fonts.get(self._state.font or 0)
        if self._state.kind == "fonts" and font is not None:
            setattr(font, name, number)

    def _begin_styles(self) -> None:
        self._state.kind = "styles"

    def _open_style(self) -> None:
        state = self._state
        state.style, state.level = 0, None
        self._capture(lambda name: self.head.add_style(state.style, name, state.level))

    def _begin_info(self, name: str) -> None:
        if self._state.kind == "info":
            self._capture(lambda text: self.head.info.__setitem__(name, text))

    def _begin_date(self) -> None:
        self._state.kind = "date" if self._state.kind == "info" else "skip"

    def _date_part(self, number: int | None) -> None:
        if self._state.kind == "date" and number:
            self.head.created.append(f"{number:02}")

    def _begin_marker(self) -> None:
        self._capture(self._keep_marker)

    def _keep_marker(self, text: str) -> None:
        marker = text.strip()
        is_sign = len(marker) == 1 and (not marker.isalnum() or marker == "o")
        self._marker = (BULLET if is_sign and marker not in _MEANT else marker) or None

    def _begin_picture(self) -> None:
        state = self._state
        if state.kind == "text" and state.sink is None and not state.is_object and not state.gone:
            self._story.gatherer.add_picture()
        state.kind = "skip"

    def _begin_object(self) -> None:
        self._state.is_object = True
        self._object = ""
        before = len(self._story.gatherer)

        def close() -> None:
            if len(self._story.gatherer) == before and not self._state.gone:
                name = self._object.strip()
                is_formula = re.search("equation|mathtype", name, re.IGNORECASE)
                self._story.gatherer.add_unknown(
                    "a formula kept as a picture is not written"
                    if is_formula
                    else f"an embedded object ({name or 'of no name'}) is not read"
                )

        self._state.closing = close

    def _begin_object_name(self) -> None:
        self._capture(lambda name: setattr(self, "_object", name))

    def _begin_result(self) -> None:
        if not self._state.is_object:
            self._state.kind = "skip"

    def _begin_row_properties(self) -> None:
        self._state.row_depth = max(2, self._state.depth)

    def _begin_formula(self) -> None:
        if self._state.kind == "text" and self._state.math is None:
            formula = self._state.math = formulas.begun()
            format = self._state.format
            self._state.closing = lambda: self._write_formula(formula, format.hidden)

    def _write_formula(self, formula: _Element, hidden: bool | None) -> None:
        if not hidden and not self._state.gone:
            self._story.gatherer.add_sign(formulas.text_of(formula))

    # fields

    def _begin_field(self) -> None:
        self._fields.append(_Field(len(self._story.gatherer)))
        self._state.closing = self._end_field

    def _begin_instruction(self) -> None:
        if self._fields:
            self._capture(lambda text: setattr(self._fields[-1], "instruction", text))
        else:
            self._skip()

    def _form_value(self, name: str, number: int | None) -> None:
        if self._fields and self._state.kind == "hold":
            self._fields[-1].form[name] = number or 0

    def _begin_entry(self) -> None:
        if self._fields:
            self._capture(self._fields[-1].entries.append)
        else:
            self._skip()

    def _end_field(self) -> None:
        field = self._fields.pop()
        if len(self._story.gatherer) != field.before or self._state.gone:
            return
        if field.form.get("fftype"):
            self._story.gatherer.add_sign(_shown(field))
            return
        stand = without_result(field.instruction)
        if stand.remark:
            self._story.gatherer.add_unknown(stand.remark)
        elif stand.text:
            self._story.gatherer.add_sign(stand.text, self._state.format)

    # notes and text boxes

    def _begin_note(self) -> None:
        note = _Note(self._story, self._note, self._mark, self._in_row)
        self._note, self._mark = note, ""
        self._begin_story()
        self._state.closing = lambda: self._end_note(note)

    def _end_note(self, note: "_Note") -> None:
        parts = tuple(self._end_story())
        self._story, self._note, self._in_row = note.story, note.outer, note.in_row
        if not self._stack[-1].gone:
            self._story.hanging.append(Note(note.mark, parts, note.at_end, note.has_mark))

    def _begin_box(self) -> None:
        outer, in_row = self._story, self._in_row
        self._begin_story()

        def close() -> None:
            parts = self._end_story()
            self._story, self._in_row = outer, in_row
            outer.hanging.extend(parts)

        self._state.closing = close

    def _begin_story(self) -> None:
        self._story, self._in_row = Story(self._remark), False
        self._state.reset_paragraph()
        self._state.reset_text(self._state.font)
        self._state.kind, self._state.sink = "text", None

    def _end_story(self) -> list[Part]:
        self._end_paragraph()
        return self._story.finish()

    def _write_mark(self, number: int | None) -> None:
        """The number of a note, in the text or in the note itself."""
        if self._state.kind != "text" or self._state.gone:
            return
        if self._note is not None:
            self._note.has_mark = True
            mark = self._note.mark
        else:
            place = self._source.find("\\footnote", self._place)
            kind = "a" if place >= 0 and _AT_END.match(self._source, place) else ""
            self._counts[kind] += 1
            mark = self._mark = _WRITERS[self._writers[kind]](self._counts[kind])
        self._story.gatherer.add_raised(mark, self._state.format)

    def _set_note_at_end(self, number: int | None) -> None:
        if self._note is not None:
            self._note.at_end = True

    def _number_notes(self, number: int | None, kind: str, way: str) -> None:
        self._writers[kind] = way

    def _start_notes(self, kind: str, number: int | None) -> None:
        self._counts[kind] = (number or 1) - 1


@dataclass(slots=True)
class _Note:
    """A note that is being read, and what was read around it."""

    story: Story
    outer: "_Note | None"
    mark: str
    in_row: bool
    at_end: bool = False
    has_mark: bool = False


def _shown(field: _Field) -> str:
    """A box of a form, ticked or empty, or what is chosen of a list."""
    chosen = field.form.get("ffres", 25)
    if chosen == 25:  # nothing was chosen
        chosen = field.form.get("ffdefres", 0)
    if field.form["fftype"] == 1:
        return "☒" if chosen else "☐"
    return field.entries[chosen] if 0 <= chosen < len(field.entries) else ""


_TOKENS: dict[str, Callable[[Reader, Token], None]] = {
    "open": Reader._open,
    "close": Reader._close,
    "sign": Reader._sign,
    "word": Reader._word,
    "byte": Reader._text,
    "text": Reader._text,
}


def _off(number: int | None) -> bool:
    return number != 0


_WORDS: dict[str, Callable[[Reader, int | None], None]] = {
    "u": Reader._write_number,
    "uc": lambda reader, number: setattr(reader._state, "blanks", max(0, number or 0)),
    "f": Reader._set_font,
    "plain": Reader._set_plain,
    "b": lambda reader, number: reader._state.set_text(bold=_off(number)),
    "strike": lambda reader, number: reader._state.set_text(struck=_off(number)),
    "striked": lambda reader, number: reader._state.set_text(struck=_off(number)),
    "super": lambda reader, number: reader._state.set_text(place=int(_off(number))),
    "sub": lambda reader, number: reader._state.set_text(place=-int(_off(number))),
    "nosupersub": lambda reader, number: reader._state.set_text(place=0),
    "up": lambda reader, number: reader._set_off_line(6 if number is None else number),
    "dn": lambda reader, number: reader._set_off_line(-6 if number is None else -number),
    "v": lambda reader, number: reader._state.set_text(hidden=_off(number)),
    "deleted": lambda reader, number: setattr(reader._state, "gone", _off(number)),
    "mvf": lambda reader, number: setattr(reader._state, "gone", _off(number)),
    "par": Reader._end_paragraph,
    "sect": Reader._end_paragraph,
    "pard": lambda reader, number: reader._state.reset_paragraph(),
    "s": lambda reader, number: setattr(reader._state, "style", number or 0),
    "outlinelevel": lambda reader, number: setattr(reader._state, "level", outline(number)),
    "intbl": lambda reader, number: setattr(
        reader._state, "depth", max(1, reader._state.depth) if _off(number) else 0
    ),
    "itap": lambda reader, number: setattr(reader._state, "depth", max(0, min(number or 0, 20))),
    "ls": lambda reader, number: setattr(reader._state, "is_listed", bool(number)),
    "trowd": Reader._begin_row,
    "trhdr": lambda reader, number: setattr(reader._row(), "is_head", True),
    "cellx": Reader._place_cell,
    "clvmrg": lambda reader, number: setattr(reader._row(), "goes_down", True),
    "clmrg": lambda reader, number: setattr(reader._row(), "goes_across", True),
    "cell": lambda reader, number: reader._end_cell(1),
    "row": lambda reader, number: reader._end_row(1),
    "nestcell": lambda reader, number: reader._end_cell(max(2, reader._state.depth)),
    "nestrow": lambda reader, number: reader._end_row(max(2, reader._state.depth)),
    "chftn": Reader._write_mark,
    "ftnalt": Reader._set_note_at_end,
    "ftnstart": lambda reader, number: reader._start_notes("", number),
    "aftnstart": lambda reader, number: reader._start_notes("a", number),
    **{
        f"{section}{kind}ftnn{way}": partial(Reader._number_notes, kind=kind, way=way)
        for section in ("", "s")
        for kind in ("", "a")
        for way in _WRITERS
    },
    "ansicpg": lambda reader, number: setattr(reader.head, "page", page_name(number)),
    "mac": lambda reader, number: setattr(reader.head, "page", "mac-roman"),
    "pc": lambda reader, number: setattr(reader.head, "page", "cp437"),
    "pca": lambda reader, number: setattr(reader.head, "page", "cp850"),
    "deff": lambda reader, number: setattr(reader.head, "usual_font", number),
    "fcharset": lambda reader, number: reader._describe_font("charset", number),
    "cpg": lambda reader, number: reader._describe_font("page", number),
    "yr": Reader._date_part,
    "mo": Reader._date_part,
    "dy": Reader._date_part,
    "fftype": lambda reader, number: reader._form_value("fftype", number),
    "ffres": lambda reader, number: reader._form_value("ffres", number),
    "ffdefres": lambda reader, number: reader._form_value("ffdefres", number),
}
_DESTINATIONS: dict[str, Callable[[Reader], None]] = {
    "fonttbl": Reader._begin_fonts,
    "stylesheet": Reader._begin_styles,
    "info": lambda reader: setattr(reader._state, "kind", "info"),
    "creatim": Reader._begin_date,
    "listtext": Reader._begin_marker,
    "pntext": Reader._begin_marker,
    "pict": Reader._begin_picture,
    "object": Reader._begin_object,
    "objclass": Reader._begin_object_name,
    "result": Reader._begin_result,
    "nesttableprops": Reader._begin_row_properties,
    "moMath": Reader._begin_formula,
    "field": Reader._begin_field,
    "fldinst": Reader._begin_instruction,
    "formfield": Reader._hold,
    "ffl": Reader._begin_entry,
    "footnote": Reader._begin_note,
    "shptxt": Reader._begin_box,
    "dptxbxtext": Reader._begin_box,
    "upr": Reader._hold,
    "ud": lambda reader: setattr(reader._state, "kind", reader._stack[-2].kind),
    **{
        name: partial(Reader._begin_info, name=name)
        for name in ("title", "subject", "author", "keywords")
    },
    **dict.fromkeys(("shpinst", "shppict", "do", "moMathPara", "mmath"), Reader._enter),
    **dict.fromkeys(
        "colortbl filetbl header headerl headerr headerf footer footerl footerr footerf ftnsep "
        "ftnsepc ftncn aftnsep aftnsepc aftncn xe tc rxe txe pntxta pntxtb sp nonshppict shprslt "
        "nonesttables mmathPict objdata objalias objsect objname annotation atnid atnauthor atnref "
        "atntime atndate atnicn atnparent atrfstart atrfend bkmkstart bkmkend revtim printim "
        "buptim private background datafield listtable listoverridetable revtbl rsidtbl".split(),
        Reader._skip,
    ),
}
_KNOWN = frozenset((*_WORDS, *_DESTINATIONS, *_SIGNS))
