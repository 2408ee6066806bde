"""Fields of a Word file: what stands for them where no result of theirs is kept."""

import re
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.docx.names import W, at, is_on, number_of, value_of
from ingest.readers.normalise import UNKNOWN
from ingest.readers.symbols import sign

TICKED, EMPTY = "☒", "☐"
_SYMBOL = re.compile(r"SYMBOL\s+(0x[0-9a-f]{1,4}|\d{1,5})(.*)", re.IGNORECASE | re.DOTALL)
_FONT = re.compile(r'\\f\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_BUTTON = re.compile(r"(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"(?:AUTONUM\w*|LISTNUM)\b", re.IGNORECASE)
_EQUATION = re.compile(r"EQ\s", re.IGNORECASE)


@dataclass(slots=True)
class Field:
    """A field that has begun: its instruction, and whether its result has."""

    instruction: str = ""
    in_result: bool = False
    has_result: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """What is written for a field, and what the person should know of it."""

    text: str
    remark: str = ""


def without_result(instruction: str) -> Stand:
    """What the instruction itself shows; nothing for fields that only compute."""
    words = instruction.strip()
    if match := _SYMBOL.match(words):
        return _symbol(match[1], match[2])
    if match := _BUTTON.match(words):
        return Stand(match[1].strip())
    if _EQUATION.match(words):
        return Stand(UNKNOWN, "a formula kept as a field (EQ) is not written")
    if _NUMBERED.match(words):
        return Stand(UNKNOWN, "a number kept as a field (AUTONUM, LISTNUM) is not written")
    return Stand("")


def _symbol(code: str, rest: str) -> Stand:
    number = int(code, 16 if code[:2].lower() == "0x" else 10)
    font = _FONT.search(rest)
    if font:
        return Stand(sign(font[1] or font[2], number))
    return Stand(bytes([number]).decode("cp1252", "replace") if number < 0x100 else chr(number))


def form_field(data: _Element) -> str:
    """A box of a form, ticked or empty, or what is chosen of a list; empty for typed text."""
    box = at(data, "checkBox")
    if box is not None:
        state = at(box, "checked")
        return TICKED if is_on(state if state is not None else at(box, "default")) else EMPTY
    choices = at(data, "ddList")
    if choices is None:
        return ""
    entries = [value_of(each) or "" for each in choices.findall(f"{W}listEntry")]
    chosen = number_of(at(choices, "result"))
    if chosen is None:
        chosen = number_of(at(choices, "default")) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""
