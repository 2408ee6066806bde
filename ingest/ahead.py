"""Embeds what was read while more is being read, on the cores that reading leaves free."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import takewhile
from types import TracebackType
from typing import Self

import numpy as np

from index.arrays import Vectors
from index.models.encoder import Encoder
from index.models.onnx import cores
from index.store.writer import CatalogWriter

_MOST = 4096  # texts that wait at a time; more are left for later
_STORED = 64  # at a time, at least


@dataclass(frozen=True, slots=True)
class Text:
    """What the encoder is to see of a passage, and how many tokens it reads of it."""

    text: str
    tokens: int = field(compare=False)


class Ahead:
    """Gives vectors to texts that are certain to be wanted, a text a core, while files are read.

    One core is left to reading, which has a limit of time. Nothing is done where there is but one,
    or by an encoder that spreads a text over all of them. What has not begun when the block ends
    is left for whoever embeds the rest. The catalog is spoken to by the calling thread alone.

    passages, tokens: that have got their vectors here
    """

    def __init__(
        self, catalog: CatalogWriter, encoder: Encoder, recipe_id: int, spare: int | None
    ) -> None:
        """`spare` is another recipe whose vectors will be taken over; see `embed`."""
        self.passages = self.tokens = 0
        self._catalog = catalog
        self._encoder = encoder
        self._recipe_id = recipe_id
        self._recipes = [recipe_id] if spare is None else [recipe_id, spare]
        self._threads = cores() - 1 if encoder.one_a_core else 0
        self._pool = ThreadPoolExecutor(max(1, self._threads), thread_name_prefix="ahead")
        self._begun: dict[Text, Future[Vectors]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        try:
            self._store([each for each, vector in self._begun.items() if not vector.cancelled()])
        except Exception:  # what ends the block has been the first
            if kind is None:
                raise

    def take(self, texts: Iterable[Text]) -> None:
        """Has them embedded, but for those that have a vector or for which there is no room."""
        if not self._threads:
            return
        for each in texts:
            if len(self._begun) == _MOST:
                return
            if each in self._begun or self._catalog.has_vector(self._recipes, each.text):
                continue
            self._begun[each] = self._pool.submit(self._encoder.encode, [each.text])

    def store(self) -> None:
        """Stores what is done, if it is worth a transaction; raises what the encoder raised."""
        done = list(takewhile(lambda each: self._begun[each].done(), self._begun))
        if len(done) >= _STORED:
            self._store(done)

    def _store(self, texts: list[Text]) -> None:
        if not texts:
            return
        vectors = np.concatenate([self._begun.pop(each).result() for each in texts])
        self._catalog.add_vectors(self._recipe_id, [each.text for each in texts], vectors)
        self.passages += len(texts)
        self.tokens += sum(each.tokens for each in texts)
