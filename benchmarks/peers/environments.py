"""A virtual environment a peer, with exactly the packages that packages/PEER.txt names.

What all need (PyTorch, sentence-transformers, FAISS) is installed once, in an environment of its
own that the others see behind their own packages.
"""

import subprocess
import sys
from pathlib import Path

_PACKAGES = Path(__file__).parent / "packages"
_SHARED = "shared"


class CannotInstall(Exception):
    """A peer's packages could not be installed; the words are pip's last ones."""


def python_for(peer: str, folder: Path) -> Path:
    """The Python of the peer's environment in `folder`, made first if it isn't there.

    A peer without packages of its own gets the shared environment. Raises CannotInstall.
    """
    shared = _made(_SHARED, folder, None)
    if not (_PACKAGES / f"{peer}.txt").is_file():
        return shared
    return _made(peer, folder, shared)


def versions(peer: str) -> str:
    """The peer's own packages with their versions: the lines before the first empty one."""
    path = _PACKAGES / f"{peer}.txt"
    if not path.is_file():
        path = _PACKAGES / f"{_SHARED}.txt"
    own = path.read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    return ", ".join(line.replace("==", " ") for line in own if not line.startswith("#"))


def _made(name: str, folder: Path, behind: Path | None) -> Path:
    python, wanted = folder / name / "bin" / "python", _PACKAGES / f"{name}.txt"
    done = folder / name / "packages.txt"
    if done.is_file() and done.read_bytes() == wanted.read_bytes():
        return python
    _run([sys.executable, "-m", "venv", "--clear", str(folder / name)])
    if behind is not None:
        (_site(python) / "shared.pth").write_text(f"{_site(behind)}\n", encoding="utf-8")
    _run([str(python), "-m", "pip", "install", "--quiet", "-r", str(wanted)])
    done.write_bytes(wanted.read_bytes())
    return python


def _site(python: Path) -> Path:
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(_run([str(python), "-c", code]).strip())


def _run(words: list[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotInstall((done.stderr.strip() or done.stdout.strip()).splitlines()[-1])
    return done.stdout
