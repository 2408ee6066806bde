"""Every question that the empty page offers over the sample documents, over the real models."""

from pathlib import Path

import pytest
from conftest import CORPUS

from index import Library
from index.store.folders import QUESTIONS_FILE
from ingest.build import build

pytestmark = pytest.mark.model

MARKED = {
    "What are the three parts of the therapeutic alliance?": (
        "has three parts:\n\n- agreement on goals\n- agreement on tasks\n"
        "- a bond between patient and therapist",
    ),
    "Which tasks does the last phase of a therapy have?": ("The last phase has three tasks.",),
    "What did the commission find about animal magnetism?": (
        "It found no magnetic fluid and put the effects down to imagination.",
    ),
    "What are the usual exceptions to confidentiality?": (
        "Usual exceptions to confidentiality include the patient's authorisation",
    ),
    "Which therapeutic factors did Yalom list?": ("- instillation of hope", "- existential"),
}
"""What has to stand in what is marked."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    index = tmp_path_factory.mktemp("examples") / "index"
    build([CORPUS], index)
    return Library.open(index)


def test_each_that_is_offered_has_its_words_here() -> None:
    lines = (Path(CORPUS) / QUESTIONS_FILE).read_text(encoding="utf-8").splitlines()
    assert list(filter(None, lines)) == list(MARKED)


@pytest.mark.parametrize("question", MARKED)
def test_each_is_answered_and_rightly_marked(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.verdict == "answered"
    assert answer.quote is not None
    for words in MARKED[question]:
        assert words in answer.quote.text
