"""What a question names: names, numbers and identifiers, which what answers it should have too.

A passage about one drug's dose does not answer a question for another's, however alike they are.
"""

import re
from collections.abc import Iterator

from index.store.folding import folded

_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_POSSESSIVE = re.compile(r"['’]s?$")
_NOT_NAMES = frozenset("I I'm I've I'd I'll OK".split())
_LEAST_STEM = 4  # letters that a name shares with its other forms: Freud, Freudian


def names_in(question: str) -> tuple[str, ...]:
    """The words with a capital or a digit, each once; the capital that begins a sentence is none.

    In a question that is all capitals only words with digits are names.
    """
    shouted = question.upper() == question
    found = (word for word, first in _words(question) if _is_name(word, first, shouted))
    return tuple(dict.fromkeys(_POSSESSIVE.sub("", word) for word in found))


def lacking(question: str, text: str) -> tuple[str, ...]:
    """The question's names that the text does not have in any form."""
    words = set(_WORD.findall(folded(text).casefold()))
    joined = " ".join(sorted(words))
    return tuple(
        name for name in names_in(question) if not _is_met(folded(name).casefold(), words, joined)
    )


def share_lacking(question: str, text: str) -> float:
    """Of the question's names, 0 to 1; 0 where it has none."""
    return len(lacking(question, text)) / max(1, len(names_in(question)))


def _words(question: str) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it begins a sentence."""
    end = 0
    for match in _WORD.finditer(question):
        between = question[end : match.start()]
        yield match[0], end == 0 or bool(re.search(r"[.?!:]\s", between))
        end = match.end()


def _is_name(word: str, first: bool, shouted: bool) -> bool:
    if _DIGIT.search(word):
        return True
    if shouted or word in _NOT_NAMES:
        return False
    capitals = sum(letter.isupper() for letter in word)
    return capitals > 1 or (capitals == 1 and word[0].isupper() and not first)


def _is_met(name: str, words: set[str], joined: str) -> bool:
    if name in words or all(part in words for part in re.split(r"[-.'’]", name)):
        return True
    if _DIGIT.search(name) or len(name) < _LEAST_STEM:
        return False
    stem = name.removesuffix("s")
    return len(stem) >= _LEAST_STEM and re.search(rf"\b{re.escape(stem)}", joined) is not None
