"""The reader in PyTorch: the upper layers of the ranker's eight-bit weights, turned back to floats.

The lower layers stay as they are and are run in eight bits, as they are when questions are asked:
what they make of an example is worked out once and kept. Each matrix of the file has its scale and
zero point beside it, each bias its name.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, LAYERS = 384, 12, 12
FROZEN = 4  # layers; the upper eight are trained
MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
SPAN_WEIGHT, SPAN_BIAS = "reader.span.weight", "reader.span.bias"
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")


def output_of_layer(number: int) -> str:
    """The name, in the file's graph, of what a layer gives."""
    return f"/bert/encoder/layer.{number}/output/LayerNorm/Add_1_output_0"


class Packed:
    """An ONNX file of the ranker, or of a reader made from it, its weights by names in PyTorch."""

    def __init__(self, file: bytes) -> None:
        import onnx

        self.model = onnx.load_model_from_string(file)
        self._arrays = {each.name: each for each in self.model.graph.initializer}
        self.matrices = dict(self._named_matrices())

    def __contains__(self, name: str) -> bool:
        """Whether the graph has an initializer of that name."""
        return name in self._arrays

    def array(self, name: str) -> npt.NDArray[Any]:
        """An initializer of the graph."""
        from onnx import numpy_helper

        return numpy_helper.to_array(self._arrays[name])

    def weights(self, name: str) -> npt.NDArray[np.float32]:
        """A matrix turned back to floats, shape (width in, width out)."""
        stem = self.matrices[name]
        integers = self.array(f"{stem}_quantized").astype(np.float32)
        zero = self.array(f"{stem}_zero_point").astype(np.float32)
        return (integers - zero) * self.array(f"{stem}_scale").astype(np.float32)

    def _named_matrices(self) -> Iterator[tuple[str, str]]:
        """Each matrix's name in PyTorch, and the stem of its initializers' names."""
        for node in self.model.graph.node:
            if node.op_type == "MatMulInteger":
                stem = node.input[1].removesuffix("_quantized")
                place = node.output[0].split("/")
                if "encoder" in place:
                    layer, *rest = place[place.index("encoder") + 1 : -1]
                    yield ".".join(["layer", layer.removeprefix("layer."), *rest]), stem
                else:
                    yield stem.removesuffix(".weight").removeprefix("bert."), stem


class Layer(nn.Module):
    """One layer of BERT (Devlin et al., 2019), on inputs of one length, so without a mask."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.joined = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, 4 * HIDDEN)
        self.down = nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor) -> Tensor:
        """(batch, tokens, HIDDEN) to the same."""
        query, key, value = (_by_head(part(states)) for part in (self.query, self.key, self.value))
        met = functional.scaled_dot_product_attention(query, key, value)
        met = met.transpose(1, 2).flatten(2)
        states = self.attention_norm(states + self.dropout(self.joined(met)))
        more = self.down(functional.gelu(self.up(states)))
        made: Tensor = self.norm(states + self.dropout(more))
        return made

    def parts(self) -> dict[str, nn.Linear | nn.LayerNorm]:
        """Its parts by their names in the published model."""
        linears = (self.query, self.key, self.value, self.joined, self.up, self.down)
        named: dict[str, nn.Linear | nn.LayerNorm] = dict(zip(MATRICES, linears, strict=True))
        return named | dict(zip(NORMS, (self.attention_norm, self.norm), strict=True))


def _set(parameter: Tensor, values: npt.NDArray[Any]) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.array(values, dtype=np.float32)))


def _by_head(states: Tensor) -> Tensor:
    batch, tokens, _ = states.shape
    return states.view(batch, tokens, HEADS, HIDDEN // HEADS).transpose(1, 2)


class ReaderNetwork(nn.Module):
    """The upper layers, and two heads: where an answer begins and ends, and whether there is one.

    span:    for each token, how much an answer begins there, and ends there; the first token stands
             for none (Devlin et al., 2019, on SQuAD 2.0)
    verdict: one score of the whole, from the ranker's own head
    """

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(FROZEN, LAYERS))
        self.span = nn.Linear(HIDDEN, 2)
        self.pooler = nn.Linear(HIDDEN, HIDDEN)
        self.verdict = nn.Linear(HIDDEN, 1)

    @classmethod
    def of(cls, packed: Packed) -> "ReaderNetwork":
        """With the weights of a file; the head for places is a new one if the file has none."""
        network = cls()
        for number, layer in enumerate(network.upper, start=FROZEN):
            for name, part in layer.parts().items():
                stem = f"bert.encoder.layer.{number}.{name}"
                if isinstance(part, nn.Linear):
                    _set(part.weight, packed.weights(f"layer.{number}.{name}").T)
                else:
                    _set(part.weight, packed.array(f"{stem}.weight"))
                _set(part.bias, packed.array(f"{stem}.bias"))
        _set(network.pooler.weight, packed.weights("pooler.dense").T)
        _set(network.pooler.bias, packed.array("bert.pooler.dense.bias"))
        _set(network.verdict.weight, packed.weights("classifier").T)
        _set(network.verdict.bias, packed.array("classifier.bias"))
        if SPAN_WEIGHT in packed:
            _set(network.span.weight, packed.array(SPAN_WEIGHT).T)
            _set(network.span.bias, packed.array(SPAN_BIAS))
        else:
            nn.init.normal_(network.span.weight, std=0.02)
            nn.init.zeros_(network.span.bias)
        return network

    @property
    def upper(self) -> list[Layer]:
        """The layers that are trained, the lowest first."""
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, tokens, HIDDEN) of the lower layers to (batch, tokens, 2) and (batch,)."""
        for layer in self.layers:
            states = layer(states)
        pooled = torch.tanh(self.pooler(states[:, 0]))
        return self.span(states), self.verdict(pooled)[:, 0]


class LowerLayers:
    """The layers that stay, in eight bits on ONNX Runtime, one input at a time as when asked."""

    def __init__(self, packed: Packed) -> None:
        import onnxruntime
        from onnx.utils import Extractor

        names = [each.name for each in packed.model.graph.input]
        lower = Extractor(packed.model).extract_model(names, [output_of_layer(FROZEN - 1)])
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            lower.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, ids: Sequence[int], types: Sequence[int]) -> npt.NDArray[np.float16]:
        """Token and segment numbers to states, shape (tokens, HIDDEN)."""
        feed = {"input_ids": ids, "token_type_ids": types, "attention_mask": [1] * len(ids)}
        arrays = {name: np.array([values], np.int64) for name, values in feed.items()}
        states: npt.NDArray[np.float32] = self._session.run(None, arrays)[0][0]
        return states.astype(np.float16)
