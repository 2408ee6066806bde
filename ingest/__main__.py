"""Builds the index of one or more folders: python -m ingest FOLDER… [--index DIR] [--rebuild]"""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from index.errors import IndexLocked, NothingToIndex, NotWritable, QuothError
from index.library import DEFAULT_FOLDER
from index.models.named import encoder_named
from index.passage import count_of
from index.store.catalog import FILE_NAME, READER_MB, READER_SECONDS, Catalog, Root, Skipped
from index.store.folders import as_root
from index.terminal import one_line, sentence
from ingest.build import (
    LARGEST_FILE,
    OVERLAP,
    PASSAGE_TOKENS,
    Choices,
    Plan,
    Report,
    build,
    encoder_name,
    forget,
    preview,
    remember,
)
from ingest.progress import progress_bar
from ingest.watch import changes

_MOST_SHOWN = 20
_RETRY = 5.0  # seconds
_RENEWED = (
    "all documents were read again: this version reads them by other rules than the one that made "
    "the index"
)


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 2 nothing could be done, 130 stopped from the keyboard."""
    parser = _parser()
    options = parser.parse_args(arguments)
    alone = options.forget or options.remember
    if bool(options.path) == bool(alone) or (options.forget and options.remember):
        parser.error("name the folders to be indexed, or one path to --forget or --remember")
    if options.dry_run and (options.watch or alone):
        parser.error("--dry-run goes with folders, and without --watch")
    try:
        _run(options)
    except (QuothError, OSError, sqlite3.Error, UnicodeError) as error:
        _complain(error)
        return 2
    except KeyboardInterrupt:
        print(
            "ingest: stopped. The index answers as before, what was embedded is kept; the same "
            "command goes on from there.",
            file=sys.stderr,
        )
        return 130
    return 0


def _run(options: argparse.Namespace) -> None:
    roots = [_root(text) for text in options.path]
    choices = _choices(options)
    if options.forget:
        with progress_bar() as watch:
            report = forget(options.index, options.forget, watch)
        _show(report, options)
    elif options.remember:
        remember(options.index, options.remember)
        print(one_line(f"The next build takes up what it finds at {options.remember}."))
    elif options.dry_run:
        plan = preview(roots, options.index, choices)
        print(json.dumps(_plan_as_json(plan)) if options.json else _planned(plan))
    elif options.watch:
        _follow(roots, choices, options)
    else:
        with progress_bar() as watch:
            report = build(roots, options.index, choices, watch=watch)
        _show(report, options)


def _follow(roots: list[Root], choices: Choices, options: argparse.Namespace) -> None:
    """Builds now and after each change, with one encoder, until stopped from the keyboard."""
    former = None
    if (options.index / FILE_NAME).exists():
        with Catalog.open(options.index) as catalog:
            former = catalog.build()
    encoder = encoder_named(encoder_name(former, choices))
    told = changes(roots, options.index)
    next(told)  # from here on no change is missed, not even one during the first build
    while True:
        try:
            with progress_bar() as watch:
                report = build(roots, options.index, choices, encoder, watch)
            choices = replace(choices, rebuild=False)
            _show(report, options)
        except (IndexLocked, NotWritable, OSError) as error:  # which may pass by itself
            _complain(error)
            words = f"ingest: it is tried again every {_RETRY:g} s; Ctrl-C ends it"
            print(words, file=sys.stderr, flush=True)
            time.sleep(_RETRY)
            continue
        except NothingToIndex as error:
            _complain(error)
        print("ingest: watching; Ctrl-C ends it", file=sys.stderr, flush=True)
        while not next(told):
            pass


def _complain(error: Exception) -> None:
    print(f"ingest: {sentence(error)}", file=sys.stderr)


def _show(report: Report, options: argparse.Namespace) -> None:
    if report.renewed:
        print(f"ingest: {_RENEWED}", file=sys.stderr)
    for remark in report.remarks:
        print(one_line(f"ingest: {remark.path}: {remark.words}"), file=sys.stderr)
    text = json.dumps(_as_json(report)) if options.json else _summary(report, options.index)
    print(text, flush=True)


def _root(text: str) -> Root:
    """`NAME=PATH`, or a path under its own name."""
    name, equals, path = text.partition("=")
    if equals and name and "/" not in name and not _is_there(Path(text)):
        return as_root(Path(path), name)
    return as_root(Path(text))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # behind a shut folder, or with a name too long for any
        return False


def _choices(options: argparse.Namespace) -> Choices:
    return Choices(
        encoder=options.encoder,
        passage_tokens=options.passage_tokens,
        overlap=options.overlap,
        reader_seconds=options.reader_seconds,
        reader_mb=options.reader_mb,
        largest_file=int(options.max_file_mb * 1_000_000),
        rebuild=options.rebuild,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Builds the index of the documents under PATH, or brings it up to date: what "
        "is new or changed is read and embedded, what is gone leaves the index.",
    )
    parser.add_argument(
        "path",
        nargs="*",
        metavar="[NAME=]PATH",
        help="folder or file; of several, a document's path begins with the folder's name, or "
        "with NAME",
    )
    parser.add_argument(
        "--index", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and do nothing"
    )
    parser.add_argument(
        "--watch", action="store_true", help="build again whenever the documents change"
    )
    parser.add_argument(
        "--forget",
        metavar="DOCUMENT_OR_FOLDER",
        help="take it out of the index, by the path that the index gives it, and leave it out",
    )
    parser.add_argument(
        "--remember", metavar="DOCUMENT_OR_FOLDER", help="let the next build take it up again"
    )
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="read and embed everything again; needed to change the next three",
    )
    parser.add_argument(
        "--encoder",
        metavar="NAME_OR_FOLDER",
        help="sentence-transformers model (default: the index's, or all-MiniLM-L6-v2)",
    )
    for name, words, default in (
        ("--passage-tokens", "longest passage, in tokens of the encoder", PASSAGE_TOKENS),
        ("--overlap", "most tokens a passage repeats of the one before", OVERLAP),
        ("--reader-seconds", "longest that reading one file may take", READER_SECONDS),
        ("--reader-mb", "most memory that reading one file may take, in MB", READER_MB),
    ):
        parser.add_argument(
            name, type=int, metavar="N", help=f"{words} (default: the index's, or {default})"
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
    line = (
        f"Build {report.build} in {index}: {count_of(report.added, 'document')} added, "
        f"{report.changed:,} changed, {report.unchanged:,} unchanged, {report.removed:,} removed, "
        f"{len(report.skipped):,} skipped; {count_of(report.passages, 'passage')}, "
        f"{report.embedded:,} embedded, {report.seconds:,.1f} s"
    )
    return "\n".join(map(one_line, [*_shortened(map(_reason, report.skipped)), line]))


def _planned(plan: Plan) -> str:
    changed = {"add": plan.added, "read again": plan.changed, "remove": plan.removed}
    lines = [f"  would {deed} {path}" for deed, paths in changed.items() for path in paths]
    line = (
        f"Would add {count_of(len(plan.added), 'document')}, read {len(plan.changed):,} again, "
        f"keep {len(plan.unchanged):,}, remove {len(plan.removed):,}, skip {len(plan.skipped):,}; "
        "nothing was done."
    )
    shown = [*_shortened(map(_reason, plan.skipped)), *_shortened(lines), line]
    return "\n".join(map(one_line, shown))


def _reason(item: Skipped) -> str:
    return f"  skipped {item.path}: {item.reason}"


def _shortened(lines: Iterable[str]) -> list[str]:
    shown = list(lines)
    if len(shown) > _MOST_SHOWN:
        more = len(shown) - _MOST_SHOWN
        shown[_MOST_SHOWN:] = [f"  … and {more:,} more; --json lists them all"]
    return shown


def _as_json(report: Report) -> dict[str, object]:
    return {
        "build": report.build,
        "documents": {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "removed": report.removed,
            "skipped": _skipped_as_json(report.skipped),
        },
        "passages": report.passages,
        "embedded": report.embedded,
        "seconds": report.seconds,
    }


def _plan_as_json(plan: Plan) -> dict[str, object]:
    return {**asdict(plan), "skipped": _skipped_as_json(plan.skipped)}


def _skipped_as_json(skipped: tuple[Skipped, ...]) -> list[dict[str, str]]:
    return [{"path": item.path, "reason": item.reason} for item in skipped]


if __name__ == "__main__":
    sys.exit(main())
