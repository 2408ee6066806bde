"""Reads Rich Text token by token: letters, paragraphs and tables."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ingest.readers.office.parts import Part
from ingest.readers.rtf import formulas
from ingest.readers.rtf.encodings import Font, Letters
from ingest.readers.rtf.head import Head
from ingest.readers.rtf.state import State
from ingest.readers.rtf.story import CellPlace, Story
from ingest.readers.rtf.tokens import Token, tokens
from ingest.readers.symbols import written

SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—",
    "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d",
    "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
_ESCAPED = {"{": "{", "}": "}", "\\": "\\", "~": "\u00a0", "_": "-", "-": "\u00ad"}
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
class OpenField:
    """A field that has begun, and how much was written before it."""

    before: int
    instruction: str = ""
    form: dict[str, int] = field(default_factory=dict)
    entries: list[str] = field(default_factory=list)


@dataclass(slots=True)
class OpenNote:
    """A note that is being read, and what was read around it."""

    story: Story
    outer: "OpenNote | None"
    mark: str
    in_row: bool
    at_end: bool = False
    has_mark: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What control words do, and what groups do that begin with one."""

    words: Mapping[str, Callable[["Reader", int | None], None]]
    groups: Mapping[str, Callable[["Reader"], None]]
    known: frozenset[str]


class Reader:
    """Reads a file once. `head` is filled meanwhile; `remark` is told what is not written."""

    def __init__(
        self, source: str, remark: Callable[[str], None], vocabulary: "Vocabulary"
    ) -> None:
        self.source = source
        self.remark = remark
        self._vocabulary = vocabulary
        self.head = Head()
        self.state = State()
        self.stack: list[State] = []
        self.story = Story(remark)
        self.in_row = False
        self._rows: dict[int, _Row] = {}
        self.fields: list[OpenField] = []
        self._letters: dict[int | None, Letters] = {}
        self._waiting: Letters | None = None  # for the rest of a letter
        self._half = ""  # the first part of a letter in two numbers
        self._skipped = 0
        self.marker: str | None = None
        self.keeps_markers = "\\listtext" in source or "\\pntext" in source
        self.counts = {"": 0, "a": 0}
        self.writers = {"": "ar", "a": "ar"}
        self.note: OpenNote | None = None
        self.mark = ""
        self.object_name = ""
        self.place = 0

    def parts(self) -> list[Part]:
        """All parts of the document."""
        known = self._vocabulary.known
        for read in tokens(self.source, known):
            token = self._after_skipped(read) if self._skipped else read
            if token is None:
                continue
            if token.kind == "word" and token.text not in known and self._is_idle():
                self.state.at_start = False
                continue
            self.place = token.end
            _TOKENS[token.kind](self, token)
            if token.kind == "close" and not self.stack:
                break
        if _LETTERS.search(self.source, self.place):
            self.remark("what stands after the end of the document is left out")
        while self.stack:
            self._close(None)
        self.end_paragraph()
        return self.story.finish()

    # tokens

    def _is_idle(self) -> bool:
        """Whether a word that nobody knows does nothing here."""
        return not self.state.starred and self.state.math is None

    def _after_skipped(self, token: Token) -> Token | None:
        """What is left of a token that stands for a letter which was written by its number."""
        if token.kind in ("open", "close") or (token.kind == "word" and token.text not in SIGNS):
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
        self.stack.append(self.state)
        self.state = self.state.inner()
        if self.stack[-1].kind == "styles":
            self._open_style()

    def _close(self, token: Token | None) -> None:
        self._end_letter()
        if self.state.closing:
            self.state.closing()
        if self.stack:
            self.state = self.stack.pop()

    def _sign(self, token: Token) -> None:
        self._end_letter()
        if token.text == "*":
            self.state.starred = True
        elif token.text in _ESCAPED:
            self.add(_ESCAPED[token.text])
        elif token.text in "\r\n":
            self.end_paragraph()

    def _text(self, token: Token) -> None:
        if self.state.kind == "fonts":
            self._name_font(token.text)
        elif self.state.kind == "text":
            letters = self._of_font()
            self.add(letters.read(token.text))
            self._waiting = None if letters.is_whole else letters
        self.state.at_start = False

    def _word(self, token: Token) -> None:
        self._end_letter()
        state, word = self.state, token.text
        if state.kind != "skip":
            if state.math is not None and state.at_start and word.startswith("m"):
                state.math = formulas.part(state.math, word)
            elif begin := self._vocabulary.groups.get(word):
                begin(self)
            elif state.starred:
                state.kind = "skip"
            elif word in SIGNS:
                self.add(SIGNS[word])
            elif act := self._vocabulary.words.get(word):
                act(self, token.number)
        state.starred = state.at_start = False

    # text

    def add(self, text: str) -> None:
        state = self.state
        if not text or state.kind != "text":
            return
        if state.sink is not None:
            state.sink.append(written(text, state.format.font or ""))
        elif state.math is not None:
            formulas.add(state.math, written(text, state.format.font or ""))
        elif not state.gone:
            self.story.add(text, state.format, self._depth())

    def _depth(self) -> int:
        return max(self.state.depth, int(self.in_row))

    def _of_font(self) -> Letters:
        number = self.state.font if self.state.font is not None else self.head.usual_font
        if number not in self._letters:
            font = self.head.fonts.get(number) if number is not None else None
            self._letters[number] = Letters(self.head.page, font)
        return self._letters[number]

    def _end_letter(self) -> None:
        """What is only half a letter leaves a mark."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and (left := waiting.rest()):
            self.remark("some letters could not be read")
            self.add(left)

    def write_number(self, number: int | None) -> None:
        """A letter by its number in Unicode, of which large ones come in two."""
        code = (number or 0) & 0xFFFF
        self._skipped = self.state.blanks
        if 0xD800 <= code < 0xDC00:
            self._half = chr(code)
            return
        pair = (self._half + chr(code)).encode("utf-16-le", "surrogatepass")
        self._half = ""
        self.add(pair.decode("utf-16-le", "replace"))

    def set_font(self, number: int | None) -> None:
        self.state.font = number
        if self.state.kind == "fonts":
            self.head.fonts[number or 0] = Font()
            return
        font = self.head.fonts.get(number or 0)
        self.state.set_text(font=font.name if font else None)

    def set_plain(self, number: int | None) -> None:
        self.state.reset_text(None)
        if self.head.usual_font is not None:
            self.set_font(self.head.usual_font)

    def set_off_line(self, half_points: int) -> None:
        place = (half_points >= _RAISED_BY) - (half_points <= -_RAISED_BY)
        self.state.set_text(place=place)

    # paragraphs and tables

    def end_paragraph(self, number: int | None = None) -> None:
        state = self.state
        if state.kind != "text" or state.sink is not None or state.gone:
            return  # the end of a paragraph that was deleted is none
        level = state.level if state.level is not None else self.head.headings.get(state.style)
        if state.is_listed and not self.keeps_markers:
            self.remark("the numbers of lists are not kept as printed, and are left out")
        self.story.end_paragraph(self._depth(), level or None, self.marker)
        self.marker = None

    def end_cell(self, depth: int) -> None:
        if self.state.kind == "text":
            self.end_paragraph()
            self.story.end_cell(depth)

    def end_row(self, depth: int) -> None:
        row = self._rows.get(depth, _Row())
        self.story.end_row(depth, row.places, row.is_head)
        if depth == 1:
            self.in_row = False

    def row(self) -> _Row:
        return self._rows.setdefault(self.state.row_depth, _Row())

    def begin_row(self, number: int | None) -> None:
        self._rows[self.state.row_depth] = _Row()
        if self.state.row_depth == 1 and self.state.kind == "text":
            self.in_row = True

    def place_cell(self, number: int | None) -> None:
        row = self.row()
        row.places.append(CellPlace(number or 0, row.goes_down, row.goes_across))
        row.goes_down = row.goes_across = False

    # what the groups before the text hold

    def capture(self, done: Callable[[str], None]) -> None:
        """Text up to the group's end goes to a function."""
        sink: list[str] = []
        self.state.sink, self.state.kind = sink, "text"
        self.state.closing = lambda: done("".join(sink))

    def _name_font(self, text: str) -> None:
        font = self.head.fonts.get(self.state.font or 0)
        if font is not None and not font.is_named:
            name, end, _ = text.partition(";")
            font.name, font.is_named = (font.name + name).strip(), bool(end)

    def _describe_font(self, name: str, number: int | None) -> None:
        font = self.head.fonts.get(self.state.font or 0)
        if self.state.kind == "fonts" and font is not None:
            setattr(font, name, number)

    def _open_style(self) -> None:
        state = self.state
        state.style, state.level = 0, None
        self.capture(lambda name: self.head.add_style(state.style, name, state.level))


_TOKENS: dict[str, Callable[[Reader, Token], None]] = {
    "open": Reader._open,
    "close": Reader._close,
    "sign": Reader._sign,
    "word": Reader._word,
    "byte": Reader._text,
    "text": Reader._text,
}
