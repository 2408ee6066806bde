import os
import subprocess
from pathlib import Path

import pytest
from conftest import Write

from index.errors import NothingToIndex
from index.store.catalog import Skipped, Stamp
from index.store.folders import File, as_root, find_files


def found(*roots: Path) -> dict[str, str]:
    """Path to reason, or to "taken"."""
    return {
        item.path: item.reason if isinstance(item, Skipped) else "taken"
        for item in find_files([as_root(root) for root in roots])
    }


def test_files_come_in_a_stable_order_with_forward_slashes(write: Write) -> None:
    folder = write({"b.txt": "b", "a/z.txt": "z", "a/b/c.txt": "c", "C.txt": "c"})
    paths = [item.path for item in find_files([as_root(folder)])]
    assert paths == ["C.txt", "a/b/c.txt", "a/z.txt", "b.txt"]


def test_size_and_time_of_change_are_the_files(write: Write) -> None:
    folder = write({"a.txt": "four"})
    os.utime(folder / "a.txt", ns=(1, 1_234_567_891))
    status = (folder / "a.txt").lstat()
    assert list(find_files([as_root(folder)])) == [
        File("a.txt", folder / "a.txt", Stamp(4, 1_234_567_891, status.st_ctime_ns, status.st_ino))
    ]


def test_quoths_own_files_are_no_documents_and_need_no_reason(write: Write) -> None:
    own = {".questions.txt": "What?", ".questions.jsonl": "{}", ".quothignore": ""}
    assert found(write(own | {"a.txt": "a"})) == {"a.txt": "taken"}


def test_hidden_files_and_folders_are_named_once(write: Write) -> None:
    folder = write({".git/config": "x", ".hidden.txt": "x", "a.txt": "a"})
    assert found(folder) == {".git": "hidden", ".hidden.txt": "hidden", "a.txt": "taken"}


def test_links_are_not_followed(write: Write, tmp_path: Path) -> None:
    folder = write({"a.txt": "a"})
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    reason = "symbolic link, not followed"
    assert found(folder) == {"a.txt": "taken", "link.txt": reason, "loop": reason}


def test_what_is_no_file_is_skipped(write: Write) -> None:
    folder = write({"a.txt": "a"})
    os.mkfifo(folder / "pipe.txt")
    assert found(folder) == {"a.txt": "taken", "pipe.txt": "not a regular file"}


def test_names_that_are_no_utf_8_are_skipped(write: Write) -> None:
    folder = write({"a.txt": "a"})
    (Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.txt"))).write_text("b")
    assert found(folder)["b\ufffd.txt"] == "its name is not valid UTF-8; rename it"


def test_an_index_inside_the_folder_is_no_document(write: Write) -> None:
    folder = write({"a.txt": "a", "built/catalog.sqlite": "", "built/x.txt": "x"})
    assert found(folder) == {"a.txt": "taken", "built": "an index, not documents"}


def test_several_folders_stand_under_their_own_names(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(name)
    assert list(found(tmp_path / "two", tmp_path / "one")) == ["one/a.txt", "two/a.txt"]


def test_two_folders_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("x/texts", "y/texts"):
        (tmp_path / name).mkdir(parents=True)
    with pytest.raises(NothingToIndex, match="Two of the folders are called texts"):
        found(tmp_path / "x/texts", tmp_path / "y/texts")


def test_a_file_can_be_given_instead_of_a_folder(write: Write) -> None:
    assert found(write({"a.txt": "a"}) / "a.txt") == {"a.txt": "taken"}


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingToIndex, match=r"There is no .*nowhere\. Name an existing"):
        found(tmp_path / "nowhere")


def test_what_the_ignore_file_names_is_left_out(write: Write) -> None:
    lines = "# notes\n*.log\n/drafts/\n!keep.log\nprivate/**/x.txt\n"
    folder = write(
        {
            ".quothignore": lines,
            "a.log": "a",
            "keep.log": "k",
            "drafts/a.txt": "a",
            "b/drafts/a.txt": "a",
            "private/y/x.txt": "x",
        }
    )
    reason = "ignored, by .quothignore"
    assert found(folder) == {
        "a.log": reason,
        "keep.log": "taken",
        "drafts": reason,
        "b/drafts/a.txt": "taken",
        "private/y/x.txt": reason,
    }


def test_folders_a_thousand_deep_are_walked(tmp_path: Path) -> None:
    deep = tmp_path / "documents"
    deep.mkdir()
    here = os.open(deep, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("a", dir_fd=here)
        below = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    (deep / "b.txt").write_text("b")
    try:
        assert found(deep)["b.txt"] == "taken"
    finally:
        subprocess.run(["rm", "-rf", deep], check=True)  # too deep for pytest's own clearing away
