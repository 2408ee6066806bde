"""The reader that ships, on its real weights."""

import pytest

from index.answering.calibration import shipped
from index.models.reader import FOLDER, OnnxReader, Reading, ToRead
from index.passage import Span

pytestmark = pytest.mark.model

TEXT = (
    "The lamp of Aldhaven. It was lit in 1820. A keeper trims the wick every four hours. "
    "Nobody has rowed out to it since the storm."
)
SENTENCES = tuple(
    Span(TEXT.index(words), TEXT.index(words) + len(words))
    for words in (
        "It was lit in 1820.",
        "A keeper trims the wick every four hours.",
        "Nobody has rowed out to it since the storm.",
    )
)


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader()


def read(reader: OnnxReader, question: str) -> Reading:
    (found,) = reader.read(question, [ToRead(TEXT, SENTENCES)])
    return found


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When was the lamp of Aldhaven lit?", 0),
        ("How often is the wick trimmed?", 1),
        ("what does the keeper do with the wick", 1),
        ("Since when has nobody rowed out to the lamp?", 2),
    ],
)
def test_the_sentence_that_answers_is_likelier_than_none(
    reader: OnnxReader, question: str, sentence: int
) -> None:
    found = read(reader, question)
    scores = found.starts + found.ends
    assert int(scores.argmax()) == sentence
    assert scores[sentence] > 0
    assert found.verdict > 0


@pytest.mark.parametrize(
    "question",
    [
        "Who lit the lamp of Aldhaven?",
        "How much is the keeper of the lamp paid?",
        "When was the lamp of Marigold rebuilt?",
        "How tall is the lighthouse of Aldhaven?",
    ],
)
def test_what_the_text_is_about_but_does_not_say_is_likelier_not_there(
    reader: OnnxReader, question: str
) -> None:
    found = read(reader, question)
    assert (found.starts + found.ends).max() < 0
    assert found.verdict < 0


def test_the_same_text_is_read_the_same_whatever_is_read_beside_it(reader: OnnxReader) -> None:
    alone = read(reader, "When was it lit?")
    first, _ = reader.read(
        "When was it lit?", [ToRead(TEXT, SENTENCES), ToRead("Tea.", (Span(0, 4),))]
    )
    assert (first.verdict, first.starts.tolist()) == (alone.verdict, alone.starts.tolist())


def test_the_end_of_a_text_that_is_too_long_counts_as_no_answer(reader: OnnxReader) -> None:
    text = TEXT + " word" * 600 + " It was lit in 1820."
    last = Span(len(text) - 19, len(text))
    (found,) = reader.read("When was it lit?", [ToRead(text, (SENTENCES[0], last))])
    assert found.starts[1] == -30.0


def test_the_shipped_confidence_is_for_the_shipped_weights(reader: OnnxReader) -> None:
    curve = shipped().reader
    assert curve is not None
    assert (curve.model, curve.sha256) == (reader.name, reader.sha256)


def test_the_file_with_the_rankers_weights_is_smaller_than_may_be_kept() -> None:
    assert (FOLDER / "reader.onnx").stat().st_size < 25_000_000
