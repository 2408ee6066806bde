"""Folders and files that may not be entered, or whose path is too long, cost only themselves."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import command, run
from conftest import Write


@pytest.fixture
def folder(write: Write) -> Iterator[Path]:
    """A good file, a folder that may not be entered, one only listed, and a file not read."""
    folder = write({"a.txt": "Sleep.", "lost/b.txt": "b", "seen/c.txt": "c", "d.txt": "d"})
    (folder / "seen/inner").mkdir()
    modes = {"lost": 0o000, "seen": 0o400, "d.txt": 0o000}
    for name, mode in modes.items():
        (folder / name).chmod(mode)
    yield folder
    for name in modes:
        (folder / name).chmod(0o700)


def skipped(ran: subprocess.CompletedProcess[str]) -> dict[str, str]:
    assert ran.returncode == 0, ran.stderr
    return {each["path"]: each["reason"] for each in json.loads(ran.stdout)["skipped"]}


def test_what_may_not_be_entered_is_skipped_with_its_reason(folder: Path, index: Path) -> None:
    assert skipped(run("ingest", folder, "--index", index, "--dry-run", "--json")) == {
        "lost": "folder cannot be read: Permission denied",
        "seen/c.txt": "cannot be read: Permission denied",
        "seen/inner": "folder cannot be read: Permission denied",
    }


def test_a_path_over_the_systems_length_is_skipped(tmp_path: Path, index: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text("Sleep.")
    here = os.open(documents, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        found = skipped(run("ingest", documents, "--index", index, "--dry-run", "--json"))
        assert list(found.values()) == ["folder cannot be read: File name too long"]
    finally:
        subprocess.run(["rm", "-rf", documents], check=True)


@pytest.mark.parametrize("name", ["lost", "lost/b.txt", "x" * 300])
def test_a_root_that_may_not_be_read_gives_a_sentence(folder: Path, index: Path, name: str) -> None:
    ran = run("ingest", folder / name, "--index", index, "--dry-run")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert "cannot be read" in ran.stderr


@pytest.mark.model
def test_a_build_takes_the_rest_and_watching_goes_on(folder: Path, index: Path) -> None:
    watching = subprocess.Popen(
        command("ingest", folder, "--index", index, "--watch", "--json"),
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert watching.stdout is not None
    try:
        reports = []
        for text in ("", "Grief."):
            if text:
                (folder / "e.txt").write_text(text)
            reports.append(json.loads(watching.stdout.readline())["documents"])
    finally:
        watching.kill()
        watching.communicate()
    assert [each["added"] for each in reports] == [1, 1]
    assert "d.txt" in [each["path"] for each in reports[0]["skipped"]]
