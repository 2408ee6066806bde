"""Measures Quoth: python -m evaluate COMMAND, one of those that --help lists."""

import argparse
import shlex
import sys
import tempfile
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from evaluate.ablation import NoLateInteraction, NoRanker, Step, without_reader
from evaluate.beir import Benchmark, Query, read_beir
from evaluate.calibrate import NEARNESS, READER, READING, WORDS, Provenance, fit
from evaluate.collection import Text, collection_hash, make_index
from evaluate.compare import compare, described
from evaluate.formats.check import Findings, check, write_findings
from evaluate.formats.invented import invent
from evaluate.formats.make import chosen, make
from evaluate.formats.story import Story
from evaluate.formats.tell import failures_as_text, rows_as_table
from evaluate.formats.written import read_story
from evaluate.judged import Judged, answer_curves, failures, measure_answers
from evaluate.own import OwnQuestion, ask_own, read_questions
from evaluate.report import markdown_table, write_markdown, write_report
from evaluate.result import INDEX, Result, machine, read_result, today, write_result
from evaluate.rows import ENDINGS, rows_of
from evaluate.runs import (
    Run,
    make_run,
    measure,
    recall_curve,
    run_of_answers,
    spread,
    time_answers,
    write_qrels,
    write_run,
)
from evaluate.sizes import Size, sweep
from evaluate.squad import Article, Asked, Question, ask_left_out, ask_squad, qrels_of, read_squad
from index.__main__ import add_reading
from index.answering.calibration import SHIPPED, Calibration, Curve, shipped
from index.answering.search import Mode
from index.errors import CalibrationError, QuothError
from index.library import DEFAULT_FOLDER, Library
from index.models.encoder import DEFAULT_ENCODER, Encoder
from index.models.named import encoder_named
from index.models.reader import OnnxReader, Reader
from index.models.reader import installed as reader_installed
from index.models.reranker import DEFAULT_RERANKER, OnnxReranker, Reranker, reranker_named
from ingest.progress import progress_bar

KEPT = Path(__file__).parent / "built"
HALVES = ("all", "even", "odd")


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 measured, 2 nothing could be done, 130 stopped from the keyboard."""
    options = _parser().parse_args(arguments)
    options.command = shlex.join(["python", "-m", "evaluate", *(arguments or sys.argv[1:])])
    try:
        return int(options.run(options))
    except QuothError as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluate", description="Measures Quoth on labelled sets."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    beir = commands.add_parser("beir", help="how well a BEIR folder's documents are found")
    beir.add_argument("folder", type=Path, help="with corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv")
    beir.add_argument("--split", default="test", help="which judgments (default: test)")
    _add_collection(beir)
    beir.set_defaults(run=_beir)

    squad = commands.add_parser("squad", help="passages, marked sentences and silence on SQuAD")
    squad.add_argument("file", type=Path, help="SQuAD 1.1 or 2.0 JSON, or rows of JSON Lines")
    _add_squad(squad)
    squad.add_argument(
        "--given", action="store_true", help="ask each question of its own text and no other"
    )
    squad.add_argument(
        "--leave-one-out",
        action="store_true",
        help="ask every question a second time, as if its own article were not there",
    )
    _add_collection(squad)
    squad.set_defaults(run=_squad)

    questions = commands.add_parser("questions", help="questions of your own to an index")
    questions.add_argument(
        "file", type=Path, help='JSON Lines: {"question": "…", "expect": "words" or null}'
    )
    questions.add_argument(
        "--index", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="default: %(default)s"
    )
    _add_asking(questions)
    questions.set_defaults(run=_questions)

    calibrate = commands.add_parser(
        "calibrate", help="fit the confidence on questions with and without an answer"
    )
    calibrate.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="SQuAD JSON, or rows of JSON Lines"
    )
    calibrate.add_argument("--out", type=Path, default=SHIPPED, help="default: %(default)s")
    calibrate.add_argument(
        "--mode",
        choices=("all", "reader", "rerank", "hybrid", "words"),
        default="all",
        help="fit only this curve (rerank: the cross-encoder's without the reader) and keep the "
        "others as they ship",
    )
    _add_squad(calibrate)
    calibrate.add_argument("--limit", type=int, metavar="N", help="ask only N questions")
    _add_models(calibrate)
    calibrate.set_defaults(run=_calibrate, articles="all")

    comparing = commands.add_parser("compare", help="two results of the same questions")
    comparing.add_argument("first", type=Path, help="what --json wrote")
    comparing.add_argument("second", type=Path)
    comparing.set_defaults(run=_compare)

    report = commands.add_parser("report", help="one page with the tables and plots of results")
    report.add_argument("out", type=Path, help="the page to write: OUT.html, or OUT.md for tables")
    report.add_argument("results", type=Path, nargs="+", help="what --json wrote")
    report.set_defaults(run=_report)

    sizes = commands.add_parser("sizes", help="passage sizes and overlaps on a SQuAD file")
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

    formats = commands.add_parser(
        "formats", help="whether documents that others' tools converted are read right"
    )
    formats.add_argument("folder", nargs="*", type=Path, help="of Markdown documents")
    formats.add_argument(
        "--documents", type=int, default=60, metavar="N", help="how many, spread evenly (60)"
    )
    formats.add_argument(
        "--invented", type=int, default=30, metavar="N", help="and how many made up beside (30)"
    )
    formats.add_argument(
        "--only", type=_names, default=(), metavar="FORMAT,…", help='"pdf" for all that begin so'
    )
    formats.add_argument(
        "--keep", type=Path, metavar="DIR", help="where the converted documents are to stay"
    )
    formats.add_argument(
        "--checked", type=Path, metavar="DIR", help="make nothing, read what --keep left there"
    )
    formats.add_argument(
        "--show", type=int, default=0, metavar="N", help="the first N failures of each measure"
    )
    formats.add_argument("--json", type=Path, metavar="OUT", help="all rows and failures, as JSON")
    formats.set_defaults(run=_formats)
    return parser


def _add_squad(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--without",
        type=Path,
        metavar="ROWS",
        help="ask nothing of articles of which these rows hold a passage",
    )
    command.add_argument(
        "--articles",
        choices=HALVES,
        default="all",
        help="whose questions are asked, by the article's number: the shipped confidence was "
        "fitted on the even ones (all articles are searched)",
    )


def _add_collection(command: argparse.ArgumentParser) -> None:
    """What the commands have in common that make an index of a set's texts."""
    command.add_argument(
        "--in-passages",
        action="store_true",
        help="split the texts as the product does; without, each is one passage",
    )
    command.add_argument("--encoder", default=DEFAULT_ENCODER, metavar="NAME_OR_FOLDER")
    command.add_argument("--qrels", type=Path, metavar="OUT", help="the judgments, in TREC's form")
    _add_asking(command)


def _add_asking(command: argparse.ArgumentParser) -> None:
    """What all commands that ask have in common."""
    command.add_argument("--mode", choices=get_args(Mode), default="rerank")
    command.add_argument("--limit", type=int, metavar="N", help="ask only N, spread evenly")
    command.add_argument("--json", type=Path, metavar="OUT", help="the result, as JSON")
    command.add_argument("--run", dest="trec", type=Path, metavar="OUT", help="the TREC run")
    command.add_argument(
        "--leave-out",
        nargs="+",
        choices=get_args(Step),
        default=[],
        metavar="STEP",
        help="late, ranker, reader: ask without these, to see what each brings",
    )
    add_reading(command)


def _add_models(command: argparse.ArgumentParser) -> None:
    command.add_argument("--encoder", default=DEFAULT_ENCODER, metavar="NAME_OR_FOLDER")
    command.add_argument("--reranker", default=DEFAULT_RERANKER, metavar="NAME_OR_FOLDER")


def _beir(options: argparse.Namespace) -> int:
    benchmark = read_beir(options.folder, options.split)
    if benchmark.unknown:
        _say(f"{benchmark.unknown} judged documents are not in the corpus; they count as not found")
    benchmark = replace(benchmark, queries=spread(benchmark.queries, options.limit))
    library = _library(benchmark.texts, benchmark.name.partition("/")[0], options)
    with progress_bar() as watch:
        run = make_run(benchmark, library, options.mode, watch)
    _write_trec(options, run, benchmark)
    result = replace(
        _result("beir", benchmark.name, benchmark.queries, library, options),
        measures=measure(run, benchmark),
        curves=recall_curve(run, benchmark),
    )
    return _finish(result, options)


def _squad(options: argparse.Namespace) -> int:
    articles = read_squad(options.file)
    library = _library(_texts(articles), options.file.stem, options)
    questions = spread(_chosen(articles, options), options.limit)
    with progress_bar() as watch:
        how = Asked(options.mode, options.given, leave_one_out=options.leave_one_out)
        judged = ask_squad(questions, library, how, watch)
    queries = [Query(each.id, each.text) for each in questions]
    name = f"{options.file.stem}, {options.articles} articles"
    if options.without:
        name += f" but those of {options.without.name}"
    result = _answered(_result("squad", name, queries, library, options), judged)
    _write_trec(
        options,
        run_of_answers([each.answer for each in judged if each.id in result.queries], queries),
        Benchmark(name, (), tuple(queries), qrels_of(questions)),
    )
    return _finish(result, options)


def _questions(options: argparse.Namespace) -> int:
    questions: Sequence[OwnQuestion] = spread(read_questions(options.file), options.limit)
    library = _asking_library(options.index, None, options)
    with progress_bar() as watch:
        judged = ask_own(questions, library, options.mode, watch)
    queries = [Query(each.id, each.text) for each in questions]
    result = _answered(_result("questions", options.file.stem, queries, library, options), judged)
    _write_trec(options, run_of_answers([each.answer for each in judged], queries), None)
    for failure in result.failures:
        print(
            f"{failure.kind} ({failure.confidence:.2f}): {failure.question}\n"
            f"  expected: {failure.expected}\n  given:    {' '.join(failure.given.split())}"
        )
    return _finish(result, options)


def _calibrate(options: argparse.Namespace) -> int:
    """The curves: by the reader, by the cross-encoder, by nearness, from the same questions."""
    encoder = encoder_named(options.encoder)
    reranker = reranker_named(options.reranker)
    known = reranker.sha256 == OnnxReranker.sha256
    reader = OnnxReader() if reader_installed() and known else None
    unfitted = _for_models(shipped(), encoder, reranker, reader)
    fitted = shipped()
    asked = [_to_fit_on(file, encoder, options) for file in options.files]

    def curve(mode: Mode, names: Sequence[str], model: Encoder | Reranker | Reader) -> Curve:
        given = unfitted if model is reader else replace(unfitted, reader=None)
        sets: dict[str, Sequence[Judged]] = {}
        for each in asked:
            library = Library.open(each.folder, encoder, reranker, calibration=given)
            sets |= _asked_for_a_fit(each, library, mode)
        fitted_on = "; ".join(f"{name}, {len(rows)} questions" for name, rows in sets.items())
        origin = Provenance(model.name, model.sha256, fitted_on, options.command, today())
        return fit(sets, names, origin)

    if reader and options.mode in ("all", "reader"):
        fitted = replace(fitted, reader=curve("rerank", READER, reader))
    if options.mode in ("all", "rerank"):
        fitted = replace(fitted, reading=curve("rerank", READING, reranker))
    if options.mode in ("all", "hybrid"):
        fitted = replace(fitted, nearness=curve("hybrid", NEARNESS, encoder))
    if options.mode in ("all", "words"):
        fitted = replace(fitted, words=curve("lexical", WORDS, encoder))
    fitted.save(options.out)
    for each in (fitted.reader, fitted.reading, fitted.nearness, fitted.words):
        if each:
            print(
                f"{each.model}: {each.weights}, intercept {each.intercept}, ceiling "
                f"{each.ceiling}, from {each.threshold}"
            )
    return 0


@dataclass(frozen=True, slots=True)
class _ToFitOn:
    """A file's questions, and the index of its texts; `given` as in Asked.

    far: whether they are asked of all other articles too; near misses of a single text lean on it
    """

    name: str
    folder: Path
    questions: Sequence[Question]
    given: bool
    far: bool


def _to_fit_on(file: Path, encoder: Encoder, options: argparse.Namespace) -> _ToFitOn:
    """Where a question is labelled with several passages, each is asked of that passage alone."""
    articles = read_squad(file)
    folder = _make(_texts(articles), file.name.partition(".")[0], False, encoder)
    chosen = _chosen(articles, options)
    repeated = 2 * len({each.text for each in chosen}) < len(chosen)
    given = repeated and file.name.endswith(ENDINGS)
    questions = spread(chosen, options.limit)
    alone = all(len(article.texts) == 1 for article in articles)
    far = not given and not (alone and any(not each.answers for each in chosen))
    return _ToFitOn(f"{file.name}, {options.articles} articles", folder, questions, given, far)


_FAR = 4


def _asked_for_a_fit(asked: _ToFitOn, library: Library, mode: Mode) -> dict[str, Sequence[Judged]]:
    """By name: the questions, and those asked with their own article left out.

    Of a set with near misses one in _FAR is asked so: people rarely ask what is far off.
    """
    sets: dict[str, Sequence[Judged]] = {}
    with progress_bar() as watch:
        how = Asked(mode, asked.given, alone=False)
        sets[asked.name] = ask_squad(asked.questions, library, how, watch)
    answerable = [each for each in asked.questions if each.answers]
    if asked.far:
        every = _FAR if len(answerable) < len(asked.questions) else 1
        name = f"{asked.name}, {'each' if every == 1 else f'one in {every}'} left out"
        with progress_bar() as watch:
            sets[name] = ask_left_out(answerable[::every], library, mode, watch)
    return sets


def _for_models(
    calibration: Calibration, encoder: Encoder, reranker: Reranker, reader: Reader | None
) -> Calibration:
    """As if it were fitted for these models: good for asking what the evidence is, no more."""
    reading, nearness = calibration.reading, calibration.nearness
    return Calibration(
        replace(reading, model=reranker.name, sha256=reranker.sha256),
        replace(nearness, model=encoder.name, sha256=encoder.sha256),
        replace(reading, model=reader.name, sha256=reader.sha256) if reader else None,
    )


def _compare(options: argparse.Namespace) -> int:
    print(described(compare(read_result(options.first), read_result(options.second))))
    return 0


def _report(options: argparse.Namespace) -> int:
    results = [read_result(path) for path in options.results]
    if options.out.suffix == ".md":
        write_markdown(results, options.out)
    else:
        write_report(results, options.out)
    print(f"{options.out}: {len(results)} results")
    return 0


def _texts(articles: Sequence[Article]) -> list[Text]:
    return [text for article in articles for text in article.texts]


def _chosen(articles: Sequence[Article], options: argparse.Namespace) -> list[Question]:
    several = {"all": articles, "even": articles[::2], "odd": articles[1::2]}[options.articles]
    if options.without:
        known = {" ".join(row.passage.split()) for row in rows_of(options.without)}
        several = [each for each in several if not _shares(each, known)]
    return [question for article in several for question in article.questions]


def _shares(article: Article, passages: Set[str]) -> bool:
    return any(" ".join(text.text.split()) in passages for text in article.texts)


def _library(texts: Sequence[Text], name: str, options: argparse.Namespace) -> Library:
    """An index of the texts, made or found in the folder where these are kept."""
    encoder = encoder_named(options.encoder)
    return _asking_library(_make(texts, name, options.in_passages, encoder), encoder, options)


def _asking_library(folder: Path, encoder: Encoder | None, options: argparse.Namespace) -> Library:
    reranker = reranker_named(options.reranker) if options.reranker else None
    calibration = Calibration.load(options.calibration) if options.calibration else None
    late = NoLateInteraction() if "late" in options.leave_out else None
    if "ranker" in options.leave_out:
        reranker = NoRanker()
    if "reader" in options.leave_out:
        calibration = without_reader(calibration or shipped())
    return Library.open(folder, encoder, reranker, late, options.depth, calibration)


def _make(texts: Sequence[Text], name: str, in_passages: bool, encoder: Encoder) -> Path:
    form = "passages" if in_passages else "whole"
    folder = KEPT / f"{name}-{collection_hash(texts)}-{form}-{encoder.sha256[:12]}"
    folder.parent.mkdir(exist_ok=True)
    with progress_bar() as watch:
        make_index(texts, folder, encoder, in_passages, watch)
    return folder


def _result(
    task: str,
    data: str,
    queries: Sequence[Query],
    library: Library,
    options: argparse.Namespace,
) -> Result:
    """The result without its measures; asks some of the queries to take the time."""
    recipe = library.info().build.recipe
    settings = {"encoder": f"{recipe.encoder} {recipe.encoder_sha256[:12]}"}
    settings[INDEX] = str(library.folder.resolve())
    if options.mode == "rerank":
        settings |= {"reranker": options.reranker or DEFAULT_RERANKER, "depth": str(options.depth)}
    if options.leave_out:
        settings["left out"] = ", ".join(options.leave_out)
    settings["passages"] = "whole texts" if recipe.splitter == "whole" else "split"
    settings["passages found among"] = f"{library.info().counts.passages:,}"
    words = {each.id: each.text for each in queries}
    _say("timing answers")
    try:
        latency = time_answers(queries, library, options.mode)
    except CalibrationError as error:  # an answer has a confidence, a ranking needs none
        _say(f"not timed. {error}")
        latency = None
    return Result(
        task, data, options.mode, settings, machine(), today(), words, {}, latency=latency
    )


def _answered(result: Result, judged: Sequence[Judged]) -> Result:
    return replace(
        result,
        measures=measure_answers(judged),
        curves=answer_curves(judged),
        failures=tuple(failures(judged)),
    )


def _write_trec(options: argparse.Namespace, run: Run, benchmark: Benchmark | None) -> None:
    if options.trec:
        write_run(run, options.trec, options.mode)
    if benchmark and options.qrels:
        write_qrels(benchmark.qrels, options.qrels)


def _finish(result: Result, options: argparse.Namespace) -> int:
    if options.json:
        write_result(result, options.json)
    print(markdown_table([result]))
    return 0


def _size(text: str) -> Size:
    tokens, _, overlap = text.partition("/")
    return Size(int(tokens), int(overlap or 0))


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _formats(options: argparse.Namespace) -> int:
    names = chosen(options.only)
    with tempfile.TemporaryDirectory() as temporary, progress_bar() as watch:
        folder = options.checked or options.keep or Path(temporary)
        if options.checked:
            names = [name for name in names if options.only or (folder / name).is_dir()]
        else:
            make(_stories(options), folder, names, watch)
        found = tuple(check(folder, names, watch))
    if options.json:
        write_findings(Findings(machine(), today(), found), options.json)
    print(rows_as_table([each.row for each in found]))
    for each in found:
        print(failures_as_text(each, options.show), end="")
    return 0


def _stories(options: argparse.Namespace) -> list[Story]:
    found = sorted(path for folder in options.folder for path in folder.rglob("*.md"))
    written = [read_story(path) for path in spread(found, options.documents)]
    return [*written, *invent(1, options.invented)]


def _sizes(options: argparse.Namespace) -> int:
    articles = read_squad(options.file)
    encoder = encoder_named(options.encoder)
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
