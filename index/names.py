"""The words of files' and folders' names, which often say what a text does not."""

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePosixPath

_JOINED = re.compile(r"(?<=[^\W\d_]{2}[a-zß-ÿ])(?=[A-ZÀ-Þ][a-zß-ÿ]{2})")  # MartaOlsen
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DATE = re.compile(r"(?:1[5-9]|20)\d\d(?:[-_. ]?[01]\d(?:[-_. ]?[0-3]\d)?)?")
_SAYS_NOTHING = frozenset(
    "binder copy data doc docs document documents dsc file files final folder image img index misc "
    "new page pages pdf readme scan text texts txt untitled version".split()
)
_LETTERS = 3  # of a word that says something; of scripts without small letters, one


@lru_cache(maxsize=256)  # a document's passages are asked for one after another
def name_words(path: str) -> tuple[str, ...]:
    """The names of a document's folders and of its file, as words, outermost first.

    Names that are none (0000001_1, IMG_2041, scan, document) are left out; a number beside words
    stays, and so does a date.
    """
    folders = PurePosixPath(path)
    parts = (*folders.parts[:-1], folders.stem)
    return tuple(words for part in parts if (words := _words(part)))


def composed(path: str) -> str:
    """The path in Unicode's composed form; systems and keyboards differ in which they give."""
    return unicodedata.normalize("NFC", path)


def is_under(path: str, folder: str) -> bool:
    """Whether a document's path is this one or lies in this folder, however both are encoded."""
    path, folder = composed(path), composed(folder)
    return path == folder or path.startswith(folder + "/")


def _words(part: str) -> str:
    part = composed(part)
    if _DATE.fullmatch(part):
        return part
    words = _WORD.findall(_JOINED.sub(" ", part))
    return " ".join(words) if any(map(_says_something, words)) else ""


def _says_something(word: str) -> bool:
    letters = [each for each in word if each.isalpha()]
    if letters and not any(each.islower() or each.isupper() for each in letters):
        return True
    return len(letters) >= _LETTERS and word.casefold() not in _SAYS_NOTHING
