"""Whatever is wrong with a folder, an index or a disk: every command says so in a sentence."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import ROOT, unprivileged
from conftest import Write
from fakes import FakeEncoder
from filelock import FileLock

from index.store.catalog import FILE_NAME
from ingest.build import build

TEXTS: dict[str, str | bytes] = {
    "a.md": "# Grief\n\nGrief takes time.",
    "b.txt": "Sleep heals.",
    "c.pdf": b"no PDF",
}


def all_files(folder: Path) -> list[Path]:
    return [folder, *folder.rglob("*")]


def shut(folder: Path) -> None:
    folder.chmod(0)


def read_only(folder: Path) -> None:
    for path in all_files(folder):
        path.chmod(0o555 if path.is_dir() else 0o444)


def without_caches(folder: Path) -> None:
    for caches in folder.glob("caches-*"):
        shutil.rmtree(caches)


def read_only_without_caches(folder: Path) -> None:
    without_caches(folder)
    read_only(folder)


def damaged_caches(folder: Path) -> None:
    for path in folder.glob("caches-*/**/*"):
        if path.is_file():
            path.write_bytes(b"x" * 100)


def catalog(content: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / FILE_NAME
        path.write_bytes(content(path.read_bytes()))

    return change


def catalog_is_a_folder(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    (folder / FILE_NAME).mkdir()


def catalog_is_shut(folder: Path) -> None:
    (folder / FILE_NAME).chmod(0)


def a_table_is_gone(folder: Path) -> None:
    with sqlite3.connect(folder / FILE_NAME) as database:
        database.execute("DROP TABLE skipped")
    database.close()


def is_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x")


INDEXES: dict[str, Callable[[Path], None]] = {
    "missing": shutil.rmtree,
    "a file": is_a_file,
    "shut": shut,
    "read-only": read_only,
    "read-only without caches": read_only_without_caches,
    "without caches": without_caches,
    "damaged caches": damaged_caches,
    "an empty catalog": catalog(lambda data: b""),
    "half a catalog": catalog(lambda data: data[: len(data) // 2]),
    "noise for a catalog": catalog(lambda data: bytes(range(256)) * 40),
    "a damaged header": catalog(lambda data: data[:20] + bytes(80) + data[100:]),
    "a folder for a catalog": catalog_is_a_folder,
    "a shut catalog": catalog_is_shut,
    "a table gone": a_table_is_gone,
}


@pytest.fixture
def documents(write: Write) -> Path:
    return write(TEXTS)


@pytest.fixture
def built(documents: Path, index: Path) -> Path:
    build([documents], index, encoder=FakeEncoder())
    return index


Ends = dict[str, tuple[int, str]]


def ends(documents: Path | str, index: Path | str, *more: str) -> Ends:
    """How every command ended, and all that it said; without a traceback."""
    script = str(ROOT / "tests/situations.py")
    ran = subprocess.run(
        unprivileged(script, str(documents), str(index), *more),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    for each in found:
        assert "Traceback" not in each["errors"], each["errors"]
        assert each["status"] in (0, 1, 2), each
        assert bool(each["errors"]) >= (each["status"] == 2), each
    return {each["command"]: (each["status"], each["out"] + each["errors"]) for each in found}


@pytest.mark.parametrize("situation", INDEXES)
def test_of_an_index(documents: Path, built: Path, situation: str) -> None:
    INDEXES[situation](built)
    try:
        found = ends(documents, built)
    finally:
        if built.is_dir():
            for path in [built, *built.glob("*")]:
                path.chmod(0o700)
    if situation == "read-only":
        reading = ("info", "show", "verify", "doctor")
        assert [found[command][0] for command in reading] == [0, 0, 0, 0]
        status, said = found["ingest []"]
        assert (status, "faulty" in said, "verify" in said) == (2, False, False)
        assert "cannot be written" in said
    if situation == "read-only without caches":
        assert [found[command][0] for command in ("info", "show", "verify")] == [0, 0, 0]


FOLDERS: dict[str, Callable[[Path], object]] = {
    "missing": shutil.rmtree,
    "shut": shut,
    "with a folder to ignore by": lambda folder: (folder / ".quothignore").mkdir(),
    "with noise to ignore by": lambda f: (f / ".quothignore").write_bytes(bytes(range(256)) * 9),
    "with a bad pattern": lambda folder: (folder / ".quothignore").write_text("[z-a]\n!\n\\"),
    "with odd names": lambda folder: [
        (folder / name).write_text("Anger.")
        for name in ("a\nb.txt", "\x1b[31mred.txt", os.fsdecode(b"\xff.txt"), "\u202e.md")
    ],
}


@pytest.mark.parametrize("situation", FOLDERS)
def test_of_the_documents(documents: Path, built: Path, situation: str) -> None:
    FOLDERS[situation](documents)
    try:
        ends(documents, built)
    finally:
        if documents.exists():
            documents.chmod(0o700)


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, os.fsdecode(b"\xff"), "a\n\x1b[31m"])
def test_of_a_name(documents: Path, built: Path, tmp_path: Path, name: str) -> None:
    ends(tmp_path / name, built)
    ends(documents, tmp_path / name)


@pytest.mark.parametrize("size", [0, 100, 50_000])
def test_of_a_disk_that_is_full(documents: Path, built: Path, size: int) -> None:
    """Here, no file may grow over so many bytes, which stops a write in the same way."""
    found = ends(documents, built, str(size))
    assert size < 1000 or [found[command][0] for command in ("info", "show")] == [0, 0]


def test_of_an_index_that_is_being_built(documents: Path, built: Path) -> None:
    with FileLock(built / "write.lock"):
        found = ends(documents, built)
    status, said = found["ingest []"]
    assert (status, "is being built by" in said) == (2, True)
    assert found["ingest ['--dry-run']"][0] == 0
