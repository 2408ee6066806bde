from pathlib import Path

import numpy as np
import pytest

from index.arrays import Vectors
from index.store import dense as ladder
from index.store.dense import Dense, Layout, make_segment, segment_files

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
    Dense.build(3, [AXES]).save(tmp_path / "vectors")
    opened = Dense.open(tmp_path / "vectors")
    assert len(opened) == 3
    assert opened.vectors(np.array([2, 0])).tolist() == [[0, 0, 1], [1, 0, 0]]


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "FLAT", 300)
    monkeypatch.setattr(ladder, "SEGMENT", 700)


def crowded(count: int, dimension: int = 64) -> Vectors:
    """Vectors of length one around some places, in half precision as the catalog has them."""
    chance = np.random.default_rng(3)
    places = chance.normal(size=(40, dimension))
    vectors = places[chance.integers(0, 40, count)] + chance.normal(size=(count, dimension)) * 0.5
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


def exactly(
    vectors: Vectors, query: Vectors, k: int, allowed: np.ndarray | None = None
) -> set[int]:
    scores = vectors @ query
    if allowed is not None:
        scores[~allowed] = -2.0
    return set(np.argsort(-scores)[:k].tolist())


def test_many_vectors_lie_in_segments_that_find_nearly_all(
    small_steps: None, tmp_path: Path
) -> None:
    vectors = crowded(1800)
    Dense.build(64, [vectors[:1000], vectors[1000:]]).save(tmp_path / "vectors")
    dense = Dense.open(tmp_path / "vectors")
    assert dense.layout.segments == 3
    assert dense.layout.factor
    assert dense.layout.recall >= 0.99
    queries = crowded(1900)[1800:]
    found = [set(dense.search(each, 10).positions.tolist()) for each in queries]
    shares = [len(f & exactly(vectors, q, 10)) / 10 for f, q in zip(found, queries, strict=True)]
    assert np.mean(shares) > 0.95
    scores = dense.search(queries[0], 10).scores
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    places = np.array([1799, 0, 700, 699])
    assert np.array_equal(dense.vectors(places), vectors[places])


@pytest.mark.parametrize("share", [0.002, 0.05, 0.5, 0.9])
def test_a_filter_over_segments_never_comes_back_short(small_steps: None, share: float) -> None:
    vectors = crowded(1800)
    dense = Dense.build(64, [vectors])
    allowed = np.random.default_rng(5).random(1800) < share
    for query in crowded(1820)[1800:]:
        found = dense.search(query, 20, allowed).positions
        assert len(found) == min(20, allowed.sum())
        assert allowed[found].all()
        wanted = exactly(vectors, query, len(found), allowed)
        assert len(wanted & set(found.tolist())) >= 0.9 * len(wanted)


def test_where_codes_do_not_tell_vectors_apart_all_are_compared(small_steps: None) -> None:
    one = crowded(1)[0]
    alike = one + np.random.default_rng(2).normal(size=(1000, 64)).astype(np.float32) * 1e-3
    alike[:, 1:] = alike[:, 1:].round(1)  # the codes see these, and they are the same in all
    dense = Dense.build(64, [alike / np.linalg.norm(alike, axis=1, keepdims=True)])
    assert dense.layout == Layout(2)
    assert len(dense.search(one, 1000).positions) == 1000


def test_slots_may_be_empty_and_what_is_dead_is_passed_over(
    small_steps: None, tmp_path: Path
) -> None:
    vectors, slots = crowded(900), 2 * np.arange(900) + 1
    for number, rows in enumerate((slice(500), slice(500, 900))):
        make_segment(tmp_path, number, "made", 64, slots[rows], [vectors[rows]])
    alive = np.ones(1801, np.bool_)
    alive[slots[::10]] = False
    dense = Dense.open(tmp_path, alive)
    assert dense.layout.factor
    assert dense.positions.tolist() == slots[np.arange(900) % 10 > 0].tolist()
    allowed = np.zeros(1801, np.bool_)
    allowed[:400] = True
    for query in crowded(920)[900:]:
        found = dense.search(query, 20).positions
        wanted = exactly(vectors, query, 20, alive[slots])
        assert len(found) == 20
        assert len({2 * row + 1 for row in wanted} & set(found.tolist())) >= 18
        assert set(dense.search(query, 500, allowed).positions) == set(slots[:200]) - set(
            slots[::10]
        )
    assert np.array_equal(dense.vectors(slots[[899, 3]]), vectors[[899, 3]])


def test_a_segment_is_taken_over_only_as_what_it_was_made(tmp_path: Path) -> None:
    make_segment(tmp_path, 3, "made", 3, np.arange(3), [AXES])
    names = ["3.faiss", "3.npy", "3.json"]
    assert [path.name for path in segment_files(tmp_path, 3, "made")] == names
    assert segment_files(tmp_path, 3, "other") == segment_files(tmp_path, 4, "made") == []
