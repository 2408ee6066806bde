"""What a browser prints around each page: when, of what title and address, which page of how many.

It tells itself by agreeing with the file and from page to page, even where there is only one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.normalise import one_line
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.sheets import Measure, Sheet, rows, without

_COUNTER = re.compile(r"(?<!\S)(\d{1,4})(?:/| \w{1,5} )(\d{1,4})(?!\S)")  # "1/3", "1 of 3"
_ADDRESS = re.compile(r"(?<!\S)(?:(?:https?|file)://|about:|[\w-]+(?:\.[\w-]+)+/)\S*")
_NUMBER = re.compile(r"\d+")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_OF_DATE = 5  # numbers
_LETTERS_OF_DATE = 4  # "a.m.", "오후", "Uhr"
_CUT = re.compile("…|\\.\\.\\.")
_LEAST_LEFT = 8  # letters of a title that is cut
_MARGIN = 45  # points from the page's end
_SMALLER = 0.9  # than the text
_SAME_SIZE = 0.6


@dataclass(frozen=True, slots=True)
class _Print:
    """What is the same around all pages.

    before: the number of pages that are not in the file, as where only some were printed
    """

    address: str
    date: str
    before: int
    pages: int


def without_prints(sheets: Sequence[Sheet], title: str | None, usual: Measure) -> list[Sheet]:
    """The pages without what a browser printed around them; all of it where any is otherwise."""
    around = [_around(sheet, usual) for sheet in sheets]
    named = one_line(title or "")
    told = {
        _print_of(lines, named, sheet.number)
        for sheet, lines in zip(sheets, around, strict=True)
        if sheet.lines
    }
    found = told.pop() if len(told) == 1 else None
    if not found or found.before < 0 or found.before + len(sheets) > found.pages:
        return list(sheets)
    return [without(sheet, lines) for sheet, lines in zip(sheets, around, strict=True)]


def _around(sheet: Sheet, usual: Measure) -> list[Line]:
    """The small lines in the margins, one row of them at either end; none where it is otherwise."""
    small = [line for line in sheet.lines if line.size < _SMALLER * usual.size]
    upper = rows([line for line in small if sheet.top - line.baseline < _MARGIN])
    lower = rows([line for line in small if line.baseline - sheet.bottom < _MARGIN])
    if len(upper) != 1 or len(lower) != 1:
        return []
    lines = [*upper[0], *lower[0]]
    sizes = [line.size for line in lines]
    return lines if max(sizes) - min(sizes) <= _SAME_SIZE else []


def _print_of(lines: Sequence[Line], title: str, page: int) -> _Print | None:
    """What the lines tell, where they are what a browser prints and nothing else."""
    words = _without_title(one_line(" ".join(line.text for line in lines)), title)
    counters = _COUNTER.findall(words)
    addresses = set(_ADDRESS.findall(words))
    date = one_line(_ADDRESS.sub("", _COUNTER.sub("", words)))
    if len(counters) != 1 or len(addresses) != 1 or not _is_date(date):
        return None
    number, pages = map(int, counters[0])
    return _Print(addresses.pop(), date, number - page, pages)


def _is_date(words: str) -> bool:
    """Whether it is a date with its time, in any language."""
    letters = sum(each.isalpha() for each in words)
    numbers = _NUMBER.findall(words)
    return letters <= _LETTERS_OF_DATE and len(numbers) == _OF_DATE and bool(_TIME.search(words))


def _without_title(words: str, title: str) -> str:
    """The words without the title, whole or cut."""
    if title and title in words:
        return one_line(words.replace(title, " ", 1))
    for cut in _CUT.finditer(words):
        for begun in range(cut.start() - _LEAST_LEFT + 1):
            if title.startswith(words[begun : cut.start()].strip()):
                return one_line(f"{words[:begun]} {words[cut.end() :]}")
    return words
