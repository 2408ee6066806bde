"""What a question names: names, numbers and identifiers, which what answers it should have too.

A passage about one drug's dose does not answer a question for another's, however alike they are.
"""

import re
from collections.abc import Iterator

from index.answering.apparatus import QUESTION_MARKS
from index.store.folding import folded
from index.store.joining import JOINING

_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_POSSESSIVE = re.compile(r"['’]s?$")
_NOT_NAMES = frozenset("I I'm I've I'd I'll OK".split())
_SENTENCE_END = re.compile(r"(?<=[.?!…？！。؟])[\"'”’)]*\s+|\n+")
_POINTING = frozenset("it its this that these those he she they him her them his their one".split())
_LEAST_BESIDE = 3  # words that say something, beside one of these
_LEAST_STEM = 4  # letters that a name shares with its other forms: Freud, Freudian


def question_in(message: str) -> str:
    """The question that a message ends or begins with; the message where there is none.

    What stands before or after it (who asks, why, thanks) is not searched for. A question that says
    nothing by itself ("Why?", "What is its dose?") is left in its message.
    """
    sentences = [each for each in _SENTENCE_END.split(message.strip()) if each]
    asking = [sentence.rstrip("\"'”’)").endswith(QUESTION_MARKS) for sentence in sentences]
    if not any(asking) or all(asking):
        return message
    if asking[-1]:
        first = len(asking) - asking[::-1].index(False)
        found = " ".join(sentences[first:])
    elif asking[0]:
        found = " ".join(sentences[: asking.index(False)])
    else:
        return message
    return found if _stands_alone(found) else message


def _stands_alone(question: str) -> bool:
    """Whether it says what it asks of, itself."""
    words = _WORD.findall(question.casefold())
    telling = [word for word in words if len(word) > 2 and word not in JOINING]
    return len(telling) >= (1 if _POINTING.isdisjoint(words) else _LEAST_BESIDE)


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
