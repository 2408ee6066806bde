import threading

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from index.models import onnx
from index.models.onnx import session, side_by_side


def test_results_stand_in_the_order_of_the_items() -> None:
    assert side_by_side(lambda number: -number, range(100)) == [-number for number in range(100)]
    assert side_by_side(lambda number: -number, []) == []


def test_a_question_does_not_wait_for_all_that_a_build_has_to_encode() -> None:
    begun, held, done = threading.Event(), threading.Event(), []

    def slow(number: int) -> None:
        begun.set()
        held.wait(10)
        done.append(number)

    build = threading.Thread(target=lambda: side_by_side(slow, range(1000)))
    build.start()
    begun.wait(10)
    threading.Timer(0.1, held.set).start()
    (before,) = side_by_side(lambda _: len(done), [0])
    build.join()
    assert before <= 4 * onnx.cores() < len(done)


def test_sums_of_eight_bit_products_are_exact_on_any_processor() -> None:
    """Without VNNI, half of this sum would be lost: two products overflow sixteen bits."""
    width, most = 384, 127
    weights = numpy_helper.from_array(np.full((width, width), most, np.int8), "weights")
    graph = helper.make_graph(
        [
            helper.make_node("DynamicQuantizeLinear", ["given"], ["eight", "scale", "zero"]),
            helper.make_node("MatMulInteger", ["eight", "weights", "zero"], ["sums"]),
        ],
        "products",
        [helper.make_tensor_value_info("given", TensorProto.FLOAT, [4, width])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [4, width])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    network = session(model.SerializeToString())
    (sums,) = network.run(None, {"given": np.ones((4, width), np.float32)})
    assert (sums == width * most * 255).all()
