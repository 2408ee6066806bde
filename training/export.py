"""From the trained network to the file that ships: what is new of it in eight bits, and no more.

The file is an ONNX graph without the weights that stay as the package has them. An ONNX file is a
protobuf message, and of two messages one after the other the repeated fields are joined, so the
bytes of the package's own weights put after the file make it whole (Protocol Buffers, "Last One
Wins" and merging, in the encoding guide). Where they lie in the package's file stands beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.models.merged import Slice
from training.network import (
    FROZEN,
    LAYERS,
    MATRICES,
    SPAN_BIAS,
    SPAN_WEIGHT,
    Packed,
    ReaderNetwork,
    output_of_layer,
)

_GREATEST = 63  # seven bits and a sign: without newer instructions, sums of eight overflow


def export(network: ReaderNetwork, packed: Packed, base: bytes) -> tuple[bytes, list[Slice]]:
    """The file's bytes, and the slices of the package's file that make it whole.

    packed: the package's model; it is changed
    base:   the bytes that it was read from
    """
    from onnx import helper, numpy_helper

    graph = packed.model.graph
    new = dict(_new_weights(network, packed))
    head = {SPAN_WEIGHT: network.span.weight.T, SPAN_BIAS: network.span.bias}
    new |= {name: value.detach().numpy() for name, value in head.items()}
    kept = [each.name for each in graph.initializer if each.name not in new]
    last = output_of_layer(LAYERS - 1)
    graph.node.extend(
        [
            helper.make_node("MatMul", [last, SPAN_WEIGHT], ["reader.met"]),
            helper.make_node("Add", ["reader.met", SPAN_BIAS], ["spans"]),
        ]
    )
    axes: list[str | int | None] = ["batch_size", "sequence_length", 2]
    graph.output.append(helper.make_tensor_value_info("spans", 1, axes))
    del graph.initializer[:]
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in new.items())
    return packed.model.SerializeToString(), joined(slices_of(base, set(kept)))


def _new_weights(network: ReaderNetwork, packed: Packed) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for number, layer in enumerate(network.upper, start=FROZEN):
        for name, part in layer.parts().items():
            stem = f"bert.encoder.layer.{number}.{name}"
            yield f"{stem}.bias", part.bias.detach().numpy()
            if name in MATRICES:
                packed_name = packed.matrices[f"layer.{number}.{name}"]
                yield from quantised(packed_name, part.weight.detach().numpy().T)
            else:
                yield f"{stem}.weight", part.weight.detach().numpy()
    for name, part in (("pooler.dense", network.pooler), ("classifier", network.verdict)):
        yield from quantised(packed.matrices[name], part.weight.detach().numpy().T)
        bias = "classifier.bias" if name == "classifier" else f"bert.{name}.bias"
        yield bias, part.bias.detach().numpy()


def quantised(
    stem: str, weights: npt.NDArray[np.float32]
) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """A matrix, shape (width in, width out), in integers with a scale for each column."""
    scale = np.maximum(np.abs(weights).max(axis=0) / _GREATEST, 1e-12).astype(np.float32)
    integers = np.clip(np.round(weights / scale), -_GREATEST, _GREATEST).astype(np.int8)
    yield f"{stem}_quantized", integers
    yield f"{stem}_scale", scale
    yield f"{stem}_zero_point", np.array(0, dtype=np.int8)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a protobuf message: its number, and where it and its content lie."""

    number: int
    start: int
    content: int
    end: int


def slices_of(base: bytes, names: set[str]) -> Iterator[Slice]:
    """Where the graph's initializers of these names lie in an ONNX file, tag and length too."""
    graph = next(each for each in _fields(base, 0, len(base)) if each.number == 7)
    for field in _fields(base, graph.content, graph.end):
        if field.number == 5:
            name = next(f for f in _fields(base, field.content, field.end) if f.number == 8)
            if base[name.content : name.end].decode() in names:
                yield Slice(field.start, field.end)


def joined(slices: Iterator[Slice]) -> list[Slice]:
    """Neighbours made one."""
    made: list[Slice] = []
    for each in slices:
        if made and made[-1].end == each.start:
            made[-1] = Slice(made[-1].start, each.end)
        else:
            made.append(each)
    return made


def _fields(data: bytes, start: int, end: int) -> Iterator[_Field]:
    place = start
    while place < end:
        first = place
        tag, place = _varint(data, place)
        if tag & 7 == 2:
            length, place = _varint(data, place)
        elif tag & 7 == 0:
            _, after = _varint(data, place)
            length = after - place
        else:
            length = {1: 8, 5: 4}[tag & 7]
        yield _Field(tag >> 3, first, place, place + length)
        place += length


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
