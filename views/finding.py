"""Finding words in a document: by their forms, word for word in quotation marks, or as letters.

Plain quotation marks, spaces, hyphens and line ends meet curly, no-break and wrapped ones, since
words are compared and not what stands between them.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import tantivy

from index.passage import Span

MOST = 50_000  # places that are told
_LONGEST = 200  # characters of what is looked for
_WORD = re.compile(r"[^\W_]+(?:['’ʼ＇](?=[^\W\d_])[^\W_]+)*")
_APOSTROPHES = str.maketrans("’ʼ＇", "'''")
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»')
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Finds:
    """Where the words stand, in order.

    apart: the words stand nowhere one after another, so each is told by itself
    """

    spans: tuple[Span, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word that is looked for: in this form alone, or in any."""

    word: str
    exact: bool


@dataclass(slots=True)
class Words:
    """A text's words by their places; made once, and then searched."""

    text: str
    _starts: "array[int]" = field(default_factory=lambda: array("L"))
    _ends: "array[int]" = field(default_factory=lambda: array("L"))
    _kinds: "array[int]" = field(default_factory=lambda: array("L"))
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for match in _WORD.finditer(self.text):
            self._starts.append(match.start())
            self._ends.append(match.end())
            self._kinds.append(self._numbers.setdefault(folded(match[0]), len(self._numbers)))

    def find(self, wanted: str) -> Finds:
        """Where that stands, at most `MOST` places."""
        wanted = wanted.strip()[:_LONGEST]
        sought = _sought(wanted)
        if not sought or _WITHOUT_SPACES.search(wanted):
            return Finds(self._letters(wanted))
        kinds = [
            self._kinds_of(each, number == len(sought)) for number, each in enumerate(sought, 1)
        ]
        spans = self._in_a_row(kinds)
        if spans:
            return Finds(spans)
        if spans := self._letters(wanted):
            return Finds(spans)
        if len(sought) > 1 and all(kinds) and not any(each.exact for each in sought):
            return Finds(self._in_a_row([frozenset().union(*kinds)]), apart=True)
        return Finds(())

    def _kinds_of(self, sought: _Sought, last: bool) -> frozenset[int]:
        """The words of the text that are meant by one that is looked for."""
        if sought.exact:
            number = self._numbers.get(sought.word)
            return frozenset() if number is None else frozenset({number})
        stem = stemmed(sought.word)
        begins = last and len(sought.word) > 2
        return frozenset(
            number
            for word, number in self._numbers.items()
            if word == sought.word
            or (begins and word.startswith(sought.word))
            or (word[:2] == sought.word[:2] and stemmed(word) == stem)
        )

    def _in_a_row(self, kinds: Sequence[frozenset[int]]) -> tuple[Span, ...]:
        if not all(kinds):
            return ()
        first, rest, length = kinds[0], kinds[1:], len(kinds)
        found: list[Span] = []
        beyond = 0
        for number, kind in enumerate(self._kinds):
            if kind not in first or number < beyond or number + length > len(self._kinds):
                continue
            if all(self._kinds[number + by] in wanted for by, wanted in enumerate(rest, 1)):
                found.append(Span(self._starts[number], self._ends[number + length - 1]))
                beyond = number + length
                if len(found) == MOST:
                    break
        return tuple(found)

    def _letters(self, wanted: str) -> tuple[Span, ...]:
        """Where the letters and signs stand, whatever they are part of."""
        plain = wanted.translate(_PLAIN).casefold()
        text = self.text.translate(_PLAIN).lower()
        if len(text) != len(self.text):  # letters that change their length
            text = self.text.translate(_PLAIN)
        if not plain:
            return ()
        pattern = r"\s+".join(map(re.escape, plain.split()))
        matches = re.finditer(pattern, text)
        return tuple(Span(*match.span()) for match, _ in zip(matches, range(MOST), strict=False))


_PLAIN = {
    **dict.fromkeys(map(ord, "‘’‚ʼ＇"), "'"),
    **dict.fromkeys(map(ord, "“”„«»＂"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " "),
}


@lru_cache(maxsize=4)
def words_of(text: str) -> Words:
    """The text's words; of the last few texts they are kept."""
    return Words(text)


def _sought(wanted: str) -> list[_Sought]:
    found: list[_Sought] = []
    at = 0
    for match in [*_QUOTED.finditer(wanted), None]:
        outside = wanted[at : match.start() if match else len(wanted)]
        found += [_Sought(each, False) for each in _folded_words(outside)]
        if match:
            inside = "".join(filter(None, match.groups()))
            found += [_Sought(each, True) for each in _folded_words(inside)]
            at = match.end()
    return found


def _folded_words(text: str) -> Iterator[str]:
    return (folded(match[0]) for match in _WORD.finditer(text))


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """Without case and accents, with plain apostrophes."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES).casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


@lru_cache(maxsize=200_000)
def stemmed(word: str) -> str:
    """What the forms of a word have in common."""
    return " ".join(_stemmer().analyze(word)) if word.isascii() and word.isalpha() else word


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.stemmer("english")).build()
