import json
from pathlib import Path

import pytest
from conftest import Write
from fakes import CALIBRATION, FakeEncoder, FakeLate, FakeReranker, opened
from test_evaluate_beir import folder_of
from test_evaluate_squad import SQUAD

from evaluate.__main__ import main
from evaluate.ablation import NoLateInteraction, NoRanker, without_reader
from evaluate.result import read_result
from index import Library
from index.answering.calibration import Calibration, shipped
from index.models.reranker import OnnxReranker
from ingest.build import build


@pytest.fixture(autouse=True)
def _stand_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asking(folder: Path, encoder: object, options: object) -> Library:
        return opened(folder)

    monkeypatch.setattr("evaluate.__main__.encoder_named", lambda name: FakeEncoder())
    monkeypatch.setattr("evaluate.__main__.reranker_named", lambda name: FakeReranker())
    monkeypatch.setattr("evaluate.__main__._asking_library", asking)
    monkeypatch.setattr("evaluate.__main__.KEPT", tmp_path / "kept")


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(SQUAD))
    return path


@pytest.mark.parametrize("mode", ["dense", "lexical", "hybrid", "rerank"])
def test_a_beir_folder_is_measured_in_every_mode(
    tmp_path: Path, mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "set").mkdir()
    folder, out = folder_of(tmp_path / "set"), tmp_path / "out.json"
    run, qrels = tmp_path / "run.txt", tmp_path / "qrels.txt"
    arguments = ["beir", str(folder), "--mode", mode, "--json", str(out)]
    assert main([*arguments, "--run", str(run), "--qrels", str(qrels)]) == 0
    result = read_result(out)
    assert (result.task, result.data, result.mode) == ("beir", "set/test", mode)
    assert result.queries == {"q1": "What heals?"}
    assert result.latency is not None
    assert run.read_text().startswith("q1 Q0 ")
    assert qrels.read_text() == "q1 0 d1 2\nq1 0 d2 0\n"
    assert f"| set/test | {mode} | " in capsys.readouterr().out


def test_a_ranking_is_measured_also_by_models_without_a_calibration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def uncalibrated(folder: Path, *_: object) -> Library:
        return Library.open(folder, FakeEncoder(), FakeReranker(), FakeLate())

    monkeypatch.setattr("evaluate.__main__._asking_library", uncalibrated)
    (tmp_path / "set").mkdir()
    assert main(["beir", str(folder_of(tmp_path / "set")), "--mode", "hybrid"]) == 0
    printed = capsys.readouterr()
    assert "not timed. The calibration was fitted on" in printed.err
    assert "| set/test | hybrid | 1.000" in printed.out


def test_squad_is_measured_with_the_articles_left_out(
    squad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, run = tmp_path / "out.json", tmp_path / "run.txt"
    arguments = ["squad", str(squad), "--leave-one-out", "--articles", "even", "--limit", "2"]
    assert main([*arguments, "--json", str(out), "--run", str(run)]) == 0
    result = read_result(out)
    assert (result.data, list(result.queries)) == ("squad, even articles", ["1", "2"])
    values = {name: measure.value for name, measure in result.measures.items()}
    assert values["marked"] == values["marked, passage given"] == values["AUROC"] == 1
    assert values["false answers"] == 0
    assert [line.split()[:4] for line in run.read_text().splitlines() if " 1 100 " in line] == [
        ["1", "Q0", "0000/000", "1"],
        ["2", "Q0", "0000/001", "1"],
    ]


def test_questions_are_asked_and_failures_listed(
    write: Write, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build([write({"a.txt": "Sleep heals."})], index, encoder=FakeEncoder())
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"question": "sleep", "expect": "heals"}\n{"question": "sleep now", "expect": null}\n'
    )
    assert main(["questions", str(file), "--index", str(index)]) == 0
    printed = capsys.readouterr().out
    assert (
        "false answer (1.00): sleep now\n  expected: no answer\n  given:    a.txt: Sleep" in printed
    )
    assert "| q | rerank | 1.000 (1.000–1.000)" in printed


def test_two_results_are_compared_and_reported(
    squad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for mode in ("dense", "rerank"):
        files.append(str(tmp_path / f"{mode}.json"))
        assert main(["squad", str(squad), "--mode", mode, "--json", files[-1]]) == 0
    assert main(["compare", *files]) == 0
    assert "| answer@1 | 1.000 | 1.000 | +0.000" in capsys.readouterr().out
    assert main(["report", str(tmp_path / "out.html"), *files]) == 0
    assert "<svg" in (tmp_path / "out.html").read_text()
    assert main(["report", str(tmp_path / "out.md"), *files]) == 0
    assert (tmp_path / "out.md").read_text().count("squad, all articles") == 2


def test_the_confidence_is_fitted_and_kept_with_where_it_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("sleep", "grief", "anger", "alliance", "music")
    articles = [
        {
            "paragraphs": [
                {"context": f"So much for {word}.", "qas": [qa(word, n) for n in range(9)]}
            ]
        }
        for word in (*words, "nothing")
    ]
    file, out = tmp_path / "squad.json", tmp_path / "calibration.json"
    file.write_text(json.dumps({"data": articles}))
    assert main(["calibrate", str(file), "--articles", "all", "--out", str(out)]) == 0
    fitted = Calibration.load(out)
    assert fitted.reading.model == fitted.nearness.model == "fake"
    assert (
        fitted.reading.command == f"python -m evaluate calibrate {file} --articles all --out {out}"
    )
    assert (
        "squad.json, all articles, 54 questions; squad.json, all articles, each left out, 54"
        in fitted.reading.fitted_on
    )
    assert fitted.reading != CALIBRATION.reading


def test_of_a_set_with_near_misses_one_in_four_is_asked_far_from_its_article(
    tmp_path: Path,
) -> None:
    file, out = tmp_path / "rows.jsonl", tmp_path / "calibration.json"
    lines = [
        {
            "title": None,
            "passage": f"So much for {word}, number {number}.",
            "group": word,
            "question": f"{asked} {word}, number {number}?",
            "answers": [[12, 12 + len(word)]] if asked == "What is so much for" else [],
        }
        for number in range(8)
        for word in ("sleep", "grief", "anger", "alliance", "music", "nothing")
        for asked in ("What is so much for", "Who wrote a letter of")
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    arguments = ["calibrate", str(file), "--mode", "rerank", "--out", str(out)]
    assert main(arguments) == 0
    assert Calibration.load(out).reading.fitted_on == (
        "rows.jsonl, all articles, 96 questions; "
        "rows.jsonl, all articles, one in 4 left out, 12 questions"
    )


def test_whether_questions_are_asked_of_their_own_passage_is_seen_in_the_whole_file(
    tmp_path: Path,
) -> None:
    file, out = tmp_path / "rows.jsonl", tmp_path / "calibration.json"
    lines = [
        {
            "title": "",
            "passage": f"So much for {word}, number {number}.",
            "questions": [[f"What is so much for {word}?", word if number % 2 else None]],
        }
        for number in range(10)
        for word in ("sleep", "grief", "anger", "alliance", "music", "nothing")
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    arguments = ["calibrate", str(file), "--mode", "rerank", "--out", str(out), "--limit", "50"]
    assert main(arguments) == 0
    assert Calibration.load(out).reading.fitted_on == "rows.jsonl, all articles, 50 questions"


def qa(word: str, number: int) -> dict[str, object]:
    answers = [{"text": word, "answer_start": 12}]
    question = f"What is so much for {word}?"
    return {"id": f"{word}{number}", "question": question, "answers": answers}


def test_what_cannot_be_done_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["beir", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"evaluate: {tmp_path}/corpus.jsonl cannot be read")
    assert main(["questions", str(tmp_path / "none.jsonl")]) == 2
    assert main(["report", str(tmp_path / "out.html"), str(tmp_path / "none.json")]) == 2
    assert main(["compare", "none.json", "none.json"]) == 2


def test_models_left_out_change_no_order_and_are_named_in_the_result() -> None:
    late, ranker = NoLateInteraction(), NoRanker()
    assert late.score("Sleep?", ["a", "b"]).tolist() == [0.0, 0.0]
    assert ranker.score("Sleep?", ["a"]).tolist() == [0.0]
    assert ranker.sha256 == OnnxReranker.sha256  # else the reader would not go with it
    assert without_reader(shipped()).reader is None


def test_what_is_left_out_stands_in_the_result(squad: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert main(["squad", str(squad), "--leave-out", "late", "reader", "--json", str(out)]) == 0
    assert read_result(out).settings["left out"] == "late, reader"
