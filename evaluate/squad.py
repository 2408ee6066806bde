"""SQuAD files: articles with questions whose answers are stretches of a paragraph."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuothError
from index.passage import Span

_BETWEEN_PARAGRAPHS = "\n\n"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its answers lie: spans of the text of `document`; none if it has none.

    A location names a document and characters, never a passage, so that documents may be split
    differently without being labelled again.
    """

    id: str
    text: str
    document: str
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A SQuAD article as a document to ingest; `name` is its file's name."""

    name: str
    text: str
    questions: tuple[Question, ...]


def read_squad(path: Path) -> list[Article]:
    """The articles of a SQuAD 1.1 or 2.0 file, their paragraphs put one after another.

    Raises QuothError when the file is missing or not in that format.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
        return [_article(number, article) for number, article in enumerate(data)]
    except OSError as error:
        raise QuothError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise QuothError(
            f"{path} is not a SQuAD file ({type(error).__name__}: {error}). Give a JSON file in "
            "the format of SQuAD 1.1 or 2.0."
        ) from error


def write_articles(articles: list[Article], folder: Path) -> None:
    """One text file an article, to be ingested."""
    for article in articles:
        (folder / article.name).write_text(article.text, encoding="utf-8", newline="")


def _article(number: int, article: dict[str, object]) -> Article:
    name = f"{number:04}.txt"
    paragraphs: list[dict[str, object]] = article["paragraphs"]  # type: ignore[assignment]
    questions: list[Question] = []
    text = ""
    for paragraph in paragraphs:
        questions.extend(_questions(paragraph, name, len(text)))
        text += str(paragraph["context"]) + _BETWEEN_PARAGRAPHS
    return Article(name, text, tuple(questions))


def _questions(paragraph: dict, name: str, offset: int) -> Iterator[Question]:  # type: ignore[type-arg]
    for item in paragraph["qas"]:
        spans = []
        if not item.get("is_impossible"):
            for answer in item["answers"]:
                start = offset + answer["answer_start"]
                spans.append(Span(start, start + len(answer["text"])))
        yield Question(str(item["id"]), item["question"], name, tuple(spans))
