"""BEIR folders: corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv (Thakur et al., 2021)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ir_measures import Qrel

from evaluate.collection import Text
from index.errors import QuothError


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a labelled set."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Texts, the queries that have judgments, and the judgments.

    unknown: judged documents that the collection does not hold; they count as never found
    """

    name: str
    texts: tuple[Text, ...]
    queries: tuple[Query, ...]
    qrels: tuple[Qrel, ...]
    unknown: int = 0


def read_beir(folder: Path, split: str = "test") -> Benchmark:
    """The benchmark in `folder`; raises QuothError, naming the line, where it is not BEIR's."""
    texts = tuple(
        Text(_string(row, "_id"), str(row.get("title") or ""), _string(row, "text"))
        for row in _rows(folder / "corpus.jsonl")
    )
    asked = {_string(row, "_id"): _string(row, "text") for row in _rows(folder / "queries.jsonl")}
    known = {text.id for text in texts}
    if len(known) < len(texts):
        raise QuothError(f"{folder / 'corpus.jsonl'} gives {len(texts) - len(known)} ids twice.")
    path = folder / "qrels" / f"{split}.tsv"
    qrels = tuple(_qrels(path))
    for qrel in qrels:
        if qrel.query_id not in asked:
            raise QuothError(
                f"{path} judges query {qrel.query_id}, which {folder / 'queries.jsonl'} does not "
                "hold. Give a whole BEIR folder."
            )
    unknown = sum(qrel.doc_id not in known for qrel in qrels)
    if unknown == len(qrels):
        raise QuothError(f"{path} names no document of {folder / 'corpus.jsonl'}.")
    queries = dict.fromkeys(qrel.query_id for qrel in qrels if qrel.relevance > 0)
    return Benchmark(
        f"{folder.resolve().name}/{split}",
        texts,
        tuple(Query(each, asked[each]) for each in queries),
        qrels,
        unknown,
    )


class _Row(dict[str, Any]):
    """A line's object, which knows where it stands."""

    place = ""


def _rows(path: Path) -> Iterator[_Row]:
    for number, line in _lines(path):
        try:
            row = _Row(json.loads(line))
        except (ValueError, TypeError) as error:
            raise QuothError(f"{path}, line {number}, is not a JSON object: {error}.") from error
        row.place = f"{path}, line {number},"
        yield row


def _string(row: _Row, key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise QuothError(f'{row.place} has no text under "{key}".')
    return value


def _qrels(path: Path) -> Iterator[Qrel]:
    """Judgments; the first line is BEIR's header unless it is one itself."""
    for number, line in _lines(path):
        parts = line.rstrip("\r\n").split("\t")
        try:
            query, document, grade = parts
            yield Qrel(query, document, int(grade))
        except ValueError:
            if number > 1:
                raise QuothError(
                    f"{path}, line {number}, is not a query's id, a document's id and a whole "
                    "number, with tabs between them."
                ) from None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The file's lines that are not blank, numbered from 1."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise QuothError(
            f"{path} cannot be read: {error.strerror}. A BEIR folder holds corpus.jsonl, "
            "queries.jsonl and qrels/SPLIT.tsv."
        ) from error
    except UnicodeDecodeError as error:
        raise QuothError(f"{path} is not UTF-8: {error}.") from error
