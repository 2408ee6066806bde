"""Measures Quoth on labelled sets: python -m evaluate sizes FILE"""

import argparse
import sys
from pathlib import Path

from evaluate.sizes import Size, sweep
from evaluate.squad import read_squad
from index.encoder import DEFAULT_ENCODER, SentenceTransformerEncoder
from index.errors import QuothError


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
    sizes.add_argument("--encoder", default=DEFAULT_ENCODER, metavar="NAME_OR_FOLDER")
    sizes.set_defaults(run=_sizes)
    return parser


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
