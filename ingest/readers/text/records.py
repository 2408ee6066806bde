"""What a JSON object says to a reader: its text, who says it, and what stands beside it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.readers.normalise import means_something

TEXTS = tuple(
    "text content body contents passage page_content context message messages conversation "
    "conversations dialog dialogue turns value answer answers response completion output abstract "
    "description summary".split()
)
"""Names of fields that hold the text, the first there is counts."""

_TITLES = dict.fromkeys(("title", "heading", "name"))
_QUESTIONS = dict.fromkeys(("question", "prompt", "instruction", "query"))
_NAMES = (*TEXTS, *_QUESTIONS)  # these and the others in the order in which they count
_ROLES = dict.fromkeys(("role", "from", "speaker", "sender"))
_MERELY_TEXT = frozenset(("text", "message", "input_text", "output_text"))
_LONGEST_QUESTION = 300  # characters of one that can stand as a heading
_MOST_NUMBERS = 16  # of a list; more are a vector, which says nothing to read
_CODE = re.compile(r"data:\S+|[0-9a-fA-F-]{24,}|[A-Za-z0-9+/_-]{60,}={0,2}")
_DEEPEST = 8

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A text; who says it, None where nobody is named; other fields as lines "name: value"."""

    words: str
    speaker: str | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What an object says.

    is_turn: whether it is one turn of a chat, which goes on in the next object
    unread:  names of fields that hold no words: vectors, hashes, files
    """

    turns: tuple[Turn, ...]
    title: str | None
    question: str | None
    is_turn: bool
    unread: tuple[str, ...]


def passage_of(record: Mapping[str, Json]) -> Passage | None:
    """All that it says; None where no field holds a text."""
    text = _text_name(record)
    if text is None:
        return None
    speaker = _first(record, _ROLES)
    title = None if speaker else _first(record, _TITLES)
    question = _first(record, _QUESTIONS) if text in TEXTS else None
    asked = str(record[question]) if question else None
    heads = [name for name in (title, question) if name]
    turns = _turns_of(record, text, heads)
    if asked and len(asked) > _LONGEST_QUESTION:
        turns, asked = [Turn(asked), *turns], None
    return Passage(
        turns=tuple(turns),
        title=str(record[title]) if title else None,
        question=asked,
        is_turn=speaker is not None,
        unread=tuple(dict.fromkeys(_unread(record))) if len(record) > len(heads) + 1 else (),
    )


def _first(record: Mapping[str, Json], names: Mapping[str, None]) -> str | None:
    """The first of these names whose field has words in it."""
    if names.keys().isdisjoint(record):
        return None
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and means_something(value):
            return name
    return None


def _text_name(record: Mapping[str, Json], depth: int = _DEEPEST) -> str | None:
    """The first of the names of texts whose field holds one."""
    for name in _NAMES:
        if name in record:
            value = record[name]
            if means_something(value) if isinstance(value, str) else _turns(value, depth):
                return name
    return None


def _turns(value: Json, depth: int = _DEEPEST) -> list[Turn]:
    """The texts in a value; an object's other fields stand beside its own."""
    if isinstance(value, str):
        return [Turn(value)] if means_something(value) else []
    if value is None or not depth:
        return []
    if isinstance(value, list):
        return [turn for each in value for turn in _turns(each, depth - 1)]
    if isinstance(value, dict):
        return _turns_of(value, _text_name(value, depth - 1), depth=depth - 1)
    return [Turn(_written(value))]


def _turns_of(
    record: Mapping[str, Json],
    text: str | None,
    heads: Sequence[str] = (),
    depth: int = _DEEPEST,
) -> list[Turn]:
    """The texts of the field of that name, the other fields beside the last; `heads` left out."""
    role = _first(record, _ROLES) if text else None
    known = (text, role, *heads)
    others = {name: value for name, value in record.items() if name not in known}
    beside = tuple(_lines(others)) if others else ()
    if text is None:
        return [Turn(line) for line in beside]
    turns = _turns(record[text], depth)
    if role and turns[0].speaker is None:
        turns[0] = replace(turns[0], speaker=str(record[role]))
    if beside:
        turns[-1] = replace(turns[-1], beside=(*turns[-1].beside, *beside))
    return turns


def _lines(
    value: Json | Mapping[str, Json], path: str = "", depth: int = _DEEPEST
) -> Iterator[str]:
    """Each value after its name, "metadata.author: Ebba Holm"; what holds no words left out."""
    if isinstance(value, Mapping) and depth:
        for name, inner in value.items():
            yield from _lines(inner, f"{path}.{name}" if path else name, depth - 1)
    elif isinstance(value, list) and any(isinstance(each, list | dict) for each in value) and depth:
        for each in value:
            yield from _lines(each, path, depth - 1)
    elif not _is_code(value) and not (path == "type" and value in _MERELY_TEXT):
        words = _written(value)
        if means_something(words):
            yield f"{path}: {words}"


def _unread(value: Json | Mapping[str, Json], name: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(inner, str) or _is_code(inner):
                yield from _unread(inner, key)
    elif _is_code(value):
        yield name
    elif isinstance(value, list):
        for each in value:
            yield from _unread(each, name)


def _is_code(value: Json | Mapping[str, Json]) -> bool:
    """Whether a value is for machines alone: a vector, a hash, a file in letters."""
    if isinstance(value, list):
        numbers = sum(1 for each in value if isinstance(each, int | float))
        return numbers > _MOST_NUMBERS and numbers == len(value)
    if not isinstance(value, str) or len(value) < 24 or " " in value:
        return False
    return _CODE.fullmatch(value.strip()) is not None


def _written(value: Json | Mapping[str, Json]) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(_written(each) for each in value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
