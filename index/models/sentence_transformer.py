"""Any sentence-transformers model kept on this machine as an encoder, run by PyTorch."""

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.arrays import Vectors
from index.errors import ModelError
from index.models import bge
from index.models.encoder import DEFAULT_ENCODER, TokenVectors, counted, files_of
from index.passage import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEncoder:
    """An Encoder on sentence-transformers, run on the CPU. Safe to share between threads.

    Making one finds and hashes the weights; the model itself (seconds, some 500 MB) is loaded
    when it is first used.
    """

    batch_size = 8  # measured: benchmarks/README.md
    one_a_core = False

    def __init__(self, name: str = DEFAULT_ENCODER) -> None:
        """`name`: the default's, bge-small's, a folder, or one that sentence-transformers knows.

        Raises ModelError when the files are missing, or the default's are not the published ones.
        """
        self.name = name
        files = files_of(name)
        self._folder = files.folder
        self.sha256, self.weights_sha256 = files.sha256, files.weights_sha256
        self._lock = threading.Lock()

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if self.name == bge.NAME:
            return bge.load()
        try:
            return SentenceTransformer(
                str(self._folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"{self._folder} does not load as a sentence-transformers model: {error}. "
                "Give --encoder a complete model folder with safetensors weights."
            ) from error

    def loaded(self) -> "SentenceTransformer":
        """The library's own model."""
        with self._lock:
            return self._model

    @property
    def max_tokens(self) -> int:
        return int(self.loaded().max_seq_length or 256)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.loaded().encode_document(
            list(texts),
            batch_size=self.batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )

    def encode_question(self, question: str) -> Vectors:
        return self.loaded().encode_query(
            question, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )

    def token_vectors(self, text: str) -> TokenVectors | None:
        """The text's tokens; None where its vector is not their mean."""
        model = self.loaded()
        encoded = model.encode(text, output_value="token_embeddings", show_progress_bar=False)
        vectors = np.asarray(encoded.detach().cpu(), dtype=np.float32)
        mean = vectors.mean(axis=0)
        if float(mean @ self.encode([text])[0]) < 0.999 * float(np.linalg.norm(mean)):
            return None
        offsets = self._tokenizer.encode(text).offsets[: len(vectors) - 1]
        spans = [Span(start, end) for start, end in offsets]
        spans += [Span(0, 0)] * (len(vectors) - len(spans))  # a text that was cut off
        return TokenVectors(tuple(spans), vectors)

    @cached_property
    def _tokenizer(self) -> Any:
        """A copy of the model's own fast tokenizer that cuts nothing off."""
        from tokenizers import Tokenizer

        own = self.loaded().tokenizer
        backend = own if isinstance(own, Tokenizer) else own.backend_tokenizer
        tokenizer = Tokenizer.from_str(backend.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return counted(self._tokenizer, texts)
