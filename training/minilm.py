"""Draws the default encoder's network for ONNX Runtime: python -m training.minilm

The file, index/models/minilm.onnx, holds the network alone. Of each weight it says where in the
published model.safetensors it lies (ONNX's external data), so that nothing of it is kept twice.
A weight of another file would lie elsewhere: what loads it checks the hash first.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.models.encoder import DEFAULT_ENCODER, files_of
from index.models.minilm import GRAPH, WEIGHTS

HEADS, LAYERS, WIDTH, HEAD = 12, 6, 384, 32
_EPSILON = 1e-12
_OPSET, _IR = 20, 9  # of 2023, when Gelu became an operator


@dataclass(frozen=True, slots=True)
class Stored:
    """A weight of single precision in a safetensors file: `offset` and `length` in its bytes."""

    name: str
    shape: tuple[int, ...]
    offset: int
    length: int


def stored_in(path: Path) -> Iterator[Stored]:
    """The weights of a safetensors file: eight bytes of length, a header in JSON, the numbers."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    for name, each in header.items():
        if name != "__metadata__" and each["dtype"] == "F32":
            start, end = each["data_offsets"]
            yield Stored(name, tuple(each["shape"]), 8 + length + start, end - start)


class _Drawing:
    """A graph as it grows, one node after another."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.weights: set[str] = set()

    def add(self, operator: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        """The name of the new node's output."""
        from onnx import helper

        output = output or f"{operator}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def whole_numbers(self, *values: int) -> str:
        """The name of a constant, shape (len(values),)."""
        from onnx import TensorProto, helper

        name = f"whole.{len(self.constants)}"
        dimensions = [len(values)]
        self.constants.append(helper.make_tensor(name, TensorProto.INT64, dimensions, values))
        return name

    def number(self, value: float) -> str:
        """The name of a constant without dimensions."""
        from onnx import TensorProto, helper

        name = f"number.{len(self.constants)}"
        self.constants.append(helper.make_tensor(name, TensorProto.FLOAT, [], [value]))
        return name

    def weight(self, name: str) -> str:
        """The name, which is that in the file."""
        self.weights.add(name)
        return name

    def linear(self, stem: str, given: str) -> str:
        weight, bias = self.weight(f"{stem}.weight"), self.weight(f"{stem}.bias")
        return self.add("Gemm", given, weight, bias, transB=1)

    def norm(self, stem: str, given: str, output: str | None = None) -> str:
        weight, bias = self.weight(f"{stem}.weight"), self.weight(f"{stem}.bias")
        return self.add(
            "LayerNormalization", given, weight, bias, output=output, axis=-1, epsilon=_EPSILON
        )


def drawn(stored: dict[str, Stored]) -> bytes:
    """The file's bytes: BERT (Devlin et al., 2019) over one text, without padding.

    The input `input_ids` has shape (tokens,), the output `tokens` shape (tokens, 384).
    """
    from onnx import TensorProto, helper

    drawing = _Drawing()
    given = _embedded(drawing)
    for number in range(LAYERS):
        last = "tokens" if number == LAYERS - 1 else None
        given = _layer(drawing, f"encoder.layer.{number}", given, last)
    weights = [_external(stored[name]) for name in sorted(drawing.weights)]
    ids: list[str | int | None] = ["tokens"]
    graph = helper.make_graph(
        drawing.nodes,
        DEFAULT_ENCODER,
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ids)],
        [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [*ids, WIDTH])],
        [*drawing.constants, *weights],
    )
    opsets = [helper.make_opsetid("", _OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
    return bytes(model.SerializeToString(deterministic=True))


def _embedded(drawing: _Drawing) -> str:
    """Each token's word, its place, and that it belongs to the first text, in one vector."""
    tables = (f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type"))
    words, places, texts = map(drawing.weight, tables)
    zero, count = drawing.whole_numbers(0), drawing.add("Shape", "input_ids")
    word = drawing.add("Gather", words, "input_ids")
    place = drawing.add("Slice", places, zero, count)
    first = drawing.add("Gather", texts, zero)
    together = drawing.add("Add", drawing.add("Add", word, first), place)
    return drawing.norm("embeddings.LayerNorm", together)


def _layer(drawing: _Drawing, stem: str, given: str, output: str | None) -> str:
    met = drawing.linear(f"{stem}.attention.output.dense", _attended(drawing, stem, given))
    met = drawing.norm(f"{stem}.attention.output.LayerNorm", drawing.add("Add", met, given))
    thought = drawing.add("Gelu", drawing.linear(f"{stem}.intermediate.dense", met))
    made = drawing.linear(f"{stem}.output.dense", thought)
    return drawing.norm(f"{stem}.output.LayerNorm", drawing.add("Add", made, met), output)


def _attended(drawing: _Drawing, stem: str, given: str) -> str:
    """Each head's mean of the values, weighted by how well keys fit queries."""
    apart = drawing.whole_numbers(0, HEADS, HEAD)
    query, key, value = (
        drawing.add("Reshape", drawing.linear(f"{stem}.attention.self.{name}", given), apart)
        for name in ("query", "key", "value")
    )
    query = drawing.add("Transpose", query, perm=[1, 0, 2])
    key = drawing.add("Transpose", key, perm=[1, 2, 0])
    value = drawing.add("Transpose", value, perm=[1, 0, 2])
    fit = drawing.add("Mul", drawing.add("MatMul", query, key), drawing.number(HEAD**-0.5))
    mean = drawing.add("MatMul", drawing.add("Softmax", fit, axis=-1), value)
    together = drawing.add("Transpose", mean, perm=[1, 0, 2])
    return drawing.add("Reshape", together, drawing.whole_numbers(0, WIDTH))


def _external(stored: Stored) -> Any:
    """A weight that lies in the package's file."""
    from onnx import TensorProto

    tensor = TensorProto(name=stored.name, data_type=TensorProto.FLOAT, dims=stored.shape)
    tensor.data_location = TensorProto.EXTERNAL
    where = {"location": WEIGHTS, "offset": stored.offset, "length": stored.length}
    for key, value in where.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def main() -> None:
    """Writes the file anew; nothing is trained."""
    weights = files_of(DEFAULT_ENCODER).folder / WEIGHTS
    GRAPH.write_bytes(drawn({each.name: each for each in stored_in(weights)}))


if __name__ == "__main__":
    main()
