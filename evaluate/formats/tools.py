"""Runs the programs and finds the packages that make files; says what to install."""

import shutil
import subprocess
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from index.errors import QuothError

_PACKAGES = {
    "pandoc": "pandoc",
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
    "chromium": "chromium",
    "groff": "groff",
    "gs": "ghostscript",
}
_PANGO = "libpangoft2-1.0-0"
_SECONDS = 600


def missing(*names: str) -> list[str]:
    """Those of the programs that are not installed."""
    return [name for name in names if shutil.which(name) is None]


def program(name: str) -> str:
    """Where the program is. Raises QuothError when it is missing."""
    path = shutil.which(name)
    if path is None:
        raise QuothError(f"{name} is not installed: apt-get install {_PACKAGES[name]}")
    return path


def run(name: str, *arguments: str) -> str:
    """What the program prints. Raises QuothError when it is missing or fails."""
    return _run(name, arguments).decode("utf-8", "replace")


def run_into(target: Path, name: str, *arguments: str) -> None:
    """The same, written to a file."""
    target.write_bytes(_run(name, arguments))


def _run(name: str, arguments: Sequence[str]) -> bytes:
    command = [program(name), *arguments]
    try:
        return subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS).stdout
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip()[-300:]
        raise QuothError(f"{name} failed: {said or error}") from error
    except subprocess.TimeoutExpired as error:
        raise QuothError(f"{name} failed: {error}") from error


def package(name: str) -> ModuleType:
    """The Python module. Raises QuothError when its package, or a library of it, is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise QuothError(
            f"{name.partition('.')[0]} is not installed: pip install -r requirements-dev.txt"
        ) from error
    except OSError as error:  # WeasyPrint without Pango
        raise QuothError(f"{name} cannot start: apt-get install {_PANGO} ({error})") from error
