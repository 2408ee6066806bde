"""Where a model's files lie on this machine, and the hash that tells its weights from others."""

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from index.errors import ModelError


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


def hash_weights(folder: Path) -> str:
    """SHA-256 over the folder's weight files, in the order of their names."""
    weights = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("*.onnx"))
    if not weights:
        raise ModelError(
            f"{folder} holds no safetensors weights. Give a sentence-transformers model folder; "
            "pickled weights (*.bin) are never loaded."
        )
    return hash_files(weights)


def hash_files(paths: Sequence[Path]) -> str:
    """SHA-256 over the files' bytes, one after the other, in hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
