"""From the folder of questions to the examples of one training, chosen by chance with a seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from evaluate.rows import Row, rows_of
from index.errors import QuothError
from index.models.reranker import Reranker
from training.examples import Example, Windows, nearest_without, renamed
from training.sources import medquad_rows

COMPLETE = ("squad2_train_bits", "squad1_train_bits", "selqa_ass_dev_test", "qed_dev")
SOURCES = (*COMPLETE, "nq_passage_unans", "nomiracl_en_nonrelevant", "bioasq_golden", "sleepqa_dev")
_ANSWERED = {"bioasq_golden": 3500}  # of the larger sources
_TWICE = ("squad2_train_bits",)  # written to look answerable: two windows of each
_WEIGHTS = {"nq_passage_unans": 0.5, "nomiracl_en_nonrelevant": 0.5, "medquad": 0.5}
_BESIDE, _RENAMED = 0.35, 0.3  # of the rows of complete sources
_MATCHED = {
    "squad2_train_bits": 2500,
    "squad1_train_bits": 1500,
    "bioasq_golden": 3500,
    "qed_dev": 700,
}
_MEDQUAD = 1500  # documents
_CANDIDATES = 3  # passages of which the hardest is taken


def read_rows(folder: Path, archive: Path, chance: random.Random) -> dict[str, list[Row]]:
    """All rows by source. Raises QuothError when a file is missing."""
    missing = [name for name in SOURCES if not (folder / f"{name}.jsonl.gz").is_file()]
    if missing or not archive.is_file():
        raise QuothError(
            f"{', '.join(missing) or archive.name} is missing. Give the folder with the questions "
            "and the archive of MedQuAD; training/README.md names where they come from."
        )
    rows = {name: list(rows_of(folder / f"{name}.jsonl.gz")) for name in SOURCES}
    rows["medquad"] = list(medquad_rows(archive, chance, _MEDQUAD))
    return rows


def make_examples(
    rows: dict[str, list[Row]],
    windows: Windows,
    ranker: Reranker,
    chance: random.Random,
    watch: Callable[[str], None],
) -> list[Example]:
    """The examples, in random order."""
    made: list[Example] = []
    for source, found in rows.items():
        made += _given(source, found, windows, chance)
        if source in COMPLETE:
            made += _beside(found, windows, chance)
            made += _with_other_names(found, windows, chance)
        if source in _MATCHED:
            watch(f"{source}: nearest passages")
            made += _matched(found, _MATCHED[source], windows, ranker, chance)
        watch(f"{source}: {len(made):,} examples")
    chance.shuffle(made)
    return made


def _given(
    source: str, rows: Sequence[Row], windows: Windows, chance: random.Random
) -> Iterator[Example]:
    answered = [row for row in rows if row.answers]
    most = _ANSWERED.get(source, len(answered))
    for row in chance.sample(answered, min(most, len(answered))):
        example = windows.answering(row)
        if example:
            yield replace(example, weight=_WEIGHTS.get(source, 1.0))
    for row in rows:
        if not row.answers and (example := windows.beside(row, "given")):
            yield replace(example, weight=_WEIGHTS.get(source, 1.0))
            again = windows.beside(row, "given") if source in _TWICE else None
            if again and again.text != example.text:
                yield again


def _beside(rows: Sequence[Row], windows: Windows, chance: random.Random) -> Iterator[Example]:
    for row in rows:
        if row.answers and chance.random() < _BESIDE and (example := windows.beside(row)):
            yield example


def _with_other_names(
    rows: Sequence[Row], windows: Windows, chance: random.Random
) -> Iterator[Example]:
    for row in rows:
        if not row.answers or chance.random() > _RENAMED:
            continue
        other = renamed(row, chance)
        example = windows.answering(replace(row, question=other.question)) if other else None
        if example:
            yield replace(example, answers=(), kind="renamed", weight=0.7)


def _matched(
    rows: Sequence[Row], most: int, windows: Windows, ranker: Reranker, chance: random.Random
) -> Iterator[Example]:
    answered = [row for row in rows if row.answers]
    wanted = chance.sample(answered, min(most, len(answered)))
    for row, others in nearest_without(rows, wanted, _CANDIDATES):
        found = [each for other in others if (each := windows.beside(other, "matched"))]
        if found:
            scores = ranker.score(row.question, [each.text for each in found])
            yield replace(found[int(scores.argmax())], weight=0.8)
