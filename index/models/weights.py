"""Where a model's files lie on this machine, and the hash that tells it from others."""

import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError

_SETTINGS = {".json", ".txt", ".model"}  # tokeniser, configuration of the model and of its layers
_OF_TRAINING = {"data_config.json", "trainer_state.json", "all_results.json", "eval_results.json"}
_OTHER_FORMS = ("onnx", "openvino", "checkpoint-")  # folders with the model once more


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """By what a model is known: SHA-256 in hexadecimal.

    whole:   of all that shapes what it gives: weights, tokeniser, pooling, configuration
    weights: of the weights alone, by which earlier versions of the program knew it
    """

    whole: str
    weights: str


def folder_in_package(package: str, *inside: str) -> Path | None:
    """A folder of an installed package, found without importing it; None if not installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent.joinpath(*inside)


def folder_of_model(name: str) -> Path:
    """A local folder, or a named model's, fetched by its hub's own loader where a network allows.

    Raises ModelError when it is neither here nor to be had.
    """
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser().resolve()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    wanted = ["*.json", "*.txt", "*.model", "model*.safetensors", "*/config.json"]
    try:
        return Path(snapshot_download(name, allow_patterns=[*wanted, "*/model.safetensors"]))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"No model {name}: it is not a folder here and could not be fetched "
            f"({type(error).__name__}). Give a folder that holds the model."
        ) from error


def fingerprint(folder: Path) -> Fingerprint:
    """Of the model in `folder`; ModelError where it has no weights, or a layer has pickled ones."""
    weights = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("*.onnx"))
    if not weights:
        raise ModelError(
            f"{folder} holds no safetensors weights. Give a sentence-transformers model folder; "
            "pickled weights (*.bin) are never loaded."
        )
    _refuse_pickled(folder)
    of_weights = hash_files(weights)
    lines = [f"{path.stat().st_size} {_inside(folder, path)}" for path in weights]
    lines += [f"{hash_files([path])} {_inside(folder, path)}" for path in _settings_of(folder)]
    whole = hashlib.sha256("\n".join([of_weights, *lines]).encode())
    return Fingerprint(whole.hexdigest(), of_weights)


def _refuse_pickled(folder: Path) -> None:
    """A layer's loader takes pickled weights where it finds no others, and says nothing."""
    for path in sorted(folder.rglob("pytorch_model.bin")):
        safe = ("model.safetensors", "model.safetensors.index.json")
        if not any(path.with_name(name).is_file() for name in safe):
            raise ModelError(
                f"{_inside(folder, path)} is pickled weights, which are never loaded, since they "
                f"can run code, and {folder} has no model.safetensors in its place. Save the model "
                "anew with safetensors weights."
            )


def _settings_of(folder: Path) -> list[Path]:
    """The files beside the weights that a loader might read, by name."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in _SETTINGS
        and path.name not in _OF_TRAINING
        and not _inside(folder, path).startswith((".", *_OTHER_FORMS))
        and path.is_file()
    )


def _inside(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def hash_files(paths: Sequence[Path]) -> str:
    """SHA-256 over the files' bytes, one after the other, in hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
