import os
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from conftest import Write
from fakes import FakeEncoder, opened

from index import Library, files
from index.arrays import Vectors
from index.errors import (
    DamagedIndex,
    IndexLocked,
    NothingToIndex,
    NotWritable,
    QuothError,
    RecipeMismatch,
)
from index.store.catalog import FILE_NAME
from index.store.writer import CatalogWriter
from ingest.build import Choices, Progress, Report, build

SLEEP, GRIEF, ANGER = "Sleep heals.", "Grief takes time.", "Anger is a signal."


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed


def documents(index: Path) -> list[str]:
    return [document.path for document in Library.open(index).info().documents]


def first_document(index: Path, question: str, encoder: FakeEncoder) -> str:
    return opened(index, encoder).ask(question).hits[0].passage.document


def snapshot(index: Path) -> dict[str, bytes]:
    """What a person would lose: every table of the build."""
    with sqlite3.connect(index / FILE_NAME) as database:
        tables = ("build", "document", "content", "passage", "vector", "entry")
        return {table: repr(list(database.execute(f"SELECT * FROM {table}"))) for table in tables}


def test_a_first_build_takes_everything(write: Write, index: Path, encoder: FakeEncoder) -> None:
    folder = write({"a.txt": SLEEP, "b/c.md": f"# Loss\n\n{GRIEF}\n"})
    report = build([folder], index, encoder=encoder)
    assert (report.build, counts(report)) == (1, (2, 0, 0, 0))
    assert (report.passages, report.embedded) == (2, 2)
    assert encoder.seen == ["Loss. Grief takes time.", "Sleep heals."]
    assert first_document(index, "grief", encoder) == "b/c.md"


def test_nothing_changed_leaves_the_build_and_reads_nothing(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    os.chmod(folder / "a.txt", 0)  # noqa: PTH101
    encoder.seen.clear()
    report = build([folder], index, encoder=encoder)
    assert (report.build, counts(report)) == (1, (0, 0, 1, 0))
    assert (report.embedded, encoder.seen) == (0, [])


def test_a_touched_file_is_read_once_more_and_makes_no_new_build(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    os.utime(folder / "a.txt", ns=(5, 5))
    report = build([folder], index, encoder=encoder)
    assert (report.build, counts(report), report.embedded) == (1, (0, 0, 1, 0), 0)
    with sqlite3.connect(index / FILE_NAME) as database:
        assert list(database.execute("SELECT modified FROM document")) == [(5,)]


def test_only_what_is_new_is_embedded(write: Write, index: Path, encoder: FakeEncoder) -> None:
    folder = write({"a.txt": SLEEP, "b.txt": GRIEF, "c.txt": "Gone soon."})
    build([folder], index, encoder=encoder)
    encoder.seen.clear()
    write({"b.txt": "Grief is love.", "d.txt": ANGER})
    (folder / "c.txt").unlink()
    report = build([folder], index, encoder=encoder)
    assert (report.build, counts(report)) == (2, (1, 1, 1, 1))
    assert sorted(encoder.seen) == ["Anger is a signal.", "Grief is love."]
    assert documents(index) == ["a.txt", "b.txt", "d.txt"]
    assert opened(index, encoder).ask("grief").hits[0].passage.text == "Grief is love."


def test_a_renamed_file_is_not_embedded_again(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP, "b.txt": GRIEF})
    build([folder], index, encoder=encoder)
    (folder / "b.txt").rename(folder / "z.txt")
    report = build([folder], index, encoder=encoder)
    assert (counts(report), report.embedded) == ((1, 0, 1, 1), 0)
    assert first_document(index, "grief", encoder) == "z.txt"


def test_the_same_text_twice_is_embedded_once_and_found_in_both(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    report = build([write({"a.txt": GRIEF, "b.txt": GRIEF})], index, encoder=encoder)
    assert (report.passages, report.embedded) == (2, 1)
    (hit,) = opened(index, encoder).ask("grief").hits
    assert [each.document for each in (hit.passage, *hit.alike)] == ["a.txt", "b.txt"]


def test_what_was_removed_leaves_no_text_behind(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP, "secret.txt": "The secret is out."})
    build([folder], index, encoder=encoder)
    (folder / "secret.txt").unlink()
    build([folder], index, encoder=encoder)
    files = [path for path in index.rglob("*") if path.is_file()]
    assert not any(b"secret" in path.read_bytes().lower() for path in files)


def test_files_that_are_not_taken_have_a_reason_and_stop_nothing(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write(
        {
            "a.txt": SLEEP,
            "b.exe": b"MZ",
            "c.txt": b"\0" * 9,
            "d.txt": " \n",
            "e": "no suffix",
            "f.txt": "x" * 101,
        }
    )
    report = build([folder], index, Choices(largest_file=100), encoder)
    assert {item.path: item.reason for item in report.skipped} == {
        "b.exe": "no reader for .exe files",
        "c.txt": "a binary file (it has NUL bytes)",
        "d.txt": "no text in it",
        "e": "no file type",
        "f.txt": "0.0 MB, over the limit of 0 MB; raise it with --max-file-mb",
    }
    assert Library.open(index).info().skipped == report.skipped
    assert documents(index) == ["a.txt"]


def test_a_file_that_cannot_be_read_is_skipped_with_the_systems_reason(
    write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"a.txt": SLEEP, "b.txt": GRIEF})

    def refuse(location: Path) -> AbstractContextManager[BinaryIO]:
        if location.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return files.opened(location)

    monkeypatch.setattr("ingest.build.opened", refuse)  # the tests may run as root, who reads all
    report = build([folder], index, encoder=encoder)
    assert [item.reason for item in report.skipped] == ["cannot be read: Permission denied"]


def test_a_guessed_encoding_is_remarked_on(write: Write, index: Path, encoder: FakeEncoder) -> None:
    folder = write({"a.txt": "Törneke on grief.".encode("latin-1")})
    (remark,) = build([folder], index, encoder=encoder).remarks
    assert (remark.path, remark.words.split(";")[0]) == ("a.txt", "not UTF-8, read as cp1252")
    assert Library.open(index).text("a.txt") == "Törneke on grief."


@pytest.mark.parametrize("files", [{}, {"a.bin": b"\0"}])
def test_a_folder_without_documents_leaves_the_index_as_it_was(
    write: Write, index: Path, encoder: FakeEncoder, files: dict[str, bytes]
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    before = snapshot(index)
    (folder / "a.txt").unlink()
    write(files)
    with pytest.raises(NothingToIndex, match=r"The index in .* is left as it was\."):
        build([folder], index, encoder=encoder)
    assert snapshot(index) == before
    assert first_document(index, "sleep", encoder) == "a.txt"


class Stopped(Exception):
    pass


class StoppingEncoder(FakeEncoder):
    """Breaks off at a text that has the word Anger in it."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        if any("Anger" in text for text in texts):
            raise Stopped
        return super().encode(texts)


def test_a_build_broken_off_changes_nothing_and_is_taken_up_where_it_stopped(
    write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.build._STEP", 1)
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    write({"b.txt": "A longer line that grief wrote.", "c.txt": "Anger."})
    with pytest.raises(Stopped):
        build([folder], index, encoder=StoppingEncoder())
    assert documents(index) == ["a.txt"]
    assert Library.open(index).problems() == []
    encoder.seen.clear()
    assert build([folder], index, encoder=encoder).embedded == 1
    assert encoder.seen == ["Anger."]
    assert documents(index) == ["a.txt", "b.txt", "c.txt"]


def test_a_failure_while_swapping_in_leaves_the_former_build(
    write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    before = snapshot(index)
    write({"a.txt": GRIEF})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("index.store.caches.make_segment", full)
        with pytest.raises(DamagedIndex, match=r"could not be made .*No space left.*try again"):
            build([folder], index, encoder=encoder)
    assert snapshot(index)["document"] == before["document"]
    assert not list(index.glob(".unfinished-*"))
    assert first_document(index, "sleep", encoder) == "a.txt"


@pytest.mark.parametrize(
    ("kind", "error", "remedy"),
    [
        ("SQLITE_FULL", NotWritable, r"Free disk space there, then try again\.$"),
        ("SQLITE_IOERR_WRITE", NotWritable, "See whether the disk is full, or failing"),
        ("SQLITE_READONLY", NotWritable, "Give yourself the right to write there"),
        ("SQLITE_BUSY", NotWritable, "Another program has it open"),
        ("SQLITE_CORRUPT", DamagedIndex, "Look for damage: python -m index verify --index"),
        ("SQLITE_CONSTRAINT_UNIQUE", NotWritable, "That is a fault of this program"),
    ],
)
def test_what_helps_is_said_of_each_failure_of_the_database(
    write: Write, index: Path, kind: str, error: type[QuothError], remedy: str
) -> None:
    failure = sqlite3.OperationalError("it failed")
    failure.sqlite_errorname = kind
    with pytest.raises(error, match=remedy), CatalogWriter.locked(index):
        raise failure


def test_a_build_that_answers_is_not_called_failed(
    write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clearing away after the former build is not what was asked for."""

    def failing(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(CatalogWriter, "tidy", failing)
    assert build([write({"a.txt": SLEEP})], index, encoder=encoder).build == 1
    assert first_document(index, "sleep", encoder) == "a.txt"


def test_a_database_that_cannot_be_written_is_a_sentence(
    write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    write({"b.txt": GRIEF})

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(CatalogWriter, "add_vectors", full)
        with pytest.raises(NotWritable, match=r"disk is full\. What was built before is kept\."):
            build([folder], index, encoder=encoder)
    assert documents(index) == ["a.txt"]


def test_a_rebuild_embeds_everything_again(write: Write, index: Path, encoder: FakeEncoder) -> None:
    folder = write({"a.txt": SLEEP, "b.txt": GRIEF})
    build([folder], index, encoder=encoder)
    report = build([folder], index, Choices(rebuild=True), encoder)
    assert (report.build, counts(report), report.embedded) == (2, (0, 0, 2, 0), 2)
    with sqlite3.connect(index / FILE_NAME) as database:
        assert list(database.execute("SELECT count(*) FROM vector")) == [(2,)]


class OtherEncoder(FakeEncoder):
    name = "other"
    sha256 = "1" * 64


def test_another_encoder_is_refused_with_both_names_and_the_way_out(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    before = snapshot(index)
    with pytest.raises(RecipeMismatch, match=r"built with fake .* asked for is other .*--rebuild"):
        build([folder], index, encoder=OtherEncoder())
    assert snapshot(index) == before


def test_an_index_that_names_the_weights_alone_goes_on_without_embedding_again(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    with sqlite3.connect(index / FILE_NAME) as database:
        database.execute("UPDATE recipe SET encoder_sha256 = ?", (encoder.weights_sha256,))
    assert first_document(index, "sleep", encoder) == "a.txt"
    assert not any(each.wrong for each in Library.open(index, encoder).advice())
    write({"b.txt": GRIEF})
    assert build([folder], index, encoder=encoder).embedded == 1
    assert Library.open(index).info().build.recipe.encoder_sha256 == encoder.sha256


def test_other_passage_sizes_need_a_rebuild_and_are_then_kept(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    other = Choices(passage_tokens=64, overlap=8)
    with pytest.raises(RecipeMismatch, match=r"passages of 64 tokens, overlap 8"):
        build([folder], index, other, encoder)
    build([folder], index, replace(other, rebuild=True), encoder)
    assert build([folder], index, encoder=encoder).build == 2
    assert Library.open(index).info().build.recipe.passage_tokens == 64


def test_another_encoder_after_a_rebuild_leaves_one_recipe_and_its_vectors(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    build([folder], index, Choices(rebuild=True), OtherEncoder())
    assert Library.open(index).info().build.recipe.encoder == "other"
    with sqlite3.connect(index / FILE_NAME) as database:
        assert list(database.execute("SELECT count(*) FROM recipe")) == [(1,)]


@pytest.mark.parametrize(("tokens", "overlap"), [(63, 0), (64, 64), (64, -1)])
def test_sizes_that_make_no_sense_are_refused(
    write: Write, index: Path, encoder: FakeEncoder, tokens: int, overlap: int
) -> None:
    choices = Choices(passage_tokens=tokens, overlap=overlap)
    with pytest.raises(RecipeMismatch, match=r"too short|does not fit"):
        build([write({"a.txt": SLEEP})], index, choices, encoder)


def test_other_folders_are_refused_unless_the_index_is_made_anew(
    write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
) -> None:
    folder = write({"a.txt": SLEEP})
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text(GRIEF)
    build([folder], index, encoder=encoder)
    with pytest.raises(RecipeMismatch, match=r"is of .*documents, not of .*other\."):
        build([other], index, encoder=encoder)
    assert documents(index) == ["a.txt"]
    build([other], index, Choices(rebuild=True), encoder)
    assert documents(index) == ["b.txt"]


def test_a_folder_that_moved_and_kept_its_name_is_the_same(
    write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
) -> None:
    folder = write({"a.txt": SLEEP})
    build([folder], index, encoder=encoder)
    (tmp_path / "elsewhere").mkdir()
    moved = folder.rename(tmp_path / "elsewhere" / folder.name)
    report = build([moved], index, encoder=encoder)
    assert (counts(report), report.embedded) == ((0, 0, 1, 0), 0)


def test_a_folder_that_holds_something_else_is_left_alone(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    index.mkdir()
    (index / "thesis.doc").write_text("mine")
    with pytest.raises(DamagedIndex, match="is not a Quoth index: it holds something else"):
        build([write({"a.txt": SLEEP})], index, encoder=encoder)
    assert [path.name for path in index.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough" * 99, b""])
def test_a_catalog_that_is_none_is_named_and_left_alone(
    write: Write, index: Path, encoder: FakeEncoder, content: bytes
) -> None:
    index.mkdir()
    (index / FILE_NAME).write_bytes(content)
    with pytest.raises(DamagedIndex, match=FILE_NAME):
        build([write({"a.txt": SLEEP})], index, encoder=encoder)
    assert (index / FILE_NAME).read_bytes() == content


def test_a_second_writer_is_told_who_is_writing(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": SLEEP})
    with (
        CatalogWriter.locked(index),
        pytest.raises(IndexLocked, match=f"is being built by process {os.getpid()} on "),
    ):
        build([folder], index, encoder=encoder)
    assert build([folder], index, encoder=encoder).build == 1


def test_progress_runs_to_the_end_of_each_stage(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    seen: list[Progress] = []
    build([write({"a.txt": SLEEP, "b.txt": GRIEF})], index, encoder=encoder, watch=seen.append)
    last = {progress.stage: progress for progress in seen}
    assert list(last) == ["Reading", "Embedding", "Indexing"]
    assert all(progress.done == progress.total for progress in last.values())
    assert last["Embedding"].words == "2 passages"
