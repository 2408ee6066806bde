"""JSON Lines: each line an object with a text, under its title where it has one."""

import json

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer
from ingest.readers.decode import decode

_TEXTS = ("text", "content", "body", "contents", "passage")
_TITLES = ("title", "heading", "name")


def read(path: str, data: bytes) -> Document:
    """The text is the field `text`, or the first there is of `content`, `body`, `contents`."""
    decoded = decode(data)
    composer = Composer()
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip():
            _write(composer, _object(line, number), number)
    return composer.document(path, "application/jsonl", remark=decoded.remark)


def _object(line: str, number: int) -> dict[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"line {number} is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise Unreadable(f"line {number} is not a JSON object")
    return record


def _write(composer: Composer, record: dict[str, object], number: int) -> None:
    text = _first(record, _TEXTS)
    if text is None:
        raise Unreadable(
            f"line {number} has no text: none of its fields is called {', '.join(_TEXTS)}"
        )
    composer.edge()
    if title := _first(record, _TITLES):
        composer.heading(title, 2)
    for paragraph in text.splitlines():
        composer.paragraph(paragraph)


def _first(record: dict[str, object], names: tuple[str, ...]) -> str | None:
    """The first of these fields that is text."""
    values = (record.get(name) for name in names)
    return next((value for value in values if isinstance(value, str)), None)
