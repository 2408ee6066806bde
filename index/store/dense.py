"""Nearest passages by vector: FAISS over the catalog's vectors; a cache.

How they are laid out follows from how many there are. Up to FLAT of them, all are compared, in half
precision. More lie in segments: codes of one bit a dimension (RaBitQ: Gao and Long, 2024) choose
candidates by fast scan, and these are compared in half precision. How many candidates that takes is
measured on the segment's own vectors when it is made; where even many do not find the nearest, all
are compared. Figures: benchmarks/README.md.

A segment holds the vectors of so many slots of the catalog, without their holes, in files of its
own that are never changed: a build takes over those whose slices it has not changed, and makes the
others anew. A row that has died since its segment was made is passed over like one that a filter
leaves out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from index.arrays import Allowed, Positions, Scores, Vectors
from index.models.onnx import side_by_side

FLAT = 50_000  # vectors of a segment that are all compared
SEGMENT = 250_000  # slots of one segment
_FACTORS = (8, 16, 32, 64)  # candidates for each passage wanted
_RECALL = 0.99  # least share of the ten nearest that is good enough
_ASKED, _NEAREST = 200, 10  # how it is measured
_FEW = 0.2  # share that a filter lets through: of fewer, all are compared
_SPARE = 1.3  # candidates more than a filter should need


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
    factor:   most candidates that are compared for each passage wanted; None where all are
    recall:   share of the ten nearest of a segment that this finds, over 200 of its vectors, the
              mean of all segments; 1 where all are compared
    """

    segments: int
    factor: int | None = None
    recall: float = 1.0

    @classmethod
    def of(cls, folder: Path) -> Self:
        """As it was saved there; raises OSError or ValueError."""
        return cls.joining([_Head.of(folder, number) for number in _numbers(folder)])

    @classmethod
    def joining(cls, heads: Sequence["_Head"]) -> Self:
        total = sum(each.count for each in heads)
        recall = sum(each.count * each.recall for each in heads) / total if total else 1.0
        factors = [each.factor for each in heads if each.factor]
        return cls(len(heads), max(factors, default=None), round(recall, 4))

    def __str__(self) -> str:
        if self.factor is None:
            return "all compared with each question"
        return (
            f"{self.segments} segment{'s' * (self.segments > 1)}, searched by codes with "
            f"{self.factor} candidates a passage; finds {100 * self.recall:.1f} of the 100 nearest"
        )


@dataclass(frozen=True, slots=True)
class _Head:
    """What is known of a segment: by what name it was made, and how it is searched."""

    made: str
    count: int
    factor: int | None = None
    recall: float = 1.0

    @classmethod
    def of(cls, folder: Path, number: int) -> Self:
        try:
            return cls(**json.loads(_file(folder, number, "json").read_text(encoding="utf-8")))
        except TypeError as error:
            raise ValueError("it describes no segment") from error


class _Segment:
    """Some of the vectors, in order of their slots, `positions`; the score is the cosine."""

    def __init__(
        self,
        given: "faiss.Index",
        positions: Positions,
        head: _Head,
        parts: tuple[object, ...] = (),
    ) -> None:
        self._kept = (given, *parts)  # FAISS's own references don't keep them
        index: Any = faiss.downcast_index(given)
        self._index = index
        self._coded = hasattr(index, "refine_index")
        self._exact: Any = faiss.downcast_index(getattr(index, "refine_index", index))
        if not index.ntotal == len(positions) == head.count:
            raise ValueError("a segment's files are not of one another")
        self.positions = positions
        self.head = head
        self.alive: Allowed | None = None  # which rows may be found; None for all

    @classmethod
    def build(
        cls, dimension: int, batches: Iterable[Vectors], positions: Positions, made: str = ""
    ) -> "_Segment":
        """From batches of normalised vectors, shape (n, dimension), in order of position."""
        index = _halves(dimension)
        for vectors in batches:
            index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        flat = cls(index, positions, _Head(made, index.ntotal))
        return flat._coded_if_many()

    @classmethod
    def open(cls, folder: Path, number: int, mapped: bool) -> Self:
        """Raises OSError, RuntimeError or ValueError when damaged."""
        how = faiss.IO_FLAG_MMAP_IFC if mapped else 0
        index = faiss.read_index(str(_file(folder, number, "faiss")), how)
        positions = np.load(_file(folder, number, "npy")).astype(np.int64)
        return cls(index, positions, _Head.of(folder, number))

    def save(self, folder: Path, number: int) -> None:
        faiss.write_index(self._index, str(_file(folder, number, "faiss")))
        np.save(_file(folder, number, "npy"), self.positions.astype(np.uint32))
        head = json.dumps(asdict(self.head))
        _file(folder, number, "json").write_text(head, encoding="utf-8")

    def __len__(self) -> int:
        return self.head.count

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def search(self, query: Vectors, k: int, allowed: Allowed | None = None) -> Ranking:
        """Of these, the `k` nearest to `query`, shape (dimension,); fewer when there are fewer."""
        rows = None if allowed is None else allowed[self.positions]
        found = self._found(query, k, self.head.factor, both(rows, self.alive))
        return Ranking(self.positions[found.positions], found.scores)

    def _found(
        self, query: Vectors, k: int, factor: int | None, allowed: Allowed | None = None
    ) -> Ranking:
        """The same, by rows, in which `allowed` is too."""
        count = len(self) if allowed is None else int(allowed.sum())
        k = min(k, count)
        if k < 1:
            return NOTHING
        if factor is None or not self._coded or count < _FEW * len(self):
            return self._compared(query, k, allowed)
        if allowed is None:
            return self._scanned(query, k, factor)
        found = self._scanned(query, min(len(self), round(_SPARE * k * len(self) / count)), factor)
        kept = allowed[found.positions]
        if kept.sum() < k:
            return self._compared(query, k, allowed)
        return Ranking(found.positions[kept][:k], found.scores[kept][:k])

    def _scanned(self, query: Vectors, k: int, factor: int) -> Ranking:
        parameters = faiss.IndexRefineSearchParameters(k_factor=factor)  # type: ignore[call-arg]
        scores, places = self._index.search(query.reshape(1, -1), k, params=parameters)
        found = places[0] >= 0
        return Ranking(places[0][found], scores[0][found])

    def _compared(self, query: Vectors, k: int, allowed: Allowed | None) -> Ranking:
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, places = self._exact.search(query.reshape(1, -1), k, params=parameters)
        return Ranking(places[0], scores[0])

    def vectors(self, positions: Positions) -> Vectors:
        """Those in these slots of the build, which must be its own."""
        places = np.searchsorted(self.positions, positions)
        found: Vectors = self._exact.reconstruct_batch(places)
        return found

    def _coded_if_many(self) -> "_Segment":
        """The same vectors with codes before them, where that pays and finds enough."""
        if len(self) <= FLAT:
            return self
        codes = faiss.index_factory(self.dimension, "RaBitQfs", faiss.METRIC_INNER_PRODUCT)
        batches = list(_ranges(len(self), 10_000))
        codes.train(self._exact.reconstruct_n(*batches[0]))
        for first, count in batches:
            codes.add(self._exact.reconstruct_n(first, count))
        refined = faiss.IndexRefine(codes, self._exact)
        coded = _Segment(refined, self.positions, self.head, (codes, *self._kept))
        factor, recall = coded._measured()
        if factor is None:
            return self
        coded.head = replace(self.head, factor=factor, recall=recall)
        return coded

    def _measured(self) -> tuple[int | None, float]:
        """As few candidates as find enough of the ten nearest to some of the vectors; the share."""
        chosen = np.random.default_rng(0).choice(len(self), min(_ASKED, len(self)), replace=False)
        queries = self._exact.reconstruct_batch(np.sort(chosen))
        wanted = [set(self._found(each, _NEAREST, None).positions.tolist()) for each in queries]
        for factor in _FACTORS:
            found = (self._found(each, _NEAREST, factor).positions for each in queries)
            shares = [len(w & set(f.tolist())) / len(w) for w, f in zip(wanted, found, strict=True)]
            if (recall := float(np.mean(shares))) >= _RECALL:
                return factor, recall
        return None, 1.0


class Dense:
    """The vectors of a build, in one segment or several."""

    def __init__(self, segments: Sequence[_Segment], alive: Allowed | None = None) -> None:
        self._segments = [each for each in segments if len(each)] or segments[:1]
        for each in self._segments:
            rows = None if alive is None else alive[each.positions]
            each.alive = None if rows is None or rows.all() else rows
        self._firsts = np.array([each.positions[0] if len(each) else 0 for each in self._segments])
        self.layout = Layout.joining([each.head for each in segments])
        faiss.omp_set_num_threads(1)  # one query gains nothing from a second thread

    @classmethod
    def build(cls, dimension: int, batches: Iterable[Vectors]) -> Self:
        """From batches of normalised vectors, shape (n, dimension), in slots without holes."""
        given = [np.asarray(vectors, dtype=np.float32) for vectors in batches]
        vectors = np.concatenate(given) if given else np.empty((0, dimension), np.float32)
        ranges = list(_ranges(len(vectors), SEGMENT)) or [(0, 0)]
        return cls(
            [
                _Segment.build(
                    dimension, [vectors[first : first + count]], np.arange(first, first + count)
                )
                for first, count in ranges
            ]
        )

    @classmethod
    def open(cls, folder: Path, alive: Allowed | None = None) -> Self:
        """Only what is `alive` is found; None for all.

        Many are mapped, not read. Raises OSError, RuntimeError or ValueError when damaged.
        """
        mapped = Layout.of(folder).factor is not None  # few are safe from what befalls files
        return cls([_Segment.open(folder, number, mapped) for number in _numbers(folder)], alive)

    def save(self, folder: Path) -> None:
        """Into a folder, which is made."""
        folder.mkdir()
        for number, segment in enumerate(self._segments):
            segment.save(folder, number)

    def __len__(self) -> int:
        return sum(map(len, self._segments))

    def search(self, query: Vectors, k: int, allowed: Allowed | None = None) -> Ranking:
        """The `k` nearest to `query`, shape (dimension,); fewer when there are fewer."""
        if len(self._segments) == 1:
            return self._segments[0].search(query, k, allowed)
        found = side_by_side(lambda each: each.search(query, k, allowed), self._segments)
        positions = np.concatenate([each.positions for each in found])
        scores = np.concatenate([each.scores for each in found])
        order = np.argsort(-scores, kind="stable")[:k]
        return Ranking(positions[order], scores[order])

    @property
    def positions(self) -> Positions:
        """The slots that have a vector and are alive, in order."""
        found = [
            each.positions if each.alive is None else each.positions[each.alive]
            for each in self._segments
        ]
        return np.concatenate(found)

    def vectors(self, positions: Positions) -> Vectors:
        """The stored vectors at `positions`, shape (n, dimension)."""
        numbers = np.searchsorted(self._firsts, positions, side="right") - 1
        found = np.empty((len(positions), self._segments[0].dimension), np.float32)
        for number in np.unique(numbers):
            there = numbers == number
            found[there] = self._segments[number].vectors(positions[there])
        return found


def both(one: Allowed | None, other: Allowed | None) -> Allowed | None:
    """What both allow; None allows all."""
    if one is None or other is None:
        return one if other is None else other
    return one & other


def make_segment(
    folder: Path,
    number: int,
    made: str,
    dimension: int,
    positions: Positions,
    batches: Iterable[Vectors],
) -> None:
    """Writes the vectors of these slots as segment `number`; `made` names what they are.

    batches: normalised vectors, shape (n, dimension), in the order of positions
    """
    _Segment.build(dimension, batches, positions, made).save(folder, number)


def segment_files(folder: Path, number: int, made: str) -> list[Path]:
    """The files of segment `number`, if it is of that name; none if it is not, or not there."""
    try:
        if _Head.of(folder, number).made != made:
            return []
    except (OSError, ValueError):
        return []
    return [_file(folder, number, kind) for kind in ("faiss", "npy", "json")]


def _file(folder: Path, number: int, kind: str) -> Path:
    return folder / f"{number}.{kind}"


def _numbers(folder: Path) -> list[int]:
    """Of the segments there; raises OSError when there are none."""
    if not (numbers := sorted(int(path.stem) for path in folder.glob("*.json"))):
        raise FileNotFoundError(f"no segment in {folder}")
    return numbers


def _halves(dimension: int) -> "faiss.Index":
    return faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )


def _ranges(count: int, size: int) -> Iterator[tuple[int, int]]:
    """First and number of each run of at most `size`."""
    return ((first, min(size, count - first)) for first in range(0, count, size))
