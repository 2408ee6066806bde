"""Bringing an index up to date: previews, forgetting, ignoring, limits, several folders."""

import os
import shutil
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import files
import pytest
from conftest import Write
from fakes import FakeEncoder, opened

from index import Library
from index.errors import (
    IndexLocked,
    NoIndex,
    NotWritable,
    QuothError,
    RecipeMismatch,
    UnknownDocument,
)
from index.store.catalog import Root, Skipped
from index.store.folders import as_root
from ingest.__main__ import main
from ingest.build import Choices, Plan, Report, build, forget, preview, remember
from ingest.reading import ReadingProcess
from ingest.watch import changes

SLEEP, GRIEF, ANGER = "Sleep heals.", "Grief takes time.", "Anger is a signal."


def documents(index: Path) -> list[str]:
    return [document.path for document in Library.open(index).info().documents]


def skipped(index: Path) -> dict[str, str]:
    return {item.path: item.reason for item in Library.open(index).info().skipped}


class TestPreview:
    def test_a_first_build_would_add_everything(self, write: Write, index: Path) -> None:
        folder = write({"a.txt": SLEEP, "b.exe": "x"})
        assert preview([folder], index) == Plan(
            ("a.txt",), (), (), (), (Skipped("b.exe", "no reader for .exe files"),)
        )
        assert not index.exists()

    def test_it_tells_new_changed_touched_and_gone(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        folder = write({"a.txt": SLEEP, "b.txt": GRIEF, "c.txt": ANGER, "d.txt": "D."})
        build([folder], index, encoder=encoder)
        os.utime(folder / "a.txt", ns=(5, 5))
        write({"b.txt": "Grief is love.", "e.txt": "E."})
        (folder / "c.txt").unlink()
        assert preview([folder], index) == Plan(
            ("e.txt",), ("b.txt",), ("a.txt", "d.txt"), ("c.txt",), ()
        )
        assert documents(index) == ["a.txt", "b.txt", "c.txt", "d.txt"]

    def test_other_folders_are_refused_as_a_build_would(
        self, write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
    ) -> None:
        build([write({"a.txt": SLEEP})], index, encoder=encoder)
        (tmp_path / "other").mkdir()
        with pytest.raises(RecipeMismatch, match="--rebuild"):
            preview([tmp_path / "other"], index)


class TestForget:
    def test_a_document_leaves_and_stays_away_though_its_file_is_there(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        folder = write({"a.txt": SLEEP, "b.txt": GRIEF})
        build([folder], index, encoder=encoder)
        report = forget(index, "b.txt")
        assert (report.removed, report.unchanged) == (1, 1)
        assert documents(index) == ["a.txt"]
        build([folder], index, Choices(rebuild=True), encoder)
        assert documents(index) == ["a.txt"]
        assert skipped(index)["b.txt"].startswith("forgotten;")

    def test_nothing_of_its_text_is_left(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        build([write({"a.txt": SLEEP, "b.txt": "The secret."})], index, encoder=encoder)
        forget(index, "b.txt")
        files_left = [path for path in index.rglob("*") if path.is_file()]
        assert not any(b"secret" in path.read_bytes().lower() for path in files_left)

    def test_a_folder_takes_all_under_it_and_nothing_that_only_begins_alike(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        folder = write({"a/x.txt": SLEEP, "a/b/y.txt": GRIEF, "ab.txt": ANGER})
        build([folder], index, encoder=encoder)
        forget(index, "a/")
        assert documents(index) == ["ab.txt"]

    def test_what_was_forgotten_can_be_remembered(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        folder = write({"a.txt": SLEEP, "b.txt": GRIEF})
        build([folder], index, encoder=encoder)
        forget(index, "b.txt")
        remember(index, "b.txt")
        build([folder], index, encoder=encoder)
        assert documents(index) == ["a.txt", "b.txt"]

    def test_what_is_not_there_cannot_be_forgotten_or_remembered(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        build([write({"a.txt": SLEEP})], index, encoder=encoder)
        with pytest.raises(UnknownDocument, match=r"holds no document z\.txt"):
            forget(index, "z.txt")
        with pytest.raises(UnknownDocument, match=r"Forgotten in .*: nothing\."):
            remember(index, "z.txt")

    def test_the_last_document_is_kept(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        build([write({"a.txt": SLEEP})], index, encoder=encoder)
        with pytest.raises(QuothError, match="delete the folder"):
            forget(index, "a.txt")

    def test_where_there_is_no_index_none_is_made(self, index: Path) -> None:
        with pytest.raises(NoIndex):
            forget(index, "a.txt")
        assert not index.exists()


class TestRoots:
    def test_folders_stand_under_the_names_given(
        self, tmp_path: Path, index: Path, encoder: FakeEncoder
    ) -> None:
        for name in ("x/texts", "y/texts"):
            (tmp_path / name).mkdir(parents=True)
            (tmp_path / name / "a.txt").write_text(name)
        roots = [Root("one", str(tmp_path / "x/texts")), Root("two", str(tmp_path / "y/texts"))]
        build(roots, index, encoder=encoder)
        assert documents(index) == ["one/a.txt", "two/a.txt"]
        assert build(roots, index, encoder=encoder).build == 1

    def test_another_name_is_another_root(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        folder = write({"a.txt": SLEEP})
        build([as_root(folder, "one")], index, encoder=encoder)
        with pytest.raises(RecipeMismatch):
            build([as_root(folder, "two")], index, encoder=encoder)


class TestRefused:
    def test_a_file_that_was_refused_is_not_tried_again_before_it_changes(
        self,
        write: Write,
        index: Path,
        encoder: FakeEncoder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        folder = write({"a.txt": SLEEP, "b.pdf": "no PDF"})
        build([folder], index, encoder=encoder)
        reason = skipped(index)["b.pdf"]
        with monkeypatch.context() as patch:
            patch.setattr(ReadingProcess, "read", None)
            build([folder], index, encoder=encoder)
        assert skipped(index)["b.pdf"] == reason
        write({"b.pdf": files.pdf([files.paragraph("Grief.")])})
        build([folder], index, encoder=encoder)
        assert documents(index) == ["a.txt", "b.pdf"]

    def test_other_limits_are_kept_and_let_it_be_tried_again(
        self,
        write: Write,
        index: Path,
        encoder: FakeEncoder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        folder = write({"a.txt": SLEEP, "b.pdf": "no PDF"})
        build([folder], index, encoder=encoder)
        tried = []
        read = ReadingProcess.read

        def noting(process: ReadingProcess, file, *more):  # type: ignore[no-untyped-def]
            tried.append((file.path, process.limits.seconds))
            return read(process, file, *more)

        monkeypatch.setattr(ReadingProcess, "read", noting)
        build([folder], index, Choices(reader_seconds=7), encoder)
        build([folder], index, encoder=encoder)
        assert tried == [("b.pdf", 7)]
        assert Library.open(index).info().build.recipe.reader_seconds == 7


def test_pages_author_and_date_come_with_the_passage(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    pages = [files.paragraph("Grief takes its time, and no one"), files.paragraph("can hurry it.")]
    data = files.pdf(pages, Title="On Grief", Author="A. Author", CreationDate="D:2014")
    build([write({"a.pdf": data})], index, encoder=encoder)
    answer = opened(index, encoder).ask("grief")
    passage = answer.hits[0].passage
    assert (passage.title, passage.author, passage.date) == ("On Grief", "A. Author", "2014")
    assert [page.number for page in passage.pages] == [1, 2]
    assert passage.page_at(passage.end - 1) == passage.pages[1]
    assert answer.quote is not None
    assert answer.quote.page == 1


def test_each_row_of_a_table_is_a_passage(write: Write, index: Path, encoder: FakeEncoder) -> None:
    build([write({"a.csv": "name,year\nBeck,1921\nYalom,1931\n"})], index, encoder=encoder)
    assert Library.open(index).info().counts.passages == 2


def test_a_passage_that_stays_in_an_edited_file_is_not_embedded_again(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.md": f"# A\n\n## One\n\n{SLEEP}\n\n## Two\n\n{GRIEF}\n"})
    build([folder], index, encoder=encoder)
    encoder.seen.clear()
    write({"a.md": f"# A\n\nNew.\n\n## One\n\n{SLEEP}\n\n## Two\n\n{ANGER}\n"})
    build([folder], index, encoder=encoder)
    assert sorted(encoder.seen) == ["A. New.", "A. Two. Anger is a signal."]


@contextmanager
def watched(folder: Path, index: Path, seconds: float) -> Iterator[Generator[set[Path]]]:
    """What is told of the folder's changes, from the first on, for so many seconds at most."""
    stop = threading.Event()
    timer = threading.Timer(seconds, stop.set)
    timer.start()
    told = changes([as_root(folder)], index, stop)
    assert next(told) == set()
    try:
        yield told
    finally:
        timer.cancel()
        stop.set()
        told.close()


class TestWatch:
    def test_a_change_is_told_and_what_happens_in_the_index_is_none(
        self, write: Write, tmp_path: Path
    ) -> None:
        folder = write({"a.txt": SLEEP})
        inside = folder / "built"
        inside.mkdir()
        with watched(folder, inside, 20) as told:
            (inside / "x").write_text("x")
            (folder / "b.txt").write_text("y")
            found = next((each for each in told if each), None)
        assert found == {folder / "b.txt"}

    def test_a_root_that_is_made_anew_is_watched_anew(self, write: Write, tmp_path: Path) -> None:
        folder = write({"a.txt": SLEEP})
        with watched(folder, tmp_path / "index", 60) as told:
            shutil.rmtree(folder)
            while folder not in next(told):
                if not folder.exists():
                    folder.mkdir()
            (folder / "b.txt").write_text("y")
            found = next((each for each in told if each), None)
        assert found == {folder / "b.txt"}

    def test_another_build_is_waited_for(
        self,
        write: Write,
        index: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """And so is whatever else may pass: the index is built as soon as it can be."""
        monkeypatch.setattr("ingest.__main__.encoder_named", lambda _: FakeEncoder())
        ends = [IndexLocked("Being built."), NotWritable("Full."), KeyboardInterrupt()]
        built = []

        def failing(*_: object) -> Report:
            built.append(1)
            raise ends[len(built) - 1]

        monkeypatch.setattr("ingest.__main__.build", failing)
        monkeypatch.setattr("ingest.__main__._RETRY", 0.1)
        assert main([str(write({"a.txt": SLEEP})), "--index", str(index), "--watch"]) == 130
        errors = capsys.readouterr().err
        assert len(built) == 3
        assert "ingest: Being built.\ningest: Full.\n" in errors.replace(
            "ingest: it is tried again every 0.1 s; Ctrl-C ends it\n", ""
        )
