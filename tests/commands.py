"""Commands run as a person runs them, in a process without the right to pass over permissions."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_RIGHTS = "-dac_override,-dac_read_search"


def command(*arguments: str | Path) -> list[str]:
    """`python -m …`, without root's right to read and write everything."""
    return unprivileged("-m", *arguments)


def unprivileged(*arguments: str | Path) -> list[str]:
    """`python …`, in the same way."""
    run = [sys.executable, *map(str, arguments)]
    if os.geteuid() != 0:
        return run
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may read everything, and setpriv is not here to take that away")
    return [setpriv, f"--bounding-set={_RIGHTS}", f"--inh-caps={_RIGHTS}", *run]


def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """The command's end; what it wrote is text."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=300, **options
    )
