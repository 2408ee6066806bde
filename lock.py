"""Writes the locks, requirements*.txt: the version of every package, with the hashes of its files.

What is asked for stands in requirements.in and requirements-dev.in. The locks hold for every
system and Python that Quoth runs on, and name no index.

python lock.py              what has changed there, and all else as it was
python lock.py --upgrade    the newest of all that they allow (make upgrade)
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent
USER, CPU, BASE = "requirements.txt", "requirements-cpu.txt", "requirements-base.txt"
DEVELOPER = "requirements-dev.txt"
CPU_BUILDS = {  # what an index may have beside the usual files; for Linux, x86-64, Python 3.11
    "torch==2.13.0": "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
}
_TORCH = re.compile(r"torch==|cuda-|nvidia-|triton==")  # with what its usual build needs on Linux
_WRITTEN = "# Written by lock.py: make upgrade.\n"
_HEADS = {
    USER: f"{_WRITTEN}# What a user needs, of an index as they usually are.\n-r {BASE}\n",
    CPU: f"{_WRITTEN}# The same where the index has a build of torch for the CPU alone.\n",
    BASE: f"{_WRITTEN}# What both have in common.\n",
    DEVELOPER: f"{_WRITTEN}# What a developer needs besides.\n",
}


def packages_of(lock: str) -> list[str]:
    """The lines of each package, comments and all, in a lock as uv writes it."""
    return re.findall(r"^\w.*\n(?:[ \t].*\n)*", lock, re.MULTILINE)


def locks(user: str, developer: str) -> dict[str, str]:
    """Each lock by its name, of what uv makes of requirements.in and of requirements-dev.in."""
    wanted, further = packages_of(user), packages_of(developer)
    heads = {_head(package) for package in wanted}
    torch = [package for package in wanted if _TORCH.match(package)]
    parts = {
        USER: torch,
        CPU: [*map(_cpu_build, torch), f"-r {BASE}\n"],
        BASE: [package for package in wanted if package not in torch],
        DEVELOPER: [package for package in further if _head(package) not in heads],
    }
    return {name: "".join([_HEADS[name], *lines]) for name, lines in parts.items()}


def _cpu_build(package: str) -> str:
    """The lines of torch's build for the CPU, which needs nothing else; none of another package."""
    version = package.split(maxsplit=1)[0]
    if not version.startswith("torch=="):
        return ""
    if version not in CPU_BUILDS:
        sys.exit(f"lock: put the hash of the CPU build of {version} into lock.py: pip hash FILE")
    return f"{version}+cpu \\\n    --hash=sha256:{CPU_BUILDS[version]}\n"


def _head(package: str) -> str:
    return package.split("\\", 1)[0]


def _compiled(source: str, constraints: Iterable[str]) -> str:
    """uv's lock of a list of requirements; ends the program where it finds none."""
    options = ["--universal", "--generate-hashes", "--no-header", "--no-config", "--quiet"]
    given = [f"--constraint={name}" for name in constraints if (ROOT / name).exists()]
    command = [sys.executable, "-m", "uv", "pip", "compile", *options, "--python-version=3.11"]
    made = subprocess.run([*command, *given, source], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if made.returncode:
        sys.exit(f"lock: uv found no versions for {source}; nothing was written.")
    return made.stdout


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes them all."""
    parser = argparse.ArgumentParser(prog="lock", description="Writes requirements*.txt.")
    parser.add_argument("--upgrade", action="store_true", help="the newest of all")
    kept = [] if parser.parse_args(arguments).upgrade else [USER, DEVELOPER]
    user = _compiled("requirements.in", kept)
    with TemporaryDirectory() as folder:
        (Path(folder) / USER).write_text(user, encoding="utf-8")
        developer = _compiled("requirements-dev.in", [f"{folder}/{USER}", *kept])
    for name, text in locks(user, developer).items():
        (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
