"""Nearest passages by vector: FAISS over the catalog's vectors, searched exactly; a cache."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import faiss
import numpy as np

from index.arrays import Allowed, Positions, Scores, Vectors


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages by position in the build, best first. Both arrays have shape (n,)."""

    positions: Positions
    scores: Scores


NOTHING = Ranking(np.empty(0, np.int64), np.empty(0, np.float32))


class Dense:
    """Half-precision vectors in one flat FAISS index; the score is the cosine."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index
        faiss.omp_set_num_threads(1)  # one query gains nothing from a second thread

    @classmethod
    def build(cls, dimension: int, batches: Iterable[Vectors]) -> Self:
        """From batches of normalised vectors, shape (n, dimension), in order of position."""
        index = faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        for vectors in batches:
            index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises OSError or RuntimeError when the file is missing or not a FAISS index."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int, allowed: Allowed | None = None) -> Ranking:
        """The `k` nearest to `query`, shape (dimension,); fewer when there are fewer."""
        k = min(k, len(self) if allowed is None else int(allowed.sum()))
        if k < 1:
            return NOTHING
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, positions = self._index.search(query.reshape(1, -1), k, params=parameters)
        return Ranking(positions[0], scores[0])

    def vectors(self, positions: Positions) -> Vectors:
        """The stored vectors at `positions`, shape (n, dimension)."""
        return self._index.reconstruct_batch(positions)
