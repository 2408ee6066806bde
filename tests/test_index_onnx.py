import threading

from index.models import onnx
from index.models.onnx import side_by_side


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
    assert before <= 4 * onnx._cores() < len(done)
