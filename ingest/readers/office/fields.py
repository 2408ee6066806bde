"""Fields of office files: what stands for them where no result of theirs is kept."""

import re
from dataclasses import dataclass

from ingest.readers.normalise import UNKNOWN
from ingest.readers.office.eq import Eq
from ingest.readers.office.runs import closed
from ingest.readers.symbols import sign

_SYMBOL = re.compile(r"SYMBOL\s+(0x[0-9a-f]{1,4}|\d{1,5})(.*)", re.IGNORECASE | re.DOTALL)
_FONT = re.compile(r'\\f\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_BUTTON = re.compile(r"(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"(?:AUTONUM\w*|LISTNUM)\b", re.IGNORECASE)
_BOX = re.compile(r"FORM(?:CHECKBOX|DROPDOWN)\b", re.IGNORECASE)


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
    if words[:2].upper() == "EQ" and words[2:3] in ("", " ", "\\"):
        return _equation(words[2:])
    if _BOX.match(words):
        return Stand(UNKNOWN, "what a field of a form shows is not kept in the file")
    if _NUMBERED.match(words):
        return Stand(UNKNOWN, "a number kept as a field (AUTONUM, LISTNUM) is not written")
    return Stand("")


def _equation(text: str) -> Stand:
    try:
        return Stand(closed(Eq(text).written()))
    except ValueError:
        return Stand(UNKNOWN, "a formula kept as a field (EQ) is not written")


def _symbol(code: str, rest: str) -> Stand:
    number = int(code, 16 if code[:2].lower() == "0x" else 10)
    font = _FONT.search(rest)
    if font:
        return Stand(sign(font[1] or font[2], number))
    return Stand(bytes([number]).decode("cp1252", "replace") if number < 0x100 else chr(number))
