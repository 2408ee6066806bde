"""Draws the network that asks a processor how it adds: python -m training.sums

index/models/sums.onnx multiplies matrices of eight bits whose products, two at a time, need more
than sixteen: see index/models/onnx.py.
"""

from index.models.onnx import SUMS

WIDTH = 384
_OPSET, _IR = 17, 8


def drawn() -> bytes:
    """The file's bytes: `given`, uint8 of shape (rows, 384), times a matrix of 127s is `sums`."""
    from onnx import TensorProto, helper

    size = helper.make_tensor("size", TensorProto.INT64, [2], [WIDTH, WIDTH])
    most = helper.make_tensor("most", TensorProto.INT8, [1], [127])
    rows: list[str | int | None] = ["rows", WIDTH]
    graph = helper.make_graph(
        [
            helper.make_node("ConstantOfShape", ["size"], ["weights"], value=most),
            helper.make_node("MatMulInteger", ["given", "weights"], ["sums"]),
        ],
        "sums",
        [helper.make_tensor_value_info("given", TensorProto.UINT8, rows)],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, rows)],
        [size],
    )
    opsets = [helper.make_opsetid("", _OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
    return bytes(model.SerializeToString(deterministic=True))


def main() -> None:
    """Writes the file anew."""
    SUMS.write_bytes(drawn())


if __name__ == "__main__":
    main()
