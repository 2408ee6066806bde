"""Text as it is searched by words: what is written in different ways becomes the same. Pure.

Accents, vowel points and the width of letters fall away, as in Unicode's folding for search
(UTR #30) and Lucene's normalisers. Scripts without spaces between words come as overlapping pairs
of letters (bigrams), since which letters make a word is not known.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

_SAME = {
    **dict(zip("ςٱىیکةۀ", "σاييكهه", strict=True)),
    **dict.fromkeys("\u200b\u200c", " "),  # invisible, between words or parts of one
    "ـ": "",
}
_OWN_LETTERS = "йЙўЎїЇ"  # a mark makes them letters of their own, for whoever reads them
_VOWELS = {0, 84, 91, 103, 118, 129, 130, 132}  # combining classes of marks that are letters
_VOICING = 8  # the class of the marks that make か to が
_SILENT = re.compile(
    "[\u034f\u0e47\u0e4c\u0e4e\u0ecc\u17b4\u17b5\u17c9-\u17d3\u180b-\u180f\ufe00-\ufe0f]"
)
_APART = ("<super>", "<fraction>", "<circle>", "<square>", "<compat>")

_HIGH, _LOW = "⁰¹²³⁴-⁹", "₀-₉"
_SMALL = re.compile(rf"([^\W\d_{_HIGH}{_LOW}]*)(?:([{_HIGH}]+)|([{_LOW}]+))")

_EAST_ASIAN = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\U00020000-\U000323af"
)
_LETTERS = "\u0e01-\u0e2f\u0e81-\u0eaf\u0edc-\u0edf\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"
_SIGNS = (
    "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebd\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3"
)
_BEFORE = "\u0e40-\u0e44\u0ec0-\u0ec4"  # vowels written before the consonant that they follow
_UNIT = re.compile(rf"[{_EAST_ASIAN}]|[{_BEFORE}]?[{_LETTERS}][{_SIGNS}]*|[{_BEFORE}{_SIGNS}]")
_RUN = re.compile(rf"[{_EAST_ASIAN}{_LETTERS}{_SIGNS}{_BEFORE}]+")
_WORD = re.compile(r"\w+")


class _Folding(dict[int, str]):
    """What becomes of a character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded_character(chr(code))
        return self[code]


class _Letters(dict[int, str]):
    """A letter in place of every mark, so that words can be told from what stands between them."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = "x" if unicodedata.category(character)[0] == "M" else character
        return self[code]


_FOLDING, _MARKS = _Folding(), _Letters()


def folded(text: str) -> str:
    """The text with its words in the form in which they are searched, plain English as it is."""
    return _folded(text, _parts)


def folded_in_order(text: str) -> str:
    """The same, letters of scripts without spaces one by one as they stand: for phrases."""
    return _folded(text, _UNIT.findall)


def is_part(term: str) -> bool:
    """Whether a term is a single letter of a script without spaces: much less than a word."""
    return not term.isascii() and _UNIT.fullmatch(term) is not None


def words_of(text: str) -> Iterator[str]:
    """The words of a text as it writes them; of scripts without spaces, the pairs of letters."""
    for word in _WORD.finditer(text.translate(_MARKS)):
        yield from _pieces(text[word.start() : word.end()])


def _folded(text: str, spread: Callable[[str], Iterable[str]]) -> str:
    if text.isascii():
        return text
    text = _SMALL.sub(_small_digits, unicodedata.normalize("NFC", text))
    text = unicodedata.normalize("NFC", text.translate(_FOLDING))
    return _RUN.sub(lambda run: f" {' '.join(spread(run[0]))} ", text)


def _pieces(word: str) -> Iterator[str]:
    end = 0
    for run in _RUN.finditer(word):
        if before := word[end : run.start()]:
            yield before
        units = _UNIT.findall(run[0])
        yield from map("".join, pairwise(units)) if len(units) > 1 else units
        end = run.end()
    if rest := word[end:]:
        yield rest


def _parts(run: str) -> Iterator[str]:
    """The letters, and each with the next one."""
    units = _UNIT.findall(run)
    yield from units
    yield from map("".join, pairwise(units))


def _folded_character(character: str) -> str:
    if character in _OWN_LETTERS:
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    form = unicodedata.decomposition(character).partition(" ")[0]
    if form == "<super>" and category == "So":  # ™
        return " "
    if category == "Cf":
        return _SAME.get(character, "")
    letters = unicodedata.normalize("NFKD", character)
    kept = "".join(_SAME.get(letter, letter) for letter in letters if _means_something(letter))
    apart = form in _APART and any(map(str.isdecimal, kept))  # 2½ is not 21 by 2
    return f" {kept} " if apart else kept.lower()


def _means_something(letter: str) -> bool:
    """Whether it is no accent, vowel point or tone mark."""
    mark = unicodedata.combining(letter)
    return (mark in _VOWELS or mark == _VOICING) and not _SILENT.match(letter)


def _small_digits(found: re.Match[str]) -> str:
    """10⁶ is 10 and 6, not 106; H₂O is H2O; m² is found as m, as 2 and as m2."""
    word, raised, lowered = found.groups()
    digits = unicodedata.normalize("NFKC", raised or lowered)
    if not word:
        return f" {digits} "
    joined = word + digits
    if raised:
        return f"{word} {digits} {joined} "
    return f"{joined} " if found.string[found.end() :][:1].isdecimal() else joined
