import os
import tempfile
from pathlib import Path

import pytest

from index.errors import QuothError
from index.store.catalog import Root
from views.wastebin import Removed, bin_of, free_name, in_bin, put_back, throw_away


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A folder of documents with ways out of it, and one beside it."""
    folder, beside = tmp_path / "documents", tmp_path / "beside"
    (folder / "sub").mkdir(parents=True)
    beside.mkdir()
    for path in (folder / "a.txt", folder / "sub" / "b.txt", beside / "c.txt"):
        path.write_text("Grief.")
    (folder / "link.txt").symlink_to("a.txt")
    (folder / "out.txt").symlink_to(beside / "c.txt")
    (folder / "way").symlink_to(beside)
    (folder / "inside").symlink_to("sub")
    os.mkfifo(folder / "pipe.txt")
    return folder


@pytest.fixture
def wastebin(tmp_path: Path) -> Path:
    return tmp_path / "index-removed"


@pytest.fixture
def removed(folders: Path, wastebin: Path) -> Removed:
    return throw_away(folders, "a.txt", wastebin)


def test_what_is_removed_is_a_file_of_the_folders_and_nothing_else(
    folders: Path, wastebin: Path
) -> None:
    before = sorted(folders.parent.rglob("*"))
    for path, words in {
        "link.txt": "is no longer an ordinary file",
        "out.txt": "is no longer an ordinary file",
        "way/c.txt": "does not lie in",
        "inside/b.txt": "does not lie in",
        "../beside/c.txt": "does not lie in",
        "sub/../a.txt": "does not lie in",
        "/etc/hostname": "does not lie in",
        "a.txt\0": "does not lie in",
        "": "does not lie in",
        ".": "does not lie in",
        "sub": "is no longer an ordinary file",
        "pipe.txt": "is no longer an ordinary file",
        "gone.txt": "cannot be removed: No such file",
    }.items():
        with pytest.raises(QuothError, match=words):
            throw_away(folders, path, wastebin)
    assert sorted(folders.parent.rglob("*")) == before


def test_a_removed_file_lies_in_the_bin_and_can_be_put_back(folders: Path, wastebin: Path) -> None:
    removed = throw_away(folders, "sub/b.txt", wastebin, "documents/sub/b.txt")
    assert not (folders / "sub" / "b.txt").exists()
    assert in_bin(wastebin) == [removed]
    assert (removed.document, removed.file.read_text()) == ("documents/sub/b.txt", "Grief.")
    assert put_back(removed) == folders / "sub" / "b.txt"
    assert (folders / "sub" / "b.txt").read_text() == "Grief."
    assert list(wastebin.iterdir()) == []


def test_it_is_put_back_though_its_folder_is_gone(folders: Path, wastebin: Path) -> None:
    removed = throw_away(folders, "sub/b.txt", wastebin)
    (folders / "sub").rmdir()
    assert put_back(removed).read_text() == "Grief."


def test_a_file_that_is_there_again_is_never_written_over(
    folders: Path, wastebin: Path, removed: Removed
) -> None:
    (folders / "a.txt").write_text("New.")
    with pytest.raises(QuothError, match=r"A file a\.txt is there again"):
        put_back(removed)
    assert in_bin(wastebin) == [removed]
    assert free_name(removed) == "a (2).txt"
    assert put_back(removed, "a (2).txt").read_text() == "Grief."
    assert (folders / "a.txt").read_text() == "New."


def test_two_of_one_name_lie_beside_each_other(folders: Path, wastebin: Path) -> None:
    for words in ("one", "two"):
        (folders / "a.txt").write_text(words)
        throw_away(folders, "a.txt", wastebin)
    assert sorted(each.file.read_text() for each in in_bin(wastebin)) == ["one", "two"]


def test_a_folder_that_may_only_be_read_keeps_its_file(
    folders: Path, wastebin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(QuothError, match=r"could not be moved .*: Permission denied. It is where"):
        throw_away(folders, "a.txt", wastebin)
    assert (folders / "a.txt").read_text() == "Grief."
    assert list(wastebin.iterdir()) == []


def test_a_bin_on_another_disk_takes_a_copy_with_its_time(folders: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        if Path(other).stat().st_dev == folders.stat().st_dev:
            pytest.skip("there is no other disk here")
        os.utime(folders / "a.txt", ns=(1, 10**18))
        removed = throw_away(folders, "a.txt", Path(other, "bin"))
        assert not (folders / "a.txt").exists()
        assert (removed.file.read_text(), removed.file.stat().st_mtime_ns) == ("Grief.", 10**18)
        put_back(removed)
        assert list(Path(other, "bin").iterdir()) == []
    assert (folders / "a.txt").read_text() == "Grief."
    assert (folders / "a.txt").stat().st_mtime_ns == 10**18


def test_where_it_cannot_be_taken_away_no_second_one_is_left(
    folders: Path, wastebin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: object) -> None:
        if path.name == "a.txt" and path.parent == folders:
            raise PermissionError(1, "Operation not permitted")
        unlink(path, missing_ok=True)

    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(QuothError, match="Operation not permitted"):
        throw_away(folders, "a.txt", wastebin)
    monkeypatch.undo()
    assert (folders / "a.txt").exists()
    assert [path for path in wastebin.rglob("*") if path.is_file()] == []


def test_a_folder_that_is_a_link_itself_can_have_files_removed(
    folders: Path, wastebin: Path
) -> None:
    link = folders.parent / "link"
    link.symlink_to(folders)
    throw_away(link, "a.txt", wastebin)
    assert not (folders / "a.txt").exists()


def test_nothing_is_put_back_through_a_link_that_came_on_its_way(
    folders: Path, wastebin: Path
) -> None:
    removed = throw_away(folders, "sub/b.txt", wastebin)
    (folders / "sub").rmdir()
    (folders / "sub").symlink_to(folders.parent / "beside")
    with pytest.raises(QuothError, match="A link now leads elsewhere"):
        put_back(removed)
    assert in_bin(wastebin) == [removed]


def test_the_bin_is_beside_the_index_and_no_document_where_that_lies_among_them(
    tmp_path: Path,
) -> None:
    index = tmp_path / "documents" / "index"
    assert bin_of(index, [Root("other", "/other")]) == tmp_path / "documents" / "index-removed"
    within = [Root("documents", str(tmp_path / "documents"))]
    assert bin_of(index, within) == tmp_path / "documents" / ".index-removed"


def test_what_is_no_record_of_ours_is_passed_over(wastebin: Path, removed: Removed) -> None:
    (wastebin / "x.json").write_text("[]")
    (wastebin / "y.json").write_text('{"document": "y", "place": "/y", "time": "now"}')
    assert in_bin(wastebin) == [removed]
