"""Nearest passages by vector: FAISS over the catalog's vectors; a cache.

How they are laid out follows from how many there are. Up to FLAT of them, all are compared, in half
precision. More lie in segments: codes of one bit a dimension (RaBitQ: Gao and Long, 2024) choose
candidates by fast scan, and these are compared in half precision. How many candidates that takes is
measured on the index's own vectors when it is made; where even many do not find the nearest, all
are compared. Figures: benchmarks/README.md.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from index.arrays import Allowed, Positions, Scores, Vectors
from index.models.onnx import side_by_side

FLAT = 50_000  # vectors that are all compared
SEGMENT = 250_000  # vectors of one segment
_FACTORS = (8, 16, 32, 64)  # candidates for each passage wanted
_RECALL = 0.99  # least share of the ten nearest that is good enough
_ASKED, _NEAREST = 200, 10  # how it is measured
_FEW = 0.2  # share that a filter lets through: of fewer, all are compared
_SPARE = 1.3  # candidates more than a filter should need
_LAYOUT = "layout.json"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages by position in the build, best first. Both arrays have shape (n,)."""

    positions: Positions
    scores: Scores


NOTHING = Ranking(np.empty(0, np.int64), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class Layout:
    """How vectors are laid out.

    segments: how many files they lie in
    factor:   candidates that are compared for each passage wanted; None where all are
    recall:   share of the ten nearest that this finds, over 200 of the vectors; 1 where all are
    """

    segments: int
    factor: int | None = None
    recall: float = 1.0

    @classmethod
    def of(cls, folder: Path) -> Self:
        """As Dense.save left it there; raises OSError or ValueError."""
        return cls(**json.loads((folder / _LAYOUT).read_text(encoding="utf-8")))

    def __str__(self) -> str:
        if self.factor is None:
            return "all compared with each question"
        return (
            f"{self.segments} segment{'s' * (self.segments > 1)}, searched by codes with "
            f"{self.factor} candidates a passage; finds {100 * self.recall:.1f} of the 100 nearest"
        )


class _Segment:
    """Some of the vectors, one position after the other from `first`; the score is the cosine."""

    def __init__(self, given: "faiss.Index", first: int, parts: tuple[object, ...] = ()) -> None:
        self._kept = (given, *parts)  # FAISS's own references don't keep them
        index: Any = faiss.downcast_index(given)
        self._index = index
        self._coded = hasattr(index, "refine_index")
        self._exact: Any = faiss.downcast_index(getattr(index, "refine_index", index))
        self.first = first

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def search(
        self, query: Vectors, k: int, factor: int | None, allowed: Allowed | None = None
    ) -> Ranking:
        """Of these, the `k` nearest to `query`, shape (dimension,); fewer when there are fewer."""
        if allowed is not None:
            allowed = allowed[self.first : self.first + len(self)]
        count = len(self) if allowed is None else int(allowed.sum())
        k = min(k, count)
        if k < 1:
            return NOTHING
        if factor is None or not self._coded or count < _FEW * len(self):
            return self._compared(query, k, allowed)
        if allowed is None:
            return self._scanned(query, k, factor)
        found = self._scanned(query, min(len(self), round(_SPARE * k * len(self) / count)), factor)
        kept = allowed[found.positions - self.first]
        if kept.sum() < k:
            return self._compared(query, k, allowed)
        return Ranking(found.positions[kept][:k], found.scores[kept][:k])

    def _scanned(self, query: Vectors, k: int, factor: int) -> Ranking:
        parameters = faiss.IndexRefineSearchParameters(k_factor=factor)  # type: ignore[call-arg]
        scores, positions = self._index.search(query.reshape(1, -1), k, params=parameters)
        found = positions[0] >= 0
        return Ranking(positions[0][found] + self.first, scores[0][found])

    def _compared(self, query: Vectors, k: int, allowed: Allowed | None) -> Ranking:
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, positions = self._exact.search(query.reshape(1, -1), k, params=parameters)
        return Ranking(positions[0] + self.first, scores[0])

    def vectors(self, positions: Positions) -> Vectors:
        """Those at these positions of the build, which must be its own."""
        found: Vectors = self._exact.reconstruct_batch(positions - self.first)
        return found

    def coded(self) -> "_Segment":
        """The same vectors with codes before them."""
        codes = faiss.index_factory(self.dimension, "RaBitQfs", faiss.METRIC_INNER_PRODUCT)
        batches = list(_ranges(len(self), 10_000))
        codes.train(self._exact.reconstruct_n(*batches[0]))
        for first, count in batches:
            codes.add(self._exact.reconstruct_n(first, count))
        refined = faiss.IndexRefine(codes, self._exact)
        return _Segment(refined, self.first, (codes, *self._kept))

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))


class Dense:
    """The vectors of a build, in one segment or several."""

    def __init__(self, segments: Sequence[_Segment], layout: Layout) -> None:
        self._segments = segments
        self.layout = layout
        faiss.omp_set_num_threads(1)  # one query gains nothing from a second thread

    @classmethod
    def build(cls, dimension: int, batches: Iterable[Vectors]) -> Self:
        """From batches of normalised vectors, shape (n, dimension), in order of position."""
        segments = list(_segments(dimension, batches))
        if sum(map(len, segments)) <= FLAT:
            return cls(segments, Layout(len(segments)))
        segments = [each.coded() if len(each) > FLAT else each for each in segments]
        return cls(segments, _measured(segments))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Many are mapped, not read. Raises OSError, RuntimeError or ValueError when damaged."""
        layout = Layout.of(folder)
        how = faiss.IO_FLAG_MMAP_IFC if layout.factor else 0  # few are safe from what befalls files
        segments: list[_Segment] = []
        first = 0
        for number in range(layout.segments):
            index = faiss.read_index(str(_file(folder, number)), how)
            segments.append(_Segment(index, first))
            first += len(segments[-1])
        return cls(segments, layout)

    def save(self, folder: Path) -> None:
        """Into a folder, which is made."""
        folder.mkdir()
        for number, segment in enumerate(self._segments):
            segment.save(_file(folder, number))
        (folder / _LAYOUT).write_text(json.dumps(asdict(self.layout)), encoding="utf-8")

    def __len__(self) -> int:
        return sum(map(len, self._segments))

    def search(self, query: Vectors, k: int, allowed: Allowed | None = None) -> Ranking:
        """The `k` nearest to `query`, shape (dimension,); fewer when there are fewer."""
        return _nearest(self._segments, query, k, self.layout.factor, allowed)

    def vectors(self, positions: Positions) -> Vectors:
        """The stored vectors at `positions`, shape (n, dimension)."""
        return _vectors(self._segments, positions)


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.faiss"


def _segments(dimension: int, batches: Iterable[Vectors]) -> Iterator[_Segment]:
    """All vectors in half precision, SEGMENT of them together; an empty one if there are none."""
    index, first = _halves(dimension), 0
    for vectors in batches:
        given = np.ascontiguousarray(vectors, dtype=np.float32)
        while len(given):
            if index.ntotal == SEGMENT:
                yield _Segment(index, first)
                index, first = _halves(dimension), first + SEGMENT
            room = SEGMENT - index.ntotal
            index.add(given[:room])
            given = given[room:]
    yield _Segment(index, first)


def _halves(dimension: int) -> "faiss.Index":
    return faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )


def _ranges(count: int, size: int) -> Iterator[tuple[int, int]]:
    """First and number of each run of at most `size`."""
    return ((first, min(size, count - first)) for first in range(0, count, size))


def _vectors(segments: Sequence[_Segment], positions: Positions) -> Vectors:
    firsts = np.array([each.first for each in segments])
    numbers = np.searchsorted(firsts, positions, side="right") - 1
    found = np.empty((len(positions), segments[0].dimension), np.float32)
    for number in np.unique(numbers):
        there = numbers == number
        found[there] = segments[number].vectors(positions[there])
    return found


def _nearest(
    segments: Sequence[_Segment],
    query: Vectors,
    k: int,
    factor: int | None,
    allowed: Allowed | None = None,
) -> Ranking:
    if len(segments) == 1:
        return segments[0].search(query, k, factor, allowed)
    found = side_by_side(lambda each: each.search(query, k, factor, allowed), segments)
    positions = np.concatenate([each.positions for each in found])
    scores = np.concatenate([each.scores for each in found])
    order = np.argsort(-scores, kind="stable")[:k]
    return Ranking(positions[order], scores[order])


def _measured(segments: Sequence[_Segment]) -> Layout:
    """With as few candidates as find enough of the ten nearest to some of the vectors."""
    total = sum(map(len, segments))
    chosen = np.sort(np.random.default_rng(0).choice(total, min(_ASKED, total), replace=False))
    queries = _vectors(segments, chosen)
    wanted = [set(_nearest(segments, each, _NEAREST, None).positions.tolist()) for each in queries]
    for factor in _FACTORS:
        found = (_nearest(segments, each, _NEAREST, factor).positions for each in queries)
        shares = [len(w & set(f.tolist())) / len(w) for w, f in zip(wanted, found, strict=True)]
        if (recall := float(np.mean(shares))) >= _RECALL:
            return Layout(len(segments), factor, round(recall, 4))
    return Layout(len(segments))
