"""Fields of a Word file: how far they have come, and what the fields of a form show."""

from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.docx.names import W, at, is_on, number_of, value_of

TICKED, EMPTY = "☒", "☐"


@dataclass(slots=True)
class Field:
    """A field that has begun: its instruction, and whether its result has."""

    instruction: str = ""
    in_result: bool = False
    has_result: bool = False


def form_field(data: _Element) -> str:
    """A box of a form, ticked or empty, or what is chosen of a list; empty for typed text."""
    box = at(data, "checkBox")
    if box is not None:
        state = at(box, "checked")
        return TICKED if is_on(state if state is not None else at(box, "default")) else EMPTY
    choices = at(data, "ddList")
    if choices is None:
        return ""
    entries = [value_of(each) or "" for each in choices.findall(f"{W}listEntry")]
    chosen = number_of(at(choices, "result"))
    if chosen is None:
        chosen = number_of(at(choices, "default")) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""
