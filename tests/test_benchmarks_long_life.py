import os
import subprocess
import sys
from pathlib import Path

from conftest import Write
from fakes import FakeEncoder, opened

from benchmarks.long_life import Sample, asked, change, sampled, table
from ingest.build import build


def test_a_process_is_measured_with_its_children_files_and_disk(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    before = sampled(os.getpid(), tmp_path)
    (tmp_path / "part" / "file").write_bytes(b"x" * 3_000_000)
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child, (tmp_path / "file").open("w"):
        after = sampled(os.getpid(), tmp_path)
        child.communicate(b"\n")
    assert after.children == before.children + 1
    assert after.descriptors == before.descriptors + 2  # the file, and the pipe to the child
    assert after.disk == 3
    assert 10 < after.memory < 10_000


def test_questions_are_asked_with_builds_in_between_and_a_sample_after_each_tenth(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Grief takes time."})
    build([folder], index, encoder=encoder)
    library = opened(index, encoder)
    samples = list(asked(library, encoder, folder, ["grief"] * 20, rebuilds=2))
    assert (len(samples), library.newest().number) == (10, 3)


def test_changes_are_a_new_file_other_words_and_the_file_gone(tmp_path: Path) -> None:
    said = []
    for number in range(1, 5):
        change(tmp_path, number)
        said.append([path.read_text()[:8] for path in tmp_path.iterdir()])
    assert said == [["Change 1"], ["Change 2"], [], ["Change 4"]]


def test_the_table_says_what_has_grown_since_the_first_tenth() -> None:
    rows = table([Sample(100, 20, 0, 5), Sample(110, 21, 0, 5)], steps=3000).splitlines()
    assert rows[2:] == [
        "| 1,500 | 100 | 20 | 0 | 5.0 |",
        "| 3,000 | 110 | 21 | 0 | 5.0 |",
        "| since the first | 1.10 times | +1 | +0 | 1.00 times |",
    ]
