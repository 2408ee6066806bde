import errno
import io
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import QuothError
from index.store.folders import File, as_root, find_files
from views.saving import safe_name, save


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\a.txt", "a.txt"),
        (".hidden.txt", "hidden.txt"),
        ("a<b>:c\x00.txt", "a_b__c_.txt"),
        ("Trauer (2014) – für Öde.txt", "Trauer (2014) _ für Öde.txt"),
        ("..", "document"),
        ("x" * 300 + ".txt", "x" * 200 + ".txt"),
        ("Тревога" * 30 + ".pdf", ("Тревога" * 30)[:100] + ".pdf"),
    ],
)
def test_a_name_cannot_lead_elsewhere_or_hide_a_file(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_an_added_file_is_written_into_the_folder_and_never_over_another(tmp_path: Path) -> None:
    assert save(tmp_path, "../a.txt", io.BytesIO(b"Grief.")) == "a.txt"
    with pytest.raises(QuothError, match=r"a\.txt is there already"):
        save(tmp_path, "a.txt", io.BytesIO(b"Sleep."))
    assert (tmp_path / "a.txt").read_bytes() == b"Grief."


def test_a_file_of_no_kind_that_is_read_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match=r"a\.exe is of no kind that can be read"):
        save(tmp_path, "a.exe", io.BytesIO(b"x"))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_of_a_file(tmp_path: Path) -> None:
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, former[1]))
    try:
        with pytest.raises(
            QuothError, match=r"a\.txt could not be written into .*: File too large"
        ):
            save(tmp_path, "a.txt", io.BytesIO(b"x" * 3_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert list(tmp_path.iterdir()) == []


def test_a_file_stands_under_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    seen: list[str] = []

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            seen.extend(item.path for item in as_taken(tmp_path))
            return super().read(size)

    save(tmp_path, "a.txt", Slow(b"Grief."))
    assert seen == []
    assert [item.path for item in as_taken(tmp_path)] == ["a.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def as_taken(folder: Path) -> list[File]:
    """What a build would read of the folder at this moment."""
    return [item for item in find_files([as_root(folder)]) if isinstance(item, File)]


def test_of_eight_who_add_a_name_at_once_one_does(tmp_path: Path) -> None:
    def add(number: int) -> bool:
        try:
            save(tmp_path, "a.txt", io.BytesIO(f"{number}".encode() * 100_000))
        except QuothError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(add, range(8)))
    assert added.count(True) == 1
    kept = (tmp_path / "a.txt").read_bytes()
    assert kept == f"{added.index(True)}".encode() * 100_000
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_where_files_cannot_be_linked_they_are_added_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert save(tmp_path, "a.txt", io.BytesIO(b"Grief.")) == "a.txt"
    with pytest.raises(QuothError, match=r"a\.txt is there already"):
        save(tmp_path, "a.txt", io.BytesIO(b"Sleep."))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"Grief."]
