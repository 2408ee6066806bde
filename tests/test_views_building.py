import io
import time
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from index.errors import QuothError
from index.store.writer import CatalogWriter
from ingest.build import build
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


def test_only_a_file_in_the_folder_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    mine, other = folder / "a.txt", tmp_path / "b.txt"
    mine.write_text("mine")
    other.write_text("other")
    remove(folder, "a.txt")
    assert not mine.exists()
    with pytest.raises(QuothError, match="does not lie in"):
        remove(folder, "../b.txt")
    (folder / "c").mkdir()
    with pytest.raises(QuothError, match="could not be deleted"):
        remove(folder, "c")
    assert other.exists()


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
    page = AppTest.from_function(script, args=(str(index), True)).run()
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
