"""Passages that say the same in nearly the same words: one stands, the others behind it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.passage import Hit, Passage

_RUN = 4  # words
_SHARED = 0.85  # of the runs of words of the shorter passage
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Wording:
    """A passage's runs of _RUN words, and its numbers."""

    runs: frozenset[tuple[str, ...]]
    numbers: tuple[str, ...]


def collapse(hits: Iterable[Hit], most: int) -> tuple[Hit, ...]:
    """The first `most` hits that differ, each with those like it behind it, in order.

    Two passages are alike when the shorter has at least 85 of 100 of its runs of four words in
    the longer too (the containment of Broder, On the resemblance and containment of documents,
    1997) and both have the same numbers: 10 mg and 20 mg are never taken for the same. Also alike
    are two stretches of one document of which the shorter lies mostly inside the longer.
    """
    standing: list[Hit] = []
    wordings: list[_Wording] = []
    for hit in hits:
        wording = _wording(hit.passage.text)
        for number, other in enumerate(standing):
            if _overlap(hit.passage, other.passage) or _alike(wording, wordings[number]):
                standing[number] = replace(other, alike=(*other.alike, hit.passage, *hit.alike))
                break
        else:
            if len(standing) == most:
                break
            standing.append(hit)
            wordings.append(wording)
    return tuple(standing)


def shared_share(one: str, other: str) -> float:
    """The share of the shorter text's runs of four words that the longer one has, 0 to 1."""
    runs, others = _wording(one).runs, _wording(other).runs
    return len(runs & others) / max(1, min(len(runs), len(others)))


def _wording(text: str) -> _Wording:
    words = _WORD.findall(text.casefold())
    length = min(_RUN, len(words))
    runs = zip(*(words[first:] for first in range(length)), strict=False)
    numbers = (word for word in words if any(map(str.isdigit, word)))
    return _Wording(frozenset(runs), tuple(sorted(numbers)))


def _alike(one: _Wording, other: _Wording) -> bool:
    if one.numbers != other.numbers or not one.runs or not other.runs:
        return False
    return len(one.runs & other.runs) >= _SHARED * min(len(one.runs), len(other.runs))


def _overlap(one: Passage, other: Passage) -> bool:
    if one.document != other.document:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0.5 * min(one.end - one.start, other.end - other.start)
