"""What a network in training has learnt: how well it tells passages that answer from others."""

from pathlib import Path

import numpy as np
import torch

from evaluate.rows import Row, rows_of
from evaluate.runs import spread
from training.examples import Example
from training.fit import Encoded, Encoder
from training.network import ReaderNetwork

_ROWS = 500  # of a file, spread evenly


def separations(network: ReaderNetwork, encoder: Encoder, file: Path) -> dict[str, float]:
    """AUROC of the two heads on a file of rows, each read whole with its title.

    span:    by how much likelier an answer's place is than none
    verdict: by the score of the whole
    """
    from sklearn.metrics import roc_auc_score

    encoded = [encoder(_example(row)) for row in spread(list(rows_of(file)), _ROWS)]
    answered = [each.answered for each in encoded]
    scores = np.array([_scores(network, each) for each in encoded])
    return {
        name: round(float(roc_auc_score(answered, column)), 4)
        for name, column in zip(("span", "verdict"), scores.T, strict=True)
    }


def _example(row: Row) -> Example:
    title = f"{row.title}. " if row.title else ""
    moved = tuple(type(a)(a.start + len(title), a.end + len(title)) for a in row.answers)
    return Example(row.question, title + row.passage, moved, row.source, "measured")


def _scores(network: ReaderNetwork, encoded: Encoded) -> tuple[float, float]:
    network.eval()
    with torch.no_grad():
        spans, verdicts = network(torch.from_numpy(encoded.states).float()[None])
    able = torch.from_numpy(encoded.able.copy())
    able[0] = False
    likelier = torch.logsumexp(spans[0][able], dim=0) - spans[0][0]
    return float(likelier.sum()), float(verdicts[0])
