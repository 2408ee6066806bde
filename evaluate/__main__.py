"""Measures Quoth on labelled sets: python -m evaluate sizes FILE | threshold FILE"""

import argparse
import sys
import tempfile
from pathlib import Path

from evaluate.sizes import Size, sweep
from evaluate.squad import read_squad, write_articles
from evaluate.threshold import errors, fit, gather
from index.encoder import DEFAULT_ENCODER, SentenceTransformerEncoder
from index.errors import QuothError
from index.library import Library
from index.reranker import OnnxReranker
from ingest.build import build


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 measured, 2 nothing could be done."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except QuothError as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluate", description="Measures Quoth on labelled sets."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    sizes = commands.add_parser("sizes", help="compare passage sizes and overlaps on a SQuAD file")
    sizes.add_argument("file", type=Path, help="SQuAD 1.1 or 2.0 JSON")
    sizes.add_argument(
        "--sizes",
        type=_size,
        nargs="+",
        metavar="TOKENS/OVERLAP",
        default=[Size(64, 0), Size(96, 0), Size(128, 0), Size(128, 32), Size(192, 0)],
    )
    sizes.set_defaults(run=_sizes)

    threshold = commands.add_parser(
        "threshold", help="fit the confidence on half of a SQuAD file, report the other half"
    )
    threshold.add_argument("file", type=Path, help="SQuAD 1.1 JSON")
    threshold.add_argument("--mode", choices=("hybrid", "rerank"), default="rerank")
    threshold.set_defaults(run=_threshold)

    for command in (sizes, threshold):
        command.add_argument("--encoder", default=DEFAULT_ENCODER, metavar="NAME_OR_FOLDER")
    return parser


def _threshold(options: argparse.Namespace) -> int:
    articles = [article for article in read_squad(options.file) if article.questions]
    encoder = SentenceTransformerEncoder(options.encoder)
    reranker = None if options.mode == "hybrid" else OnnxReranker()
    with tempfile.TemporaryDirectory() as temporary:
        folder, index = Path(temporary, "articles"), Path(temporary, "index")
        folder.mkdir()
        write_articles(articles, folder)
        _say(f"building an index of {len(articles)} articles")
        build([folder], index, encoder=encoder)
        library = Library.open(index, encoder)
        halves = [
            gather(
                [question for article in half for question in article.questions],
                library,
                encoder,
                reranker,
                _count,
            )
            for half in (articles[::2], articles[1::2])
        ]
    curve = fit(halves[0])
    result = errors(halves[1], curve)
    print(
        f"fitted on {len(halves[0].kept)} questions: slope {curve.slope:.2f}, intercept "
        f"{curve.intercept:.2f} (even odds at {-curve.intercept / curve.slope:.3f})\n"
        f"on the other {len(halves[1].kept)}: AUROC {result.auroc:.3f}, false answers "
        f"{result.false_answers:.3f}, false silences {result.false_silences:.3f}, answer in the "
        f"first passage {result.found:.3f}, in the marked sentence {result.marked:.3f}"
    )
    return 0


def _count(done: int, total: int) -> None:
    if done % 100 == 0:
        _say(f"asked {done} of {total} questions")


def _size(text: str) -> Size:
    tokens, _, overlap = text.partition("/")
    return Size(int(tokens), int(overlap or 0))


def _sizes(options: argparse.Namespace) -> int:
    articles = read_squad(options.file)
    encoder = SentenceTransformerEncoder(options.encoder)
    print("| tokens | overlap | mode | passages | characters | at 1 | at 3 | in 1,000 characters |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    rows = sweep(articles, options.sizes, ("dense", "lexical", "hybrid"), encoder, _say)
    for row in rows:
        print(
            f"| {row.size.tokens} | {row.size.overlap} | {row.mode} | {row.passages:,} | "
            f"{row.characters:.0f} | {row.at_1:.3f} | {row.at_3:.3f} | {row.reading:.3f} |",
            flush=True,
        )
    return 0


def _say(words: str) -> None:
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
