from pathlib import Path

import numpy as np
import pytest

from index.store.dense import Dense

AXES = np.eye(3, dtype=np.float32)


def test_nearest_by_cosine_come_first() -> None:
    dense = Dense.build(3, [AXES[:2], AXES[2:]])
    query = np.array([0.0, 0.6, 0.8], np.float32)
    found = dense.search(query, 2)
    assert found.positions.tolist() == [2, 1]
    assert found.scores == pytest.approx([0.8, 0.6], abs=1e-3)


def test_asking_for_more_than_there_are_gives_what_there_is() -> None:
    found = Dense.build(3, [AXES]).search(AXES[0], 100)
    assert sorted(found.positions.tolist()) == [0, 1, 2]


def test_only_what_is_allowed_is_found() -> None:
    dense, query = Dense.build(3, [AXES]), np.array([0.8, 0.6, 0.0], np.float32)
    allowed = np.array([False, True, True])
    assert dense.search(query, 5, allowed).positions.tolist() == [1, 2]
    assert dense.search(query, 5, np.zeros(3, np.bool_)).positions.tolist() == []


def test_an_empty_index_finds_nothing() -> None:
    assert Dense.build(3, []).search(AXES[0], 5).positions.tolist() == []


def test_it_is_the_same_after_saving(tmp_path: Path) -> None:
    Dense.build(3, [AXES]).save(tmp_path / "vectors.faiss")
    opened = Dense.open(tmp_path / "vectors.faiss")
    assert len(opened) == 3
    assert opened.vectors(np.array([2, 0])).tolist() == [[0, 0, 1], [1, 0, 0]]
