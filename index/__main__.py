"""Asks and inspects an index: python -m index ask | prepare | show | info | verify | doctor"""

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.status import Status

from index.answering.answer import Answer
from index.answering.calibration import Calibration
from index.answering.mark import text_of
from index.answering.search import DEPTH, Mode
from index.errors import QuothError
from index.library import DEFAULT_FOLDER, Info, Library
from index.models.reranker import reranker_named
from index.passage import Passage, count_of
from index.store.catalog import FORMAT, Skipped
from index.terminal import harmless, harmless_json, one_line, print_answer, sentence


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 `verify` or `doctor` found a fault, 2 nothing could be done."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(_opened(options), options))
    except BrokenPipeError:  # the reader of our output, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (QuothError, OSError, sqlite3.Error, UnicodeError) as error:
        print(f"index: {sentence(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index", description="Asks and inspects an index."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="the passages that answer a question")
    ask.add_argument("question", help="- reads questions from standard input, one a line")
    ask.add_argument("-k", type=_positive, default=5, help="passages to show (default: 5)")
    ask.add_argument(
        "--mode",
        choices=get_args(Mode),
        help="how passages are ranked: by vectors, by words, by both, or by both and then by a "
        "cross-encoder that reads the best of them (default, where one is installed)",
    )
    add_reading(ask)
    ask.add_argument("--json", action="store_true", help="print JSON, one line a question")
    ask.set_defaults(run=_ask)

    prepare = commands.add_parser(
        "prepare",
        help="encode ahead what the models that read compare, so that answers come sooner; the "
        "page does that by itself",
    )
    prepare.set_defaults(run=_prepare)

    show = commands.add_parser("show", help="a document's text, or a stretch of it")
    show.add_argument("document", help="its path as answers and `info` give it")
    show.add_argument("--start", type=int, default=0, metavar="N", help="first character")
    show.add_argument("--end", type=int, metavar="M", help="character to stop before")
    show.set_defaults(run=_show)

    info = commands.add_parser("info", help="documents, passages, recipe, build, sizes")
    info.add_argument("--json", action="store_true", help="print JSON")
    info.set_defaults(run=_info)

    verify = commands.add_parser("verify", help="check catalog and caches against each other")
    verify.set_defaults(run=_verify)

    doctor = commands.add_parser(
        "doctor", help="the checks of `verify`, and what could be better, each with its remedy"
    )
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.set_defaults(run=_doctor)

    for command in (ask, prepare, show, info, verify, doctor):
        command.add_argument(
            "--index", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="default: %(default)s"
        )
    return parser


def add_reading(command: argparse.ArgumentParser) -> None:
    """The options that choose the cross-encoder, how much it reads, and the calibration."""
    command.add_argument(
        "--reranker",
        metavar="NAME_OR_FOLDER",
        help="cross-encoder (default: ms-marco-MiniLM-L-12-v2)",
    )
    command.add_argument(
        "--depth",
        type=_positive,
        default=DEPTH,
        metavar="N",
        help="passages that the cross-encoder reads (default: %(default)s)",
    )
    command.add_argument(
        "--calibration",
        type=Path,
        metavar="FILE",
        help="of the confidence, for other models than the default ones: what `python -m evaluate "
        "calibrate` wrote",
    )


def _opened(options: argparse.Namespace) -> Library:
    if options.run is not _ask:
        return Library.open(options.index)
    reranker = reranker_named(options.reranker) if options.reranker else None
    calibration = Calibration.load(options.calibration) if options.calibration else None
    return Library.open(
        options.index, reranker=reranker, depth=options.depth, calibration=calibration
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def _ask(library: Library, options: argparse.Namespace) -> int:
    if options.question == "-":
        questions: Iterator[str] = (line.rstrip("\r\n") for line in sys.stdin)
    elif options.question.strip():
        questions = iter([options.question])
    else:
        raise QuothError('The question is empty. Ask one: python -m index ask "QUESTION"')
    if options.mode is None and library.lacking:
        print(f"index: {library.lacking}", file=sys.stderr)
    with _busy("Loading the index and its model…"):
        library.load(options.mode)
    for question in questions:
        answer = library.ask(question, options.k, options.mode)
        if options.json:
            line = json.dumps(_as_json(answer), ensure_ascii=False)
            print(harmless_json(line), flush=True)
        else:
            print_answer(answer)
    return 0


def _prepare(library: Library, options: argparse.Namespace) -> int:
    done = 0
    with _busy("Preparing passages…") as status:
        for now in library.prepare():
            done = now.done
            status.update(f"Preparing passages… {now.done:,} of {now.total:,}")
    print(f"{count_of(done, 'passage')} prepared")
    return 0


def _busy(words: str) -> Status:
    """Shows on a terminal's standard error that work is going on, while the block runs."""
    return Console(stderr=True).status(words)


def _show(library: Library, options: argparse.Namespace) -> int:
    """Exactly the text, line ends included; on a terminal, what could steer it made visible."""
    text = library.text(options.document)
    start, end = options.start, len(text) if options.end is None else options.end
    if not 0 <= start <= end <= len(text):
        raise QuothError(
            f"{options.document} has characters 0 to {len(text)}; {start} to {end} is not a "
            "stretch of it."
        )
    stretch = text[start:end]
    sys.stdout.flush()
    sys.stdout.buffer.write((harmless(stretch) if sys.stdout.isatty() else stretch).encode())
    sys.stdout.buffer.flush()
    return 0


def _info(library: Library, options: argparse.Namespace) -> int:
    info = library.info()
    print(json.dumps(_info_as_json(info)) if options.json else _described(info, options.index))
    return 0


def _verify(library: Library, options: argparse.Namespace) -> int:
    with _busy("Checking every passage and vector…"):
        problems = library.problems()
    for problem in problems:
        print(one_line(problem))
    if problems:
        return 1
    info = library.info()
    print(
        f"Build {info.build.number}: {info.counts.passages:,} passages of "
        f"{info.counts.documents:,} documents; catalog and caches agree."
    )
    return 0


def _doctor(library: Library, options: argparse.Namespace) -> int:
    with _busy("Looking…") as status:
        found = library.advice(lambda words: status.update(f"{words}…"))
    if options.json:
        print(json.dumps([asdict(each) for each in found]))
    else:
        for each in found:
            mark = "!" if each.wrong else "·"
            print(f"{mark} {one_line(each.found)}\n    {one_line(each.remedy)}")
        if not found:
            print("Nothing is wrong, and nothing could be better that is known of here.")
    return int(any(each.wrong for each in found))


def _as_json(answer: Answer) -> dict[str, object]:
    """The contract that scripts build on; README.md describes it."""
    quote = answer.quote
    also = [text_of(answer.hits[0].passage, span) for span in quote.also] if quote else []
    return {
        "question": answer.question,
        "verdict": answer.verdict,
        "certainty": answer.certainty,
        "confidence": round(answer.confidence, 4),
        "missing": {
            "words": list(answer.missing.words),
            "kind": answer.missing.kind,
            "phrases": list(answer.missing.phrases),
        },
        "without": list(answer.without),
        "instead": [asdict(each) for each in answer.instead],
        "mode": answer.mode,
        "unread": answer.unread,
        "build": answer.build,
        "quote": quote
        and {
            "document": quote.document,
            "page": quote.page,
            "page_label": quote.page_label,
            "start": quote.start,
            "end": quote.end,
            "text": quote.text,
            "in_heading": quote.in_heading,
            "also": [
                {"start": span.start, "end": span.end, "text": text}
                for span, text in zip(quote.also, also, strict=True)
            ],
        },
        "passages": [
            {
                "rank": rank,
                **_passage_as_json(hit.passage),
                "scores": {
                    "dense": hit.dense,
                    "lexical": hit.lexical,
                    "fused": hit.fused,
                    "late": hit.late,
                    "rerank": hit.rerank,
                    "verdict": hit.verdict,
                    "sentence": hit.mark and hit.mark.score,
                },
                "alike": [_passage_as_json(passage) for passage in hit.alike],
            }
            for rank, hit in enumerate(answer.hits, start=1)
        ],
    }


def _passage_as_json(passage: Passage) -> dict[str, object]:
    return {
        "document": passage.document,
        "title": passage.label,
        "author": passage.author,
        "date": passage.date,
        "heading": list(passage.heading),
        "page": passage.page,
        "page_label": passage.page_label,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }


def _described(info: Info, folder: Path) -> str:
    recipe = info.build.recipe
    lines = [
        f"index      {folder}",
        f"build      {info.build.number}, finished {info.build.finished}",
        f"of         {', '.join(root.path for root in info.build.roots)}",
        f"documents  {info.counts.documents:,}",
        f"passages   {info.counts.passages:,}",
        f"encoder    {recipe.encoder} (hash {recipe.encoder_sha256[:12]})",
        f"recipe     passages of up to {recipe.passage_tokens} tokens, overlap {recipe.overlap}, "
        f"splitter {recipe.splitter}, format {FORMAT}",
        f"vectors    {info.layout or 'laid out with the next question'}",
        f"size       catalog {info.catalog_bytes / 1e6:,.1f} MB, "
        f"caches {info.cache_bytes / 1e6:,.1f} MB",
        "",
        *(document.path for document in info.documents),
    ]
    if info.skipped:
        lines += ["", f"skipped ({len(info.skipped):,}):", *map(_reason, info.skipped)]
    return "\n".join(map(one_line, lines))


def _reason(skipped: Skipped) -> str:
    return f"{skipped.path}: {skipped.reason}"


def _info_as_json(info: Info) -> dict[str, object]:
    recipe = info.build.recipe
    return {
        "build": info.build.number,
        "finished": info.build.finished,
        "roots": [asdict(root) for root in info.build.roots],
        "documents": [asdict(document) for document in info.documents],
        "skipped": [{"path": item.path, "reason": item.reason} for item in info.skipped],
        "passages": info.counts.passages,
        "recipe": {
            "encoder": recipe.encoder,
            "encoder_sha256": recipe.encoder_sha256,
            "passage_tokens": recipe.passage_tokens,
            "overlap": recipe.overlap,
            "splitter": recipe.splitter,
            "reader_seconds": recipe.reader_seconds,
            "reader_mb": recipe.reader_mb,
            "format": FORMAT,
        },
        "vectors": asdict(info.layout) if info.layout else None,
        "bytes": {"catalog": info.catalog_bytes, "caches": info.cache_bytes},
    }


if __name__ == "__main__":
    sys.exit(main())
