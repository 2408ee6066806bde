"""The default encoder, all-MiniLM-L6-v2 in single precision, on ONNX Runtime.

PyTorch takes longer to import than a question takes to answer. minilm.onnx holds the network, as
`python -m training.minilm` draws it; the weights are the installed package's own, mapped into
memory. What it gives is what sentence-transformers gives, so an index does not ask which made it.
"""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from index.arrays import Vectors
from index.models.encoder import DEFAULT_ENCODER, TokenVectors, counted, files_of
from index.models.onnx import session, side_by_side
from index.passage import Span

GRAPH = Path(__file__).parent / "minilm.onnx"
WEIGHTS = "model.safetensors"
_WIDTH = 384

_Any = TypeVar("_Any")


class MiniLmEncoder:
    """An Encoder. Safe to share between threads.

    Making one finds and hashes the weights, the first use loads them.
    """

    name = DEFAULT_ENCODER
    max_tokens = 256  # as the package's sentence_bert_config.json says
    one_a_core = True

    def __init__(self) -> None:
        """Raises ModelError when the files are missing or not the published ones."""
        files = files_of(DEFAULT_ENCODER)
        self.sha256, self.weights_sha256 = files.sha256, files.weights_sha256
        self._folder = files.folder
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder; as many at a time as there are cores, none padded to another's length."""
        vectors = side_by_side(self.encode_question, texts)
        return np.array(vectors, np.float32).reshape(len(texts), _WIDTH)

    def encode_question(self, question: str) -> Vectors:
        """See Encoder; this one is not told what is a question."""
        mean = self._tokens(self._encoding(question)).mean(axis=0)
        vector: Vectors = mean / np.linalg.norm(mean)
        return vector

    def token_vectors(self, text: str) -> TokenVectors:
        """See Encoder."""
        encoding = self._encoding(text)
        spans = tuple(Span(start, end) for start, end in cut(encoding.offsets))
        return TokenVectors(spans, self._tokens(encoding))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See Encoder."""
        with self._lock:
            tokenizer = self._tokenizer
        return counted(tokenizer, texts)

    def _encoding(self, text: str) -> Any:
        """All tokens of the text, between the model's two marks."""
        with self._lock:
            tokenizer = self._tokenizer
        return tokenizer.encode(text)

    def _tokens(self, encoding: Any) -> Vectors:
        """The last layer's vectors of those that are read, shape (tokens, 384)."""
        with self._lock:
            network = self._session
        ids = np.array(cut(encoding.ids), np.int64)
        vectors: Vectors = network.run(None, {"input_ids": ids})[0]
        return vectors

    @cached_property
    def _session(self) -> Any:
        """The network with its weights: ONNX Runtime follows no link from their folder."""
        return session(GRAPH.read_bytes(), (self._folder / WEIGHTS).resolve().parent)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def cut(values: list[_Any]) -> list[_Any]:
    """What belongs to the tokens that the model reads: the first ones, and the mark of the end."""
    longest = MiniLmEncoder.max_tokens
    return values if len(values) <= longest else [*values[: longest - 1], values[-1]]
