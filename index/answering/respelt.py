"""Misspelt words of a question, met by the documents' nearest words."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.answering.asked import names_in
from index.answering.exact import Exact, without_phrases
from index.store.folding import words_of
from index.store.joining import JOINING
from index.store.lexical import Lexical

TokenCounter = Callable[[Sequence[str]], Sequence[int]]

_BROKEN = 3  # tokens of a word that may be misspelt
_MOST = 3  # words of a question
_MOST_TRIED = 20
_SHORTEST_KNOWN = 4  # letters of a known word within another
_BEFORE = ("un", "re", "in", "im", "dis", "non", "over", "under", "mis", "pre", "anti", "co")
_AFTER = """s es ed d ing er ers or ors r rs y ly ily ness al ally ous able ible ive ment ments est
    st ist ists ful less like ship hood t n en ion ions ation ations ry ries ity ic ical ian ians
    ism ise ize ised ized""".split()


@dataclass(frozen=True, slots=True)
class Respelt:
    """A word of the question that no passage has, and the one that was searched for instead."""

    asked: str
    searched: str


def respelt(
    exact: Exact, lexical: Lexical, count: TokenCounter
) -> tuple[Exact, tuple[Respelt, ...]]:
    """The question with its misspelt words put right, and which they were.

    Words that occur, in any form, and numbers stay as they are, and so do words that the encoder
    knows (`count` gives its tokens of each text: one, if it knows a word). Names do, unless nothing
    else in the question occurs or is put right.
    """
    words = list(dict.fromkeys(words_of(without_phrases(exact.question))))[:_MOST_TRIED]
    words = [word for word in words if word.casefold() not in JOINING]
    names = {part for name in names_in(exact.question) for part in words_of(name)}
    found = list(_nearest((word for word in words if word not in names), lexical, count))
    if not found and not any(map(lexical.occurs, words)):
        found = list(_nearest((word for word in words if word in names), lexical, count))
    question = exact.question
    for each in found[:_MOST]:
        word = rf"(?<![^\W_]){re.escape(each.asked)}(?![^\W_])"
        question = re.sub(word, each.searched, question)
    return replace(exact, question=question), tuple(found[:_MOST])


def _nearest(words: Iterable[str], lexical: Lexical, count: TokenCounter) -> Iterator[Respelt]:
    for word in words:
        nearest = lexical.nearest(word)
        if nearest and not is_known(word, count) and _is_broken(word, nearest, count):
            yield Respelt(word, nearest.capitalize() if word[0].isupper() else nearest)


def _is_broken(word: str, nearest: str, count: TokenCounter) -> bool:
    """Whether a word is in more pieces than the other, or in many, as rare words seldom are."""
    pieces, others = count([word.casefold(), nearest])
    return pieces >= _BROKEN or pieces > others


def is_known(word: str, count: TokenCounter) -> bool:
    """Whether a word, or what is left of it without a beginning or an ending, is one token.

    A tokeniser's words are those that were frequent where it was made, in any of its languages.
    """
    word = word.casefold()
    bare = {word, *(word.removeprefix(before) for before in _BEFORE)}
    bare |= {each.removesuffix(after) for each in bare for after in _AFTER}
    bare |= {each + end for each in bare for end in "ey"}  # making, happily
    bare |= {each[:-1] for each in bare if each[-2:-1] == each[-1:]}  # running
    tried = [each for each in bare if len(each) >= _SHORTEST_KNOWN]
    return any(number == 1 for number in count(tried))
