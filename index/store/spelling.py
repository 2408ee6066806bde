"""How near two words are in their letters, to meet a misspelt one. Pure."""

from collections.abc import Iterator
from string import ascii_lowercase

LEAST = 5  # letters of a word that may be misspelt: shorter ones are all near one another
MOST = 40  # letters: longer ones are no words
LEAST_FOR_TWO = 8  # letters from which two may be wrong
_FIRST_KEPT = 6  # letters below which the first is taken to be right


def neighbours(word: str) -> Iterator[str]:
    """What one wrong, missing, added or exchanged letter makes of a word; some more than once."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after[1:]
            yield before + letter + after


def within_two(word: str, other: str) -> bool:
    """Whether at most two letters are wrong, missing, added or exchanged with the next.

    Optimal string alignment: no letter is changed twice.
    """
    if abs(len(word) - len(other)) > 2:
        return False
    earlier: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(word, 1):
        before_last, earlier, row = earlier, row, [number]
        for place, second in enumerate(other, 1):
            cost = min(earlier[place] + 1, row[-1] + 1, earlier[place - 1] + (letter != second))
            if number > 1 < place and (letter, word[number - 2]) == (other[place - 2], second):
                cost = min(cost, before_last[place - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return False
    return row[-1] <= 2


def is_likely(word: str, other: str) -> bool:
    """Whether a word may be meant by another that is near: of short ones the first letter stays."""
    return len(word) >= _FIRST_KEPT or word[0] == other[0]
