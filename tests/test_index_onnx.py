import threading

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from index.models import onnx
from index.models.onnx import SUMS, session, side_by_side
from training.sums import WIDTH, drawn


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


def products() -> bytes:
    """A network of weights that need all eight bits, its input brought to eight as it comes."""
    weights = numpy_helper.from_array(np.full((WIDTH, WIDTH), 127, np.int8), "weights")
    graph = helper.make_graph(
        [
            helper.make_node("DynamicQuantizeLinear", ["given"], ["eight", "scale", "zero"]),
            helper.make_node("MatMulInteger", ["eight", "weights", "zero"], ["sums"]),
        ],
        "products",
        [helper.make_tensor_value_info("given", TensorProto.FLOAT, [4, WIDTH])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [4, WIDTH])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(model.SerializeToString())


@pytest.mark.parametrize("known", [True, False])
def test_sums_of_eight_bit_products_are_exact_on_any_processor(
    monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """Without VNNI, half of this sum would be lost: two products overflow sixteen bits."""
    if not known:
        monkeypatch.setattr(onnx, "_adds_exactly", lambda: False)
    (sums,) = session(products()).run(None, {"given": np.ones((4, WIDTH), np.float32)})
    assert (sums == WIDTH * 127 * 255).all()


@pytest.mark.parametrize("overflows", [True, False])
def test_the_slower_way_is_taken_only_where_the_processor_overflows(
    monkeypatch: pytest.MonkeyPatch, overflows: bool
) -> None:
    asked: list[bool] = []

    class Network:
        def run(self, _: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
            sums = given["given"].astype(np.int32) @ np.full((WIDTH, WIDTH), 127, np.int32)
            return [sums // 2 if overflows else sums]

    def made(model: object, weights: object, exact: bool) -> Network:
        asked.append(exact)
        return Network()

    monkeypatch.setattr(onnx, "_session", made)
    onnx._adds_exactly.cache_clear()
    session(b"")
    onnx._adds_exactly.cache_clear()
    assert asked == [False, overflows]


def test_the_network_that_asks_the_processor_is_as_it_is_drawn() -> None:
    assert SUMS.read_bytes() == drawn()
