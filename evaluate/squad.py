"""SQuAD files: articles of paragraphs, with questions whose answers are stretches of one."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ir_measures import Qrel

from evaluate.collection import Text
from evaluate.judged import DEEPEST, Judged
from evaluate.rows import ENDINGS, Row, rows_of
from evaluate.runs import asking
from index.answering.answer import Answer
from index.answering.search import Mode
from index.errors import QuothError
from index.library import Library
from index.passage import Span
from ingest.progress import Watcher

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
    parts: bool = False

    def is_answered_by(self, document: str, span: Span) -> bool:
        """Whether that stretch of that document holds an answer whole, or half of one."""
        if document != self.document:
            return False
        if self.parts:
            return any(_shares_half(span, answer) for answer in self.answers)
        return any(span.start <= each.start and each.end <= span.end for each in self.answers)


def _shares_half(one: Span, other: Span) -> bool:
    """Whether they have half of the shorter in common."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common >= min(one.end - one.start, other.end - other.start) > 0


@dataclass(frozen=True, slots=True)
class Article:
    """Texts that belong together and the questions on them; `name` begins every text's id."""

    name: str
    texts: tuple[Text, ...]
    questions: tuple[Question, ...]


def read_squad(path: Path) -> list[Article]:
    """The articles of a SQuAD 1.1 or 2.0 file, or of rows, each paragraph a text of its own.

    Raises QuothError when the file is missing or not in that format.
    """
    if path.name.endswith(ENDINGS):
        return _articles_of(rows_of(path))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
        return [_article(f"{number:04}", article) for number, article in enumerate(data)]
    except OSError as error:
        raise QuothError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise QuothError(
            f"{path} is not a SQuAD file ({type(error).__name__}: {error}). Give a JSON file in "
            "the format of SQuAD 1.1 or 2.0."
        ) from error


def _articles_of(rows: Iterable[Row]) -> list[Article]:
    """One article a group; a question is asked once for each passage that it is labelled with."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return [_article_of(f"{number:04}", group) for number, group in enumerate(groups.values())]


def _article_of(name: str, rows: Sequence[Row]) -> Article:
    texts: dict[str, Text] = {}
    questions = []
    for number, row in enumerate(rows):
        text = Text(f"{name}/{len(texts):03}", row.title or "", row.passage)
        text = texts.setdefault(row.passage, text)
        asked = Question(f"{name}-{number}", row.question, text.id, row.answers, row.parts)
        questions.append(asked)
    return Article(name, tuple(texts.values()), tuple(questions))


def _article(name: str, article: dict[str, Any]) -> Article:
    texts: list[Text] = []
    questions: list[Question] = []
    for number, paragraph in enumerate(article["paragraphs"]):
        text = Text(f"{name}/{number:03}", "", str(paragraph["context"]))
        texts.append(text)
        questions.extend(_questions(paragraph["qas"], text))
    return Article(name, tuple(texts), tuple(questions))


def _questions(items: Sequence[dict[str, Any]], text: Text) -> Iterator[Question]:
    for item in items:
        spans: set[Span] = set()
        if not item.get("is_impossible"):
            for answer in item["answers"]:
                start = int(answer["answer_start"])
                spans.add(Span(start, start + len(answer["text"])))
        ordered = tuple(sorted(spans, key=lambda span: (span.start, span.end)))
        yield Question(str(item["id"]), str(item["question"]), text.id, ordered)


def joined(article: Article) -> Article:
    """The article as one text, its paragraphs one after another."""
    whole, offsets = "", {}
    for text in article.texts:
        offsets[text.id] = len(whole)
        whole += text.text + _BETWEEN_PARAGRAPHS
    name = f"{article.name}.txt"
    questions = (
        Question(each.id, each.text, name, _moved(each.answers, offsets[each.document]))
        for each in article.questions
    )
    return Article(article.name, (Text(name, "", whole),), tuple(questions))


def _moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + by, span.end + by) for span in spans)


def qrels_of(questions: Sequence[Question]) -> tuple[Qrel, ...]:
    """The text that answers each question, as a judgment."""
    return tuple(Qrel(each.id, each.document, 1) for each in questions if each.answers)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what texts a question is asked: of all articles', and

    given:         of its own text and no other instead
    alone:         of its own text too, to see whether the right stretch is marked there
    leave_one_out: once more of all other articles', which do not answer it
    """

    mode: Mode
    given: bool = False
    alone: bool = True
    leave_one_out: bool = False


def ask_squad(
    questions: Sequence[Question], library: Library, how: Asked, watch: Watcher
) -> list[Judged]:
    """Asks each question of an index of all articles' texts."""
    rows: list[Judged] = []
    for number, question in enumerate(questions):
        watch(asking(number, len(questions)))
        rows.append(_judged(question, library, how))
        if how.leave_one_out and question.answers:
            rows.append(_left_out(question, library, how.mode))
    watch(asking(len(questions), len(questions)))
    return rows


def ask_left_out(
    questions: Sequence[Question], library: Library, mode: Mode, watch: Watcher
) -> list[Judged]:
    """Asks each question of all articles but its own, which do not answer it."""
    rows: list[Judged] = []
    for number, question in enumerate(questions):
        watch(asking(number, len(questions)))
        rows.append(_left_out(question, library, mode))
    watch(asking(len(questions), len(questions)))
    return rows


def _judged(question: Question, library: Library, how: Asked) -> Judged:
    def own(path: str) -> bool:
        return path == question.document

    answer = library.ask(question.text, DEEPEST, how.mode, own if how.given else None)
    if not question.answers:
        return Judged(question.id, answer, None)
    passages = [hit.passage for hit in answer.hits]
    ranks = (
        rank
        for rank, passage in enumerate(passages, start=1)
        if question.is_answered_by(passage.document, Span(passage.start, passage.end))
    )
    searched_all = how.alone and not how.given
    right = library.ask(question.text, 1, how.mode, own) if searched_all else answer
    places = ", ".join(f"{span.start}–{span.end}" for span in question.answers)
    expected = f"{question.document}, characters {places}"
    marked = _is_marked(question, answer)
    there = _is_marked(question, right) if how.alone else None
    return Judged(question.id, answer, expected, next(ranks, None), marked, there)


def _left_out(question: Question, library: Library, mode: Mode) -> Judged:
    """The answer of all other articles, which should be none."""
    article = question.document.partition("/")[0] + "/"
    answer = library.ask(question.text, 1, mode, lambda path: not path.startswith(article))
    return Judged(f"{question.id} left out", answer, None)


def _is_marked(question: Question, answer: Answer) -> bool:
    quote = answer.quote
    return quote is not None and question.is_answered_by(
        quote.document, Span(quote.start, quote.end)
    )
