import tarfile
from pathlib import Path

import pytest
from conftest import Write, sample_texts
from fakes import FakeEncoder, opened

from evaluate.own import OwnQuestion, ask_own, read_questions
from index.errors import QuothError
from ingest.build import build
from ingest.progress import unwatched

SHIPPED = Path(__file__).parent.parent / "evaluate" / "questions"


def test_a_line_expects_words_or_several_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"question": "Who?", "expect": "he"}\n\n{"question": "Why?", "expect": ["a", "b"]}\n'
        '{"question": "When?", "expect": null}\n'
    )
    assert read_questions(path) == [
        OwnQuestion("1", "Who?", ("he",)),
        OwnQuestion("3", "Why?", ("a", "b")),
        OwnQuestion("4", "When?", ()),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2, is not a question"),
        ("[]", "line 2, is not a question"),
        ('{"question": "Who?"}', r"line 2, is not a question \(KeyError\)"),
        ('{"question": " ", "expect": null}', "line 2, is not a question"),
        ('{"question": "Who?", "expect": 3}', "line 2, is not a question"),
        ('{"question": "Who?", "expect": ""}', "line 2, is not a question"),
        ('{"question": "Who?", "expect": []}', "line 2, expects an empty list"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"question": "Who?", "expect": null}\n' + line)
    with pytest.raises(QuothError, match=sentence):
        read_questions(path)


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match="cannot be read: No such file"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "q.jsonl").write_text("\n")
    with pytest.raises(QuothError, match="holds no question"):
        read_questions(tmp_path / "q.jsonl")


def test_right_is_a_passage_and_a_quote_with_the_words_however_lines_break(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals. So it is said.", "b.txt": "Grief takes time."})
    build([folder], index, encoder=encoder)
    questions = [
        OwnQuestion("1", "sleep", ("nothing such", "Sleep\n heals.")),
        OwnQuestion("2", "sleep", ("So it is said",)),
        OwnQuestion("3", "grief", ("Sleep heals.",)),
        OwnQuestion("4", "grief", ()),
    ]
    judged = ask_own(questions, opened(index), "rerank", unwatched)
    assert [(each.rank, each.marked, each.expected) for each in judged] == [
        (1, True, "nothing such / Sleep\n heals."),
        (1, False, "So it is said"),
        (2, False, "Sleep heals."),
        (None, False, None),
    ]


@pytest.mark.parametrize("name", ["corpus.jsonl", "field.jsonl", "paraphrases.jsonl"])
def test_the_shipped_questions_fit_the_sample_documents(name: str) -> None:
    texts = [" ".join(text.split()) for text in sample_texts().values()]
    questions = read_questions(SHIPPED / name)
    for words in (words for each in questions for words in each.expect):
        assert any(words in text for text in texts), words
    assert len({each.text for each in questions}) == len(questions)


def test_there_are_as_many_shipped_questions_as_were_promised() -> None:
    corpus, field = (read_questions(SHIPPED / f"{name}.jsonl") for name in ("corpus", "field"))
    unanswerable = [each for each in corpus if not each.expect]
    assert len(corpus) >= 150
    assert len(unanswerable) >= len(corpus) / 3
    assert len(field) >= 60
    assert not any(each.expect for each in field)


def test_the_held_out_questions_are_different_and_half_of_them_near_misses() -> None:
    held_out = read_questions(SHIPPED / "medquad.jsonl")
    answered = [each for each in held_out if each.expect]
    assert (len(answered), len(held_out) - len(answered)) == (186, 211)
    assert len({each.text.casefold() for each in held_out}) == 397
    for words in (words for each in answered for words in each.expect):
        assert words == " ".join(words.split())
        assert 2 <= len(words.split()) <= 10, words


def test_the_held_out_questions_fit_their_documents(shared: Path) -> None:
    texts: list[str] = []
    with tarfile.open(shared / "data" / "medquad.tar.gz") as packed:
        for member in packed:
            if member.name.startswith(("medquad/SeniorHealth/", "medquad/NHLBI/")):
                file = packed.extractfile(member)
                texts.append(file.read().decode() if file else "")
    assert len([text for text in texts if text]) == 136
    for each in read_questions(SHIPPED / "medquad.jsonl"):
        for words in each.expect:
            assert any(words in text for text in texts), words
