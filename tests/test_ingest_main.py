import json
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder

from ingest.__main__ import main


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.build.encoder_named", lambda name: FakeEncoder())


def test_one_summary_line_follows_what_was_skipped(
    write: Write, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write({"a.txt": "Sleep.", "b.exe": "x"})
    assert main([str(folder), "--index", str(index)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "  skipped b.exe: no reader for .exe files"
    assert lines[1].startswith(
        f"Build 1 in {index}: 1 document added, 0 changed, 0 unchanged, 0 removed, 1 skipped; "
        "1 passage, 1 embedded, "
    )


def test_a_long_list_of_skipped_files_is_cut_short(
    write: Write, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write({"a.txt": "Sleep."} | {f"{number:02}.exe": "x" for number in range(30)})
    assert main([str(folder), "--index", str(index)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 22
    assert lines[20] == "  … and 10 more; --json lists them all"


def test_json_is_the_contract(
    write: Write, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write({"a.txt": "Sleep.", ".b": "x"})
    assert main([str(folder), "--index", str(index), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report.pop("seconds") > 0
    assert report == {
        "build": 1,
        "documents": {
            "added": 1,
            "changed": 0,
            "unchanged": 0,
            "removed": 0,
            "skipped": [{"path": ".b", "reason": "hidden"}],
        },
        "passages": 1,
        "embedded": 1,
    }


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "holds no files. Put documents there: .txt"),
        ({"a.bin": "x"}, "holds no document that can be read (a.bin: no reader for .bin files)"),
        ({"a.txt": b"\0\0"}, "(a.txt: a binary file (it has NUL bytes))"),
    ],
)
def test_where_nothing_can_be_done_a_sentence_says_why_and_the_status_is_2(
    write: Write,
    index: Path,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str | bytes],
    sentence: str,
) -> None:
    assert main([str(write(files)), "--index", str(index)]) == 2
    error = capsys.readouterr().err
    assert "ingest: " in error
    assert sentence in error


def test_a_path_that_is_not_there_makes_no_index(
    tmp_path: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere"), "--index", str(index)]) == 2
    assert "nowhere. Name an existing folder or file." in capsys.readouterr().err
    assert not index.exists()


def test_stopping_from_the_keyboard_says_that_nothing_is_lost(
    write: Write,
    index: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeEncoder, "encode", stop)
    assert main([str(write({"a.txt": "Sleep."})), "--index", str(index)]) == 130
    assert "ingest: stopped. The index answers as before" in capsys.readouterr().err


def test_what_names_and_reasons_hold_forges_no_line_and_steers_no_terminal(
    write: Write, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = "a\nBuild 9\x1b[2J\u202e\x9b.exe"
    folder = write({"a.txt": "Sleep.", odd: "x"})
    for more in ([], ["--dry-run"]):
        assert main([str(folder), "--index", str(index), *more]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == (
            "  skipped a\\u000aBuild 9\\u001b[2J\\u202e\\u009b.exe: no reader for .exe files"
        )
        assert len(lines) == 2
    assert main([str(folder / "\x1b[31m\nx"), "--index", str(index)]) == 2
    errors = capsys.readouterr().err
    assert (errors.count("\n"), "\\u001b[31m\\u000ax" in errors) == (1, True)
