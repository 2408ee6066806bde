import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluate.rows import Row
from index.models.merged import Slice
from index.models.onnx import packaged_folder
from index.models.reader import OnnxReader
from index.passage import Span
from training.data import unguessed
from training.examples import Example, Windows, load, nearest_without, renamed, save
from training.export import joined, quantised, slices_of
from training.network import SPAN_WEIGHT, Packed, ReaderNetwork
from training.sources import medquad_rows, written_rows

PASSAGE = "Tea is old. Yew is a tree of 1820. Its bark is red. Oak is hard. Elm is not."


def row(question: str, answer: str | None, passage: str = PASSAGE, title: str | None = None) -> Row:
    start = passage.find(answer) if answer else 0
    spans = (Span(start, start + len(answer)),) if answer else ()
    return Row(question, passage, spans, False, title, "g", "s")


def windows(seed: int = 1) -> Windows:
    return Windows(lambda text: 10 * len(text.split()), random.Random(seed))


@pytest.mark.parametrize("seed", range(20))
def test_a_window_holds_its_answer_where_it_says(seed: int) -> None:
    example = windows(seed).answering(row("How is bark?", "red", title="Trees"))
    assert example is not None
    assert [span.of(example.text) for span in example.answers] == ["red"]
    assert example.text.removeprefix("Trees. ") in PASSAGE


@pytest.mark.parametrize("seed", range(20))
def test_a_window_beside_an_answer_has_neither_its_sentence_nor_its_words(seed: int) -> None:
    example = windows(seed).beside(row("Which is hard?", "Oak", PASSAGE + " Oak burns."))
    assert example is not None
    assert example.answers == ()
    assert "Oak" not in example.text


def test_there_is_no_window_beside_an_answer_that_fills_its_passage() -> None:
    assert windows().beside(row("What is tea?", "Tea is old.", "Tea is old.")) is None


@pytest.mark.parametrize("seed", range(10))
def test_a_renamed_question_names_another_of_the_passages_kind(seed: int) -> None:
    passage = "In 1820 Ada Ray met Bo Li. By 1831 they were rich."
    other = renamed(row("What was Ada Ray in 1831?", "rich", passage), random.Random(seed))
    assert other is not None
    assert other.question in ("What was Bo Li in 1831?", "What was Ada Ray in 1820?")
    assert other.answers == ()


def test_a_question_without_a_name_is_not_renamed() -> None:
    assert renamed(row("How is bark?", "red"), random.Random(1)) is None


def test_the_nearest_passages_lack_the_answer_and_are_not_the_questions_own() -> None:
    rows = [
        row("What colour is yew bark?", "red", "Yew bark is red."),
        row("Is oak bark hard?", "hard", "Oak bark is hard."),
        row("Is elm bark red?", "red", "Elm bark is red, yew too."),
        row("What is tea?", "old", "Tea is old."),
    ]
    ((asked, found),) = nearest_without(rows, rows[:1], 2)
    assert asked is rows[0]
    assert [each.passage for each in found] == ["Oak bark is hard.", "Tea is old."]
    assert {each.question for each in found} == {"What colour is yew bark?"}


def test_examples_are_read_as_they_were_written(tmp_path: Path) -> None:
    examples = [
        Example("q\u2028?", "Tea.\n\nYew", (Span(0, 3),), "s", "answers", 0.5),
        Example("r?", "x", (), "s", "given"),
    ]
    save(examples, tmp_path / "e.jsonl")
    assert load(tmp_path / "e.jsonl") == examples


def test_a_matrix_in_integers_is_off_by_half_a_step_at_most() -> None:
    weights = np.random.default_rng(1).normal(size=(30, 4)).astype(np.float32)
    weights[:, 2] *= 100
    made = dict(quantised("w", weights))
    assert np.abs(made["w_quantized"]).max() == 63
    back = made["w_quantized"] * made["w_scale"]
    assert (np.abs(back - weights) <= made["w_scale"] / 2 + 1e-6).all()


def test_initializers_are_found_in_a_file_by_their_names() -> None:
    onnx = pytest.importorskip("onnx", reason="the packages of requirements-dev.txt are missing")
    from onnx import helper, numpy_helper

    arrays = [numpy_helper.from_array(np.full(300, n, np.float32), f"w{n}") for n in range(3)]
    graph = helper.make_graph([], "g", [], [], arrays)
    base = helper.make_model(graph).SerializeToString()
    slices = list(slices_of(base, {"w0", "w2"}))
    for each, array in zip(slices, (arrays[0], arrays[2]), strict=True):
        part = onnx.GraphProto.FromString(base[each.start : each.end])
        assert list(part.initializer) == [array]


def test_neighbouring_slices_are_one() -> None:
    assert joined(iter([Slice(1, 3), Slice(3, 5), Slice(6, 7)])) == [Slice(1, 5), Slice(6, 7)]


def test_a_section_answers_its_own_kind_of_question_and_another_does_not(tmp_path: Path) -> None:
    import tarfile

    words = "word " * 30
    text = f"# Yew\n\n## What causes Yew ?\n\n{words}A\n\n## How to prevent Yew ?\n\n{words}B\n"
    file = tmp_path / "1.md"
    file.write_text(text)
    with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as archive:
        archive.add(file, "medquad/CDC/1.md")
        archive.add(file, "medquad/NHLBI/2.md")
    asked, other = medquad_rows(tmp_path / "m.tar.gz", random.Random(3), 10)
    assert asked.question == other.question
    assert "Yew" in asked.question
    assert [span.of(asked.passage) for span in asked.answers] == [asked.passage]
    assert other.answers == ()
    assert {asked.passage[-1], other.passage[-1]} == {"A", "B"}


def test_every_question_written_for_training_can_be_read() -> None:
    rows = list(written_rows())
    assert len({row.passage for row in rows}) == len({row.group for row in rows})
    answered = sum(bool(row.answers) for row in rows)
    assert 0.45 < answered / len(rows) < 0.55


def test_questions_whose_words_tell_their_label_weigh_less() -> None:
    rows = [
        replace(row(f"{word} is {n}?", answer), group=str(n))
        for n in range(60)
        for word, answer in (("Why", None), ("Who", "Tea"), ("What", "Tea"), ("What", None))
    ]
    why, who, what, other = unguessed(rows).reshape(60, 4).mean(axis=0)
    assert max(why, who) < 0.7
    assert 0.8 < what < 1.3
    assert 0.8 < other < 1.3


def test_a_short_passage_without_an_answer_is_an_example_whole() -> None:
    short = row("Who sings at noon?", None, "Wrens sing.")
    example = Windows(lambda text: len(text.split()), random.Random(1)).beside(short)
    assert example is not None
    assert example.text == "Wrens sing."
    assert example.answers == ()


def test_a_network_begun_with_a_file_has_that_files_heads(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the packages of requirements-dev.txt are missing")
    folder = packaged_folder("reranker_en")
    assert folder is not None
    base = (folder / "model.onnx").read_bytes()
    ranker, reader = Packed(base), Packed(OnnxReader().whole(base))
    network = ReaderNetwork.of(reader)
    assert SPAN_WEIGHT not in ranker
    assert np.array_equal(network.span.weight.detach().numpy().T, reader.array(SPAN_WEIGHT))
    trained, untrained = (each.weights("layer.11.output.dense") for each in (reader, ranker))
    assert np.array_equal(network.upper[-1].down.weight.detach().numpy().T, trained)
    assert not np.allclose(trained, untrained)
