"""Rankings into one: a weighted sum of scores, each brought to 0…1 within its ranking.

The question itself says how far its words are to be trusted: the ranking by words weighs as much
as the share of the question that its own best passage has. Measured: evaluate/LOG.md.
"""

from dataclasses import dataclass

import numpy as np

from index.arrays import Positions, Scores
from index.store.dense import Ranking

LATE_WEIGHT = 16.0  # of late interaction's score, beside the fused one's 0…1; measured: LOG.md
READING_WEIGHT = 0.05  # of a cross-encoder's score of a passage, beside both
SENTENCE_WEIGHT = 0.1  # of its score of what it marks there, beside all of these
VERDICT_WEIGHT = 0.15  # of the reader's score of a passage, where there is a reader: measured there
READER_WEIGHT = 0.075  # of its score of what it marks there


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages found, best first; every array has shape (n,).

    dense and lexical are the rankings' own scores, NaN where a ranking does not know the passage.
    """

    positions: Positions
    fused: Scores
    dense: Scores
    lexical: Scores


def fuse(dense: Ranking, lexical: Ranking, met: float = 1.0) -> Candidates:
    """Min-max-normalised scores, the lexical ones `met` times as much as the dense ones.

    met: share of the question's words, 0 to 1, that the first passage by words has. Of few words
    that are met, the best passage by words is still a poor one, which no normalised score tells.

    A passage that one ranking did not find counts as that ranking's worst. Ties are broken by
    position, so that the same question always gives the same order.
    """
    positions = np.union1d(dense.positions, lexical.positions)
    dense_scores = _spread(dense, positions)
    lexical_scores = _spread(lexical, positions)
    weights = np.array([1.0, met], np.float32) / np.float32(1.0 + met)
    fused = weights @ np.stack([_normalised(dense_scores), _normalised(lexical_scores)])
    order = np.lexsort((positions, -fused))
    return Candidates(positions[order], fused[order], dense_scores[order], lexical_scores[order])


def _spread(ranking: Ranking, positions: Positions) -> Scores:
    """The ranking's scores laid out over `positions`, which hold all of its own."""
    scores = np.full(len(positions), np.nan, dtype=np.float32)
    scores[np.searchsorted(positions, ranking.positions)] = ranking.scores
    return scores


def _normalised(scores: Scores) -> Scores:
    """Least to 0, greatest to 1; all alike, or a single one, to 1; NaN to 0."""
    found = ~np.isnan(scores)
    result = np.zeros(len(scores), dtype=np.float32)
    if found.any():
        low, high = scores[found].min(), scores[found].max()
        result[found] = (scores[found] - low) / (high - low) if high > low else 1.0
    return result
