import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder

from index import Library
from index.__main__ import main
from index.doctor import Advice
from index.store.catalog import FILE_NAME, Stamp
from ingest.build import Choices, build, forget, remember

LONG = "Grief takes its time, and no one can hurry it along, whatever they may say. " * 4


@pytest.fixture
def folder(write: Write, index: Path, encoder: FakeEncoder) -> Path:
    folder = write({"a.txt": f"{LONG} Sleep.", "b.txt": LONG.replace("Grief", "Anger")})
    build([folder], index, encoder=encoder)
    return folder


def found(index: Path) -> list[Advice]:
    return Library.open(index, FakeEncoder()).advice()


def again(folder: Path, index: Path) -> str:
    return f"python -m ingest {folder} --index {index}"


def test_a_sound_index_needs_nothing(folder: Path, index: Path) -> None:
    assert found(index) == []


def test_files_changed_or_gone_since_the_build_make_it_stale(folder: Path, index: Path) -> None:
    (folder / "a.txt").write_text("Grief.")
    (folder / "b.txt").unlink()
    assert found(index) == [
        Advice("changed since the build: a.txt", again(folder, index)),
        Advice("gone since the build: b.txt", again(folder, index)),
    ]


def test_files_of_several_folders_are_found_where_they_are(
    tmp_path: Path, index: Path, encoder: FakeEncoder
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"{LONG} {name}")
    build([tmp_path / "one", tmp_path / "two"], index, encoder=encoder)
    (tmp_path / "two" / "a.txt").write_text(f"{LONG} three")
    assert [each.found for each in found(index)][:1] == ["changed since the build: two/a.txt"]


def test_other_bytes_of_the_same_size_and_time_are_noticed_and_a_touched_file_is_not(
    folder: Path, index: Path
) -> None:
    before = (folder / "b.txt").stat()
    (folder / "b.txt").write_text(LONG.replace("Grief", "Guilt"))
    os.utime(folder / "b.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(folder / "a.txt", ns=(1, 1))
    assert [each.found for each in found(index)] == ["changed since the build: b.txt"]


def test_files_that_are_new_since_the_build_are_named_and_building_takes_them(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.txt": LONG.replace("Grief", "Shame"), "d/e.exe": b"x", ".quothignore": "*.bak\n"})
    write({"old.bak": LONG})
    assert found(index) == [
        Advice("new since the build: c.txt, d/e.exe", again(folder, index)),
    ]
    build([folder], index, encoder=encoder)
    assert found(index) == []


def test_what_is_no_longer_ignored_or_forgotten_is_new(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.txt": LONG.replace("Grief", "Shame"), ".quothignore": "c.txt\n"})
    build([folder], index, encoder=encoder)
    forget(index, "b.txt")
    assert found(index) == []
    write({".quothignore": ""})
    remember(index, "b.txt")
    assert found(index) == [Advice("new since the build: b.txt, c.txt", again(folder, index))]


def test_a_folder_that_is_not_there_is_one_finding_since_nothing_else_can_be_mended(
    folder: Path, index: Path
) -> None:
    folder.rename(folder.with_name("elsewhere"))
    assert found(index) == [
        Advice(
            f"not there; put it back, or name the folder where it is now: {folder}",
            f"python -m ingest documents=FOLDER --index {index}",
        )
    ]


def test_bytes_that_only_reading_again_notices_are_read_again(
    folder: Path, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = Stamp.of((folder / "a.txt").stat())
    (folder / "a.txt").write_text(f"{LONG} Waking.")
    with monkeypatch.context() as patch:
        patch.setattr(Stamp, "of", lambda _: stamp)
        advice = found(index)
    assert advice == [
        Advice(
            "other bytes, of the same size and times, than at the build: a.txt",
            f"{again(folder, index)} --rebuild",
        )
    ]
    build([folder], index, Choices(rebuild=True), encoder)
    assert found(index) == []


def test_files_that_were_refused_are_named_by_reason_with_what_to_do_by_hand(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.docx": b"no archive", "d.pdf": b"%PDF-1.4 cut", "e.exe": b"x", "f.txt": b""})
    build([folder], index, encoder=encoder)
    first, second, third = found(index)
    assert first.found.startswith("not taken, damaged: ")
    assert first.found.endswith("; open it in the program that made it and save it anew: c.docx")
    assert second.found.endswith(": d.pdf")
    assert third.found == "not taken, no text in it: f.txt"
    assert {each.command for each in (first, second, third)} == {None}
    assert first.remedy == "mend the file or take it out of its folder, then build again"


def test_a_refused_file_that_was_mended_is_changed_and_building_takes_it(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.txt": b""})
    build([folder], index, encoder=encoder)
    write({"c.txt": LONG.replace("Grief", "Shame")})
    assert found(index) == [Advice("changed since the build: c.txt", again(folder, index))]
    build([folder], index, encoder=encoder)
    assert found(index) == []


def test_a_file_that_took_too_long_is_named_with_the_command_that_gives_it_longer(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.txt": b""})
    build([folder], index, encoder=encoder)
    reason = "takes more than 60 s to read; raise it with --reader-seconds"
    with sqlite3.connect(index / FILE_NAME) as database:
        database.execute("UPDATE skipped SET reason = ?", (reason,))
    command = f"{again(folder, index)} --reader-seconds 120"
    assert found(index) == [Advice(f"not taken, {reason}: c.txt", command)]


def test_what_a_reader_had_to_guess_is_named_to_be_looked_at(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.txt": (LONG.replace("Grief", "Müdigkeit")).encode("cp1252")})
    build([folder], index, encoder=encoder)
    (advice,) = found(index)
    assert advice.found.startswith("to be looked at, not UTF-8, read as ")
    assert advice.found.endswith(": c.txt")
    assert advice.command == f"python -m index show --index {index} c.txt"


def test_nearly_the_same_document_twice_is_named_with_the_way_to_forget_one(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.txt": LONG + "More of it."})
    build([folder], index, encoder=encoder)
    assert found(index) == [
        Advice(
            "a.txt says nearly the same as c.txt",
            f"python -m ingest --index {index} --forget a.txt",
        )
    ]


def test_hardly_any_text_is_named(
    folder: Path, write: Write, index: Path, encoder: FakeEncoder
) -> None:
    write({"c.txt": "Music."})
    build([folder], index, encoder=encoder)
    assert found(index) == [
        Advice(
            "hardly any text (a scan, a form, a mere title?): c.txt",
            f"python -m index show --index {index} c.txt",
        )
    ]


def test_other_weights_are_wrong(folder: Path, index: Path) -> None:
    class Other(FakeEncoder):
        sha256 = "1" * 64

    (advice,) = Library.open(index, Other()).advice()
    assert advice.wrong
    assert advice.command.endswith("--rebuild")


def test_passages_longer_than_the_encoder_reads_are_counted(folder: Path, index: Path) -> None:
    class Short(FakeEncoder):
        max_tokens = 8

    (advice,) = Library.open(index, Short()).advice()
    assert advice.found.startswith("2 passages longer than the 8 tokens that the encoder reads")


GERMAN = "Die Trauer braucht ihre Zeit, und niemand kann sie für einen anderen abkürzen. " * 4
GREEK = "Το πένθος θέλει τον χρόνο του και κανείς δεν μπορεί να το βιάσει. " * 4
ENGLISH = f"{LONG} The Latin for it is dolor et luctus, la tristesse in French."


def foreign(write: Write, index: Path, name: str) -> list[Advice]:
    class Named(FakeEncoder):
        pass

    Named.name = name
    files: dict[str, str | bytes] = {"a.txt": ENGLISH, "b.txt": GERMAN, "c/d.txt": GREEK}
    build([write(files)], index, encoder=Named())
    return Library.open(index, Named()).advice()


def test_documents_in_languages_that_the_default_encoders_do_not_know_are_named(
    write: Write, index: Path
) -> None:
    (advice,) = foreign(write, index, "BAAI/bge-small-en-v1.5")
    assert advice.found == (
        "in a language that BAAI/bge-small-en-v1.5 doesn't know, so found by words only; name a "
        "multilingual encoder, or its folder: b.txt, c/d.txt"
    )
    assert advice.command.endswith(f"--index {index} --rebuild --encoder NAME_OR_FOLDER")
    assert not advice.wrong


def test_of_another_encoder_it_is_not_known_what_it_knows(write: Write, index: Path) -> None:
    assert foreign(write, index, "a/multilingual-one") == []


def test_rules_of_an_earlier_program_are_named(folder: Path, index: Path) -> None:
    with sqlite3.connect(index / FILE_NAME) as database:
        database.execute("UPDATE recipe SET splitter = '1'")
    (advice,) = found(index)
    assert advice.found.startswith("built by an earlier program's rules")
    assert advice.command == again(folder, index)


def test_a_missing_cache_is_wrong_and_the_command_named_mends_it(folder: Path, index: Path) -> None:
    (cache,) = index.glob("caches-*")
    shutil.rmtree(cache)
    (advice,) = found(index)
    assert (advice.wrong, advice.command) == (
        True,
        f'python -m index ask "anything" --index {index}',
    )


def test_altered_text_in_the_catalog_is_wrong(folder: Path, index: Path) -> None:
    with sqlite3.connect(index / FILE_NAME) as database:
        database.execute("UPDATE content SET text = replace(text, 'Sleep', 'Slept')")
    assert [(each.wrong, each.command) for each in found(index)] == [
        (True, f"{again(folder, index)} --rebuild")
    ] * 2


def test_the_command_line_prints_what_was_found_with_its_remedy(
    folder: Path, index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.doctor.encoder_named", lambda name: FakeEncoder())
    (folder / "b.txt").unlink()
    assert main(["doctor", "--index", str(index)]) == 0
    assert capsys.readouterr().out == (
        f"· gone since the build: b.txt\n    {again(folder, index)}\n"
    )
    assert main(["doctor", "--index", str(index), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"found": "gone since the build: b.txt", "command": again(folder, index), "wrong": False}
    ]
