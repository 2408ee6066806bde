"""JSON Lines: each line an object with a text, under its title; a chat's lines are its turns."""

import json
from dataclasses import dataclass

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer
from ingest.readers.normalise import listed
from ingest.readers.text.decode import decode
from ingest.readers.text.records import TEXTS, Json, Passage, passage_of

_AROUND = "\x1e\r\t "  # JSON text sequences begin each record with U+001E


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a line is not taken: in short, and what more there is to say."""

    kind: str
    detail: str = ""


def read(path: str, data: bytes) -> Document:
    """The text of each line is the field `text`, or the first there is of `content`, `body` …

    Before it stands who says it, or the question that it answers; after it every other field, as
    "name: value". A line that is cut or has no text is left out, with a remark that names it.
    Raises Unreadable if all are.
    """
    decoded = decode(data)
    composer = Composer()
    faults: dict[str, list[int]] = {}
    first: Unreadable | None = None
    was_turn = False
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        words = line.strip(_AROUND)
        if not words:
            continue
        found = _read_line(words)
        if isinstance(found, _Fault):
            faults.setdefault(found.kind, []).append(number)
            first = first or Unreadable(f"line {number} {found.kind}{found.detail}")
            continue
        if not (was_turn and found.is_turn):
            composer.edge()  # the turns of a chat stay together: an answer with its question
        was_turn = found.is_turn
        _write(composer, found)
    if first and not composer.length:
        raise first
    for kind, numbers in faults.items():
        composer.remark(f"{listed('line', numbers)} left out: {kind}")
    return composer.document(path, "application/jsonl", remark=decoded.remark)


def _read_line(line: str) -> Passage | _Fault:
    try:
        record: Json = json.loads(line)
        if not isinstance(record, dict):
            return _Fault("is not a JSON object")
        found = passage_of(record)
    except (ValueError, RecursionError) as error:
        return _Fault("is not JSON", f": {error}")
    return found or _Fault("has no text", f": none of its fields is called {', '.join(TEXTS)}")


def _write(composer: Composer, passage: Passage) -> None:
    if passage.title:
        composer.heading(passage.title, 2)
    if passage.question:
        composer.heading(passage.question, 3 if passage.title else 2)
    for turn in passage.turns:
        paragraphs = turn.words.splitlines()
        if turn.speaker:
            paragraphs[0] = f"{turn.speaker}: {paragraphs[0]}"
        for paragraph in paragraphs:
            composer.paragraph(paragraph)
        for line in turn.beside:
            composer.line(line)
    if passage.unread:
        composer.remark(f"fields left out, which hold no words: {', '.join(passage.unread)}")
