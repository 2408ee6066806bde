import numpy as np

from index.answering.fuse import fuse
from index.store.dense import NOTHING, Ranking


def ranking(*pairs: tuple[int, float]) -> Ranking:
    positions, scores = zip(*pairs, strict=True)
    return Ranking(np.array(positions, np.int64), np.array(scores, np.float32))


def test_scores_are_brought_to_one_scale_and_averaged() -> None:
    fused = fuse(ranking((7, 0.9), (3, 0.5), (5, 0.1)), ranking((3, 20.0), (9, 10.0)))
    assert fused.positions.tolist() == [3, 7, 5, 9]
    assert fused.fused.tolist() == [0.75, 0.5, 0.0, 0.0]


def test_a_score_that_a_ranking_does_not_have_is_nan() -> None:
    fused = fuse(ranking((7, 0.9), (3, 0.5)), ranking((3, 20.0), (9, 10.0)))
    assert np.isnan(fused.dense[fused.positions == 9]).all()
    assert np.isnan(fused.lexical[fused.positions == 7]).all()
    assert fused.lexical[fused.positions == 3].tolist() == [20.0]


def test_words_weigh_as_much_as_they_are_met() -> None:
    dense, lexical = ranking((1, 0.9), (2, 0.7), (3, 0.1)), ranking((2, 9.0), (3, 5.0), (1, 1.0))
    assert fuse(dense, lexical, met=1.0).positions.tolist() == [2, 1, 3]
    assert fuse(dense, lexical, met=0.2).positions.tolist() == [1, 2, 3]
    assert fuse(dense, lexical, met=0.0).fused.max() == 1.0


def test_equal_scores_keep_the_order_of_the_documents() -> None:
    assert fuse(ranking((8, 0.5), (2, 0.5)), NOTHING).positions.tolist() == [2, 8]


def test_one_empty_ranking_leaves_the_other() -> None:
    assert fuse(ranking((4, 0.2), (1, 0.8)), NOTHING).positions.tolist() == [1, 4]
    assert fuse(NOTHING, ranking((4, 2.0))).positions.tolist() == [4]
    assert fuse(NOTHING, NOTHING).positions.tolist() == []
