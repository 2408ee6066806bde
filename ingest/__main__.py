"""Builds the index of one or more folders: python -m ingest FOLDER… [--index DIR] [--rebuild]"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from index.errors import QuothError
from index.library import DEFAULT_FOLDER
from ingest.build import (
    LARGEST_FILE,
    OVERLAP,
    PASSAGE_TOKENS,
    Choices,
    Report,
    build,
)
from ingest.progress import progress_bar

_MOST_SKIPPED_SHOWN = 20


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 built, 2 nothing could be done, 130 stopped from the keyboard."""
    options = _parser().parse_args(arguments)
    choices = Choices(
        encoder=options.encoder,
        passage_tokens=options.passage_tokens,
        overlap=options.overlap,
        largest_file=int(options.max_file_mb * 1_000_000),
        rebuild=options.rebuild,
    )
    try:
        with progress_bar() as watch:
            report = build(options.path, options.index, choices, watch=watch)
    except QuothError as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "ingest: stopped. The index answers as before, what was embedded is kept; the same "
            "command goes on from there.",
            file=sys.stderr,
        )
        return 130
    for remark in report.remarks:
        print(f"ingest: {remark.path}: {remark.words}", file=sys.stderr)
    print(json.dumps(_as_json(report)) if options.json else _summary(report, options.index))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Builds the index of the documents under PATH, or brings it up to date: what "
        "is new or changed is read and embedded, what is gone leaves the index.",
    )
    parser.add_argument("path", nargs="+", type=Path, metavar="PATH", help="folder or file")
    parser.add_argument(
        "--index", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="read and embed everything again; needed to change what follows",
    )
    parser.add_argument(
        "--encoder",
        metavar="NAME_OR_FOLDER",
        help="sentence-transformers model (default: the index's, or all-MiniLM-L6-v2)",
    )
    parser.add_argument(
        "--passage-tokens",
        type=int,
        metavar="N",
        help=f"longest passage, in tokens of the encoder (default: the index's, or "
        f"{PASSAGE_TOKENS})",
    )
    parser.add_argument(
        "--overlap",
        type=int,
        metavar="N",
        help=f"most tokens a passage repeats of the one before (default: the index's, or "
        f"{OVERLAP})",
    )
    parser.add_argument(
        "--max-file-mb",
        type=float,
        default=LARGEST_FILE / 1e6,
        metavar="MB",
        help="larger files are skipped (default: %(default)g)",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


def _summary(report: Report, index: Path) -> str:
    skipped = [f"  skipped {item.path}: {item.reason}" for item in report.skipped]
    if len(skipped) > _MOST_SKIPPED_SHOWN:
        more = len(skipped) - _MOST_SKIPPED_SHOWN
        skipped[_MOST_SKIPPED_SHOWN:] = [f"  … and {more:,} more; --json lists them all"]
    line = (
        f"Build {report.build} in {index}: {report.added:,} documents added, "
        f"{report.changed:,} changed, {report.unchanged:,} unchanged, {report.removed:,} removed, "
        f"{len(report.skipped):,} skipped; {report.passages:,} passages, "
        f"{report.embedded:,} embedded, {report.seconds:,.1f} s"
    )
    return "\n".join([*skipped, line])


def _as_json(report: Report) -> dict[str, object]:
    return {
        "build": report.build,
        "documents": {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "removed": report.removed,
            "skipped": [asdict(item) for item in report.skipped],
        },
        "passages": report.passages,
        "embedded": report.embedded,
        "seconds": report.seconds,
    }


if __name__ == "__main__":
    sys.exit(main())
