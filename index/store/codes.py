"""Numbers that name a thing (a book, a part, a telephone), however grouped; other names. Pure."""

import re
from collections.abc import Iterator

_FEWEST = 6  # letters and digits of a code
_FEWEST_DIGITS = 7  # where it has no letters: fewer may be an amount
_MOST_DIGITS = 20  # more are a row of a table
_DIGIT = re.compile(r"\d")
_GROUPED = re.compile(r"\d[\d ()./\u00a0\u2010-\u2013-]{5,}[\dXx](?!\w)")
_GROUP = re.compile(r"\d+[Xx]?|[Xx]")
_YEARS = re.compile(r"(?:1\d|20)\d\d\D+(?:1\d|20)\d\d")
_WITH_LETTERS = re.compile(r"[A-Z\d]+(?:[-\u2010-\u2013./][A-Z\d]+)*")
_GLUED = r"[^\W_]+(?:[-\u2010-\u2013./()'’:&]{1,2}[^\W_]+)*"
_COUNTED = "section|chapter|article|paragraph|criterion|table|figure|part|clause|rule|item|step"
_NAME = re.compile(rf"(?:\b(?:[^\W\d_a-z][^\W_]*|{_COUNTED}) )?(?<![^\W_])(?=\d){_GLUED}|{_GLUED}")
_MOST_NAMES = 20  # of a question


def names_of(question: str) -> list[str]:
    """What names a thing, to be met as it stands: DSM-5, F41.1, Section 12(3), Beck; each once.

    The capital that begins the question is no name's.
    """
    found = (match for match in _NAME.finditer(question) if _is_name(match))
    return list(dict.fromkeys(match[0] for match in found))[:_MOST_NAMES]


def _is_name(match: re.Match[str]) -> bool:
    word, first = match[0], not match.string[: match.start()].strip()
    capitals = sum(map(str.isupper, word))
    return bool(_DIGIT.search(word)) or capitals > first


def codes_of(text: str) -> Iterator[str]:
    """Each without what parts it; a number also without its first groups, and noughts before it.

    So a telephone is found with its country's number and without. Letters in codes are capitals:
    a 2-point lead is none.
    """
    if not _DIGIT.search(text):
        return
    for match in _GROUPED.finditer(text):
        if not _YEARS.fullmatch(match[0]):
            yield from _endings(_GROUP.findall(match[0]))
    for word in text.split():
        if not word.isalpha() and _DIGIT.search(word) and word == word.upper():
            yield from _with_letters(word)


def _endings(groups: list[str]) -> Iterator[str]:
    if len("".join(groups)) > _MOST_DIGITS:
        return
    for first in range(len(groups)):
        if len(ending := "".join(groups[first:])) >= _FEWEST_DIGITS:
            yield ending.lstrip("0").casefold()


def _with_letters(word: str) -> Iterator[str]:
    for match in _WITH_LETTERS.finditer(word):
        code = "".join(filter(str.isalnum, match[0])).casefold()
        if len(code) >= _FEWEST and _DIGIT.search(code) and not code.isdecimal():
            yield code
