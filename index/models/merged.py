"""An ONNX file made whole from two: what is new in one, what it keeps of another by its places.

Both are protobuf messages. Of two messages one after the other the parts are joined, so the kept
weights' bytes, put after the new file as one more piece of its graph, belong to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_GRAPH = 7 << 3 | 2  # the tag of a model's graph


@dataclass(frozen=True, slots=True)
class Slice:
    """Bytes `start` up to, but not including, `end` of a file."""

    start: int
    end: int


def merged(new: bytes, base: bytes, kept: Sequence[Slice]) -> bytes:
    """The whole model: `kept` names whole initializers in the base's graph."""
    pieces = [base[each.start : each.end] for each in kept]
    length = _varint(sum(map(len, pieces)))
    return b"".join([new, bytes([_GRAPH]), length, *pieces])


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])
