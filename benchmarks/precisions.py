"""Other ways to run the default encoder: python -m benchmarks.precisions FOLDER

Each way reads a text a core, as the encoder does; the folder's passages go to all ways in turns,
and between them one core multiplies two matrices, so that all meet the same load of the machine.
With `--beir FOLDER` or `--squad FILE` also: how well each way's vectors alone find what is asked.
The integers are made here from the published weights. OpenVINO is none of our packages; where it
is not to be imported, its ways are left out.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.cold import Taken
from evaluate.beir import read_beir
from evaluate.collection import make_index
from evaluate.runs import make_run, measure
from evaluate.squad import read_squad
from evaluate.statistics import mean_interval
from index import Library
from index.answering.search import as_searched
from index.arrays import Vectors
from index.models.encoder import DEFAULT_ENCODER, files_of
from index.models.minilm import GRAPH, MiniLmEncoder, cut
from index.models.onnx import cores, session
from index.models.sentence_transformer import SentenceTransformerEncoder
from index.passage import Span
from ingest.build import build
from ingest.progress import unwatched

_AT_A_TIME = 16
_WEIGHTS = 6 * (4 * 384 * 384 + 2 * 384 * 1536)  # by which each token is multiplied
_BETWEEN = 6 * 2 * 384  # by which it is for each token of its text
_SIDE = 1024  # of the matrices beside them

Run = Callable[[Sequence[int]], Vectors]
"""The tokens' vectors, shape (tokens, 384), for their ids."""

Find = Callable[[Path, MiniLmEncoder, Path], dict[str, float]]
"""A score for each question of a set, which an encoder's index, made in a folder, finds."""


class Way(MiniLmEncoder):
    """The default encoder by another network; the name and hash are the encoder's own."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def _tokens(self, encoding: Any) -> Vectors:
        return self._run(cut(encoding.ids))


def whole(folder: Path) -> Path:
    """The encoder's network with its weights, in one file."""
    import onnx
    from onnx.external_data_helper import load_external_data_for_model

    model = onnx.load_model_from_string(GRAPH.read_bytes())
    load_external_data_for_model(model, str(files_of(DEFAULT_ENCODER).folder.resolve()))
    onnx.save(model, str(folder / "whole.onnx"))
    return folder / "whole.onnx"


def in_integers(path: Path) -> Path:
    """The same with matrices in eight bits, a scale a column, and one for what meets them."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(path),
        str(path.with_name("integers.onnx")),
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    return path.with_name("integers.onnx")


def by_onnx(path: Path) -> Run:
    """ONNX Runtime as the product sets it up."""
    network = session(str(path))

    def run(ids: Sequence[int]) -> Vectors:
        vectors: Vectors = network.run(None, {"input_ids": np.array(ids, np.int64)})[0]
        return vectors

    return run


def by_torch(half: bool = False, compiled: bool = False) -> Run:
    """PyTorch with its fused attention, one thread a text; `half` is bfloat16 where it serves."""
    import torch

    network: Any = SentenceTransformerEncoder().loaded()[0].auto_model
    network.eval()
    if compiled:
        network = torch.compile(network, dynamic=True)

    def run(ids: Sequence[int]) -> Vectors:
        torch.set_num_threads(1)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
            given = torch.tensor([ids])
            tokens = network(input_ids=given, attention_mask=torch.ones_like(given))
        vectors: Vectors = tokens.last_hidden_state[0].float().numpy()
        return vectors

    return run


def by_openvino(path: Path, precision: str) -> Run:
    """precision: f32 or bf16"""
    import openvino

    own, core = threading.local(), openvino.Core()
    hints = {
        "INFERENCE_PRECISION_HINT": precision,
        "NUM_STREAMS": cores(),
        "INFERENCE_NUM_THREADS": cores(),
    }
    network = core.compile_model(core.read_model(path), "CPU", hints)

    def run(ids: Sequence[int]) -> Vectors:
        if not hasattr(own, "request"):
            own.request = network.create_infer_request()
        return np.array(own.request.infer([np.array(ids, np.int64)])[0], np.float32)

    return run


def ways(folder: Path, only: Sequence[str]) -> dict[str, MiniLmEncoder]:
    """By name; the first is the encoder as it is, files are made in the folder."""
    path = whole(folder)
    integers = in_integers(path)
    runs: dict[str, Callable[[], Run]] = {
        "ONNX Runtime int8": lambda: by_onnx(integers),
        "PyTorch": by_torch,
        "PyTorch bfloat16": lambda: by_torch(half=True),
        "PyTorch compiled": lambda: by_torch(compiled=True),
        "OpenVINO": lambda: by_openvino(path, "f32"),
        "OpenVINO bfloat16": lambda: by_openvino(path, "bf16"),
        "OpenVINO int8": lambda: by_openvino(integers, "f32"),
    }
    made: dict[str, MiniLmEncoder] = {"ONNX Runtime, as it is": MiniLmEncoder()}
    for name in only or runs:
        with suppress(ImportError):
            made[name] = Way(runs[name]())
    return made


def compare(made: dict[str, MiniLmEncoder], texts: Sequence[str]) -> None:
    """Prints a row a way."""
    first = next(iter(made.values()))
    lengths = [min(count + 2, first.max_tokens) for count in first.count_tokens(texts)]
    work = sum(2 * each * (_WEIGHTS + _BETWEEN * each) for each in lengths)
    taken: dict[str, list[Taken]] = {name: [] for name in made}
    vectors: dict[str, list[Vectors]] = {name: [] for name in made}
    products = []
    for encoder in made.values():
        encoder.encode(texts[:4])  # to warm up
    for begin in range(0, len(texts), _AT_A_TIME):
        some = texts[begin : begin + _AT_A_TIME]
        for name, encoder in made.items():
            started, used = time.perf_counter(), time.process_time()
            vectors[name].append(encoder.encode(some))
            taken[name].append(Taken(time.perf_counter() - started, time.process_time() - used))
        products.append(_product())
    rate = 2 * _SIDE**3 * len(products) / sum(products)
    print(
        f"{len(texts)} passages, {sum(lengths) / len(texts):.0f} tokens each; one core multiplies"
    )
    print(f"matrices of single precision at {rate / 1e9:.0f} GFLOP/s")
    print("| way | passages/s | a processor's s | times | of that rate | cosine at least |")
    print("| --- | --- | --- | --- | --- | --- |")
    exact = np.concatenate(next(iter(vectors.values())))
    base = sum(each.processors for each in next(iter(taken.values())))
    for name, its in taken.items():
        clock, used = sum(each.clock for each in its), sum(each.processors for each in its)
        cosine = (np.concatenate(vectors[name]) * exact).sum(axis=1).min()
        print(
            f"| {name} | {len(texts) / clock:.1f} | {len(texts) / used:.1f} | {base / used:.2f} "
            f"| {work / used / rate:.2f} | {cosine:.5f} |"
        )


def _product() -> float:
    """Seconds of one core for the product of two matrices of single precision."""
    import torch

    torch.set_num_threads(1)
    matrix = torch.ones(_SIDE, _SIDE)
    started = time.thread_time()
    torch.mm(matrix, matrix)
    return time.thread_time() - started


def found_in_beir(folder: Path, encoder: MiniLmEncoder, index: Path) -> dict[str, float]:
    """nDCG@10 of each query by vectors alone, texts whole."""
    benchmark = read_beir(folder)
    make_index(benchmark.texts, index, encoder, False, unwatched)
    run = make_run(benchmark, Library.open(index, encoder), "dense", unwatched)
    return measure(run, benchmark)["nDCG@10"].per_query


def found_in_squad(file: Path, encoder: MiniLmEncoder, index: Path) -> dict[str, float]:
    """answer@1 of each question by vectors alone: whether the first passage holds the answer."""
    articles = read_squad(file)
    texts = [text for article in articles for text in article.texts]
    make_index(texts, index, encoder, True, unwatched)
    library, right = Library.open(index, encoder), dict[str, float]()
    for question in (each for article in articles for each in article.questions if each.answers):
        (hit,) = library.search(question.text, 1, "dense")
        span = Span(hit.passage.start, hit.passage.end)
        right[question.id] = float(question.is_answered_by(hit.passage.document, span))
    return right


def judge(name: str, scores: dict[str, dict[str, float]]) -> None:
    """Prints a row a way: its mean, and the difference to the first way's with its interval."""
    first = next(iter(scores.values()))
    for way, its in scores.items():
        mean = sum(its.values()) / len(its)
        low, high = mean_interval([its[each] - first[each] for each in first])
        change = mean - sum(first.values()) / len(first)
        print(f"| {name} | {way} | {mean:.4f} | {change:+.4f} [{low:+.4f}, {high:+.4f}] |")


def main() -> None:
    """Prints tables for benchmarks/README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.precisions")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=192, metavar="N")
    parser.add_argument("--only", nargs="+", default=[], metavar="WAY")
    parser.add_argument("--beir", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--squad", type=Path, nargs="+", default=[], metavar="FILE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = ways(folder, options.only)
        if options.passages:
            build([options.folder], folder / "index")
            sample = Library.open(folder / "index").sample(options.passages)
            compare(made, [as_searched(passage) for passage, _ in sample])
        kinds: list[tuple[Find, Path]] = [(found_in_squad, each) for each in options.squad]
        kinds += [(found_in_beir, each) for each in options.beir]
        for find, data in kinds:
            scores = {
                way: find(data, encoder, folder / f"{data.name} {way}")
                for way, encoder in made.items()
            }
            judge(data.name, scores)


if __name__ == "__main__":
    main()
