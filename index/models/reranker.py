"""Scores how well a text answers a question: a cross-encoder that reads both together."""

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.arrays import Scores
from index.errors import ModelError
from index.models.onnx import OnnxModel
from index.models.weights import fingerprint, folder_of_model

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

DEFAULT_RERANKER = "cross-encoder/ms-marco-MiniLM-L-12-v2"
_LONGEST = 512  # tokens of question and text together; the longer of the two is cut at its end


class Reranker(Protocol):
    """What asking needs of a cross-encoder.

    name:   what `--reranker` calls it
    sha256: hex digest of what shapes its scores; a calibration is good for these only
    """

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """The model's own score of each text, shape (len(texts),); higher is better."""
        ...


def reranker_named(name: str = DEFAULT_RERANKER) -> Reranker:
    """The default by its name, or any cross-encoder by folder or name; raises ModelError."""
    return OnnxReranker() if name == DEFAULT_RERANKER else CrossEncoderReranker(name)


class OnnxReranker:
    """ms-marco-MiniLM-L-12-v2 in eight-bit integers. Safe to share; see OnnxModel."""

    name = DEFAULT_RERANKER
    sha256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"

    def __init__(self) -> None:
        """Raises ModelError when the files are missing or not the published ones."""
        self._model = OnnxModel(self.name, "reranker_en", self.sha256, _LONGEST)

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """The model's logit of each text, about -11 to 11; see Reranker."""
        outputs = self._model.outputs([(question, text) for text in texts])
        return np.array([output[0] for output in outputs], dtype=np.float32)


class CrossEncoderReranker:
    """A Reranker on sentence-transformers' CrossEncoder, run on the CPU. Safe to share.

    Making one finds and hashes the weights, the first score loads them.
    """

    batch_size = 8

    def __init__(self, name: str) -> None:
        """`name`: a folder, or a name that sentence-transformers knows. Raises ModelError."""
        self.name = name
        self._folder = folder_of_model(name)
        self.sha256 = fingerprint(self._folder).whole
        self._lock = threading.Lock()

    @cached_property
    def _model(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            model: CrossEncoder = CrossEncoder(
                str(self._folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"{self._folder} does not load as a cross-encoder: {error}. "
                "Give --reranker a complete model folder with safetensors weights."
            ) from error
        if model.num_labels != 1:
            raise ModelError(
                f"{self.name} gives {model.num_labels} scores a text, not one. Give --reranker a "
                "cross-encoder made for ranking passages."
            )
        return model

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """The model's logit of each text; see Reranker."""
        from torch import nn

        with self._lock:
            model = self._model
        pairs = [(question, text) for text in texts]
        scores = model.predict(
            pairs, batch_size=self.batch_size, activation_fn=nn.Identity(), show_progress_bar=False
        )
        return np.asarray(scores, dtype=np.float32).reshape(len(texts))
