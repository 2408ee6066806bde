"""Why a passage was found: its places in both rankings, and each word's share of its likeness."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import Vectors
from index.models.encoder import TokenVectors
from index.passage import Span
from index.store.dense import Ranking

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Share:
    """A word of what the encoder saw, and what it adds to the cosine."""

    word: str
    share: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage stands where it does.

    dense_rank, lexical_rank: its place, from 1, by vectors and by words alone; None when it is not
                              among the first hundred
    words:                    words of the question that it has, as the question writes them
    shares:                   each word's share of the cosine, in order of the text; they and those
                              of the marks between them sum to the cosine. Empty for an encoder
                              that does not take the mean of its tokens
    cosine:                   of question and passage
    """

    dense_rank: int | None
    lexical_rank: int | None
    words: tuple[str, ...]
    shares: tuple[Share, ...]
    cosine: float


def rank_of(position: int | None, ranking: Ranking) -> int | None:
    """The place, from 1, of a passage in a ranking; None when it is not there."""
    places = np.flatnonzero(ranking.positions == position)
    return int(places[0]) + 1 if len(places) else None


def shares_of(text: str, tokens: TokenVectors, question: Vectors) -> tuple[Share, ...]:
    """Each word's share of the cosine of the text's mean token vector and the question's.

    The cosine is the mean over tokens of their product with the question's vector, over the
    length of their mean; so a word's share is the sum over its own tokens. `question` has shape
    (dimension,) and length one.
    """
    length = float(np.linalg.norm(tokens.vectors.mean(axis=0)))
    added = tokens.vectors @ question / (len(tokens.vectors) * max(length, 1e-9))
    return tuple(
        Share(match[0], float(_inside(tokens.spans, added, Span(match.start(), match.end()))))
        for match in _WORD.finditer(text)
    )


def _inside(spans: Sequence[Span], added: Vectors, word: Span) -> float:
    return sum(
        float(value)
        for span, value in zip(spans, added, strict=True)
        if span.start < span.end and word.start <= span.start and span.end <= word.end
    )
