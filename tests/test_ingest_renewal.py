"""An index that an earlier version of the program made is brought up to date, and answers on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder, opened

from index.errors import DamagedIndex
from index.store.catalog import FILE_NAME, RULES
from ingest.build import build, forget

_TO_4 = """
ALTER TABLE document DROP COLUMN first; ALTER TABLE document DROP COLUMN passages;
ALTER TABLE document DROP COLUMN seal;
DROP TABLE slice; DROP INDEX document_content; DROP INDEX entry_vector;
UPDATE recipe SET splitter = '3'; PRAGMA user_version = 4;
"""
_TO_3 = """
ALTER TABLE content DROP COLUMN keywords; ALTER TABLE content DROP COLUMN remark;
ALTER TABLE document DROP COLUMN changed; ALTER TABLE document DROP COLUMN inode;
ALTER TABLE skipped DROP COLUMN changed; ALTER TABLE skipped DROP COLUMN inode;
UPDATE recipe SET splitter = '2'; PRAGMA user_version = 3;
"""


@pytest.fixture(params=[3, 4])
def folder(write: Write, index: Path, encoder: FakeEncoder, request: pytest.FixtureRequest) -> Path:
    """Documents with an index as an earlier version made it."""
    folder = write({"a.txt": "Sleep heals.", "b.txt": "Grief takes time.", "c.docx": b"no archive"})
    build([folder], index, encoder=encoder)
    with closing(sqlite3.connect(index / FILE_NAME)) as database:
        database.executescript(_TO_4)
        if request.param == 3:
            database.executescript(_TO_3)
    return folder


def test_one_whose_rules_are_todays_goes_on_without_another_build(
    folder: Path, index: Path
) -> None:
    with closing(sqlite3.connect(index / FILE_NAME)) as database, database:
        database.execute("UPDATE recipe SET splitter = ?", (RULES,))
    report = build([folder], index, encoder=FakeEncoder())
    assert (report.build, report.embedded, report.unchanged) == (1, 0, 2)
    assert opened(index).problems() == []
    assert opened(index).ask("grief").hits[0].passage.text == "Grief takes time."


def test_asked_as_it_is_it_names_the_command_that_brings_it_up_to_date(
    folder: Path, index: Path
) -> None:
    with pytest.raises(DamagedIndex, match=f"up to date: python -m ingest {folder} --index"):
        opened(index)


def test_a_build_reads_all_again_and_embeds_only_what_reads_otherwise(
    folder: Path, index: Path
) -> None:
    encoder = FakeEncoder()
    report = build([folder], index, encoder=encoder)
    assert (report.renewed, report.build, report.embedded, encoder.seen) == (True, 2, 0, [])
    assert opened(index).ask("grief").hits[0].passage.text == "Grief takes time."
    assert opened(index).problems() == []
    assert build([folder], index, encoder=encoder).renewed is False


def test_a_build_that_fails_leaves_the_former_one_answering(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.build.embed", fail)
    with pytest.raises(KeyboardInterrupt):
        build([folder], index, encoder=FakeEncoder())
    library = opened(index)
    assert library.newest().number == 1
    assert library.ask("grief").hits[0].passage.text == "Grief takes time."
    assert library.problems() == []


def test_other_bytes_of_the_same_size_and_time_are_read(
    write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
) -> None:
    folder = write({"a.txt": "Sleep heals."})
    build([folder], index, encoder=encoder)
    (tmp_path / "other.txt").write_text("Sleep harms.")
    shutil.copystat(folder / "a.txt", tmp_path / "other.txt")
    (tmp_path / "other.txt").replace(folder / "a.txt")
    assert build([folder], index, encoder=encoder).changed == 1
    assert opened(index).ask("sleep").hits[0].passage.text == "Sleep harms."


def test_a_renamed_file_is_found_by_its_new_name_without_being_read_again(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"Alpha.txt": "The day is Monday.", "Beta.txt": "The day is Friday."})
    build([folder], index, encoder=encoder)
    (folder / "Beta.txt").rename(folder / "Gamma.txt")
    report = build([folder], index, encoder=encoder)
    assert (report.added, report.removed, report.embedded) == (1, 1, 1)
    hits = opened(index).search("the day of Gamma", mode="lexical")
    assert hits[0].passage.document == "Gamma.txt"


def test_a_document_is_named_in_either_form_of_unicode(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"Mu\u0308ller.txt": "Sleep heals.", "b.txt": "Grief."})
    build([folder], index, encoder=encoder)
    assert opened(index).text("Müller.txt") == "Sleep heals."
    assert forget(index, "Müller.txt").removed == 1
