import errno
import io
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from index.errors import QuothError
from index.store.writer import CatalogWriter
from ingest.build import build
from ingest.documents import File, as_root, find_files
from ingest.progress import Progress
from views.building import Cancelled, Work, remove, safe_name, save


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


def test_what_is_removed_is_a_file_of_the_folders_and_nothing_else(folders: Path) -> None:
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
    }.items():
        with pytest.raises(QuothError, match=words):
            remove(folders, path)
    assert sorted(folders.parent.rglob("*")) == before
    remove(folders, "sub/b.txt")
    remove(folders, "gone.txt")
    assert set(before) - set(folders.parent.rglob("*")) == {folders / "sub" / "b.txt"}


def test_a_folder_that_is_a_link_itself_can_have_files_removed(folders: Path) -> None:
    link = folders.parent / "link"
    link.symlink_to(folders)
    remove(link, "a.txt")
    assert not (folders / "a.txt").exists()


def test_a_build_is_stopped_where_it_can_be() -> None:
    work = Work()
    work.watch(Progress("Reading", 0, 1, ""))
    work.cancelled.set()
    work.watch(Progress("Indexing", 0, 1, ""))
    with pytest.raises(Cancelled):
        work.watch(Progress("Embedding", 0, 1, ""))


def script(index: str, may_change: bool) -> None:
    """The page over a fake model; runs in the tests' process."""
    from pathlib import Path

    import streamlit as st
    from fakes import opened

    from views import documents
    from views.opened import Settings, info

    if "library" not in st.session_state:
        st.session_state.library = opened(Path(index))
    library = st.session_state.library
    documents.show(library, info(library), Settings(Path(index), may_change=may_change))


def html(page: AppTest) -> str:
    assert not page.exception
    return "".join(element.proto.body for element in page.get("html"))


def built_again(page: AppTest, until: str) -> None:
    """Presses the button and waits for these words."""
    next(button for button in page.button if button.label == "Build again").click().run()
    for _ in range(100):
        if until in html(page):
            return
        time.sleep(0.1)
        page.run()


def test_the_library_lists_documents_and_what_was_not_taken(
    write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
) -> None:
    build([write({"a.md": "# Sleep\n\nIt heals.", "b.exe": "x"})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=30).run()
    assert [metric.value for metric in page.metric][:3] == ["1", "1", "1"]
    listed, skipped = (table.value for table in page.dataframe)
    assert list(listed["Document"]) == ["a.md"]
    assert list(listed["Open"]) == ["read?document=a.md"]
    assert list(listed["Size"]) == [(tmp_path / "documents" / "a.md").stat().st_size]
    assert abs(listed["Read on"][0].timestamp() - time.time()) < 60
    assert skipped.to_dict("records") == [{"File": "b.exe", "Reason": "no reader for .exe files"}]
    page.text_input[0].set_value("zebra").run()
    assert "0 documents;" in html(page)


def test_a_rebuild_from_the_page_takes_up_what_was_added(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=30).run()
    (folder / "b.txt").write_text("Grief takes time.")
    built_again(page, until="Build 2 is ready.")
    assert "1 document added, 0 changed, 0 removed, 0 skipped" in html(page)
    assert [metric.value for metric in page.metric][:3] == ["2", "2", "2"]


def test_a_rebuild_that_fails_says_why_and_the_page_lives_on(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=30).run()
    with CatalogWriter.locked(index):
        built_again(page, until="The build did not finish.")
        assert "is being built by process" in html(page)
    (folder / "b.txt").write_text("Grief takes time.")
    built_again(page, until="Build 2 is ready.")
    assert "1 document added" in html(page)


def test_readers_can_be_kept_from_changing_anything(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build([write({"a.txt": "Sleep heals."})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), False)).run()
    assert "Adding and rebuilding are switched off here" in html(page)
    assert [button.label for button in page.button] == []


def test_the_map_has_a_point_a_passage_and_where_the_last_question_falls(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    from fakes import opened

    from views.corpus_map import drawn

    build(
        [write({"a.txt": "Sleep heals.", "b.txt": "Grief.", "c.txt": "Music."})],
        index,
        encoder=encoder,
    )
    library = opened(index)
    points = drawn(library, library.newest().token, library.ask("sleep", k=1))
    assert [(point["kind"], point["document"]) for point in points] == [
        ("answer", "a.txt"),
        ("passage", "b.txt"),
        ("passage", "c.txt"),
        ("question", ""),
    ]
