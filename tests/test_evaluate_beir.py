from pathlib import Path

import pytest
from ir_measures import Qrel

from evaluate.beir import Query, read_beir
from evaluate.collection import Text
from index.errors import QuothError

FILES = {
    "corpus.jsonl": '{"_id": "d1", "title": "Sleep", "text": "It heals."}\n\n'
    '{"_id": "d2", "title": null, "text": "Grief takes time."}\n',
    "queries.jsonl": '{"_id": "q1", "text": "What heals?"}\n{"_id": "q2", "text": "In vain"}\n',
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n",
}


def folder_of(path: Path, **changed: str) -> Path:
    (path / "qrels").mkdir()
    for name, text in (FILES | changed).items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_texts_judged_queries_and_judgments_are_read(tmp_path: Path) -> None:
    benchmark = read_beir(folder_of(tmp_path))
    assert benchmark.name == f"{tmp_path.name}/test"
    assert benchmark.texts == (
        Text("d1", "Sleep", "It heals."),
        Text("d2", "", "Grief takes time."),
    )
    assert benchmark.queries == (Query("q1", "What heals?"),)
    assert benchmark.qrels == (Qrel("q1", "d1", 2), Qrel("q1", "d2", 0))
    assert benchmark.unknown == 0


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "corpus.jsonl",
            '{"_id": "d1", "text": "x"}\n{"_id": ',
            r"corpus\.jsonl, line 2, is not a",
        ),
        ("corpus.jsonl", "[1, 2]\n", r"corpus\.jsonl, line 1, is not a JSON object"),
        ("corpus.jsonl", '\n{"_id": 7, "text": "x"}\n', r'line 2, has no text under "_id"'),
        ("corpus.jsonl", '{"_id": "d1"}\n', r'line 1, has no text under "text"'),
        ("corpus.jsonl", '{"_id": "d1", "text": "x"}\n' * 2, r"gives 1 ids twice"),
        ("queries.jsonl", "query\n", r"queries\.jsonl, line 1, is not a JSON object"),
        ("queries.jsonl", '{"_id": "q9", "text": "x"}\n', r"judges query q1, which .*queries"),
        ("qrels/test.tsv", "a\tb\tc\nq1\td1\n", r"test\.tsv, line 2, is not a query's id"),
        ("qrels/test.tsv", "a\tb\tc\nq1\td1\tmuch\n", r"test\.tsv, line 2, is not"),
        ("qrels/test.tsv", "a\tb\tc\nq1\td9\t1\n", r"names no document of .*corpus\.jsonl"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    with pytest.raises(QuothError, match=sentence):
        read_beir(folder_of(tmp_path, **{name: text}))


def test_a_judged_document_that_is_not_there_counts_as_not_found(tmp_path: Path) -> None:
    text = FILES["qrels/test.tsv"] + "q1\td9\t1\n"
    benchmark = read_beir(folder_of(tmp_path, **{"qrels/test.tsv": text}))
    assert benchmark.unknown == 1
    assert Qrel("q1", "d9", 1) in benchmark.qrels


def test_a_missing_file_says_what_a_folder_holds(tmp_path: Path) -> None:
    with pytest.raises(
        QuothError, match=r"corpus\.jsonl cannot be read: No such file.* BEIR folder"
    ):
        read_beir(tmp_path)
    folder_of(tmp_path)
    with pytest.raises(QuothError, match=r"dev\.tsv cannot be read"):
        read_beir(tmp_path, "dev")


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    folder_of(tmp_path)
    (tmp_path / "corpus.jsonl").write_bytes(b'{"_id": "\xff"}\n')
    with pytest.raises(QuothError, match=r"corpus\.jsonl is not UTF-8"):
        read_beir(tmp_path)
