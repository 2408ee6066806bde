"""From the folder of questions to the examples of one training, chosen by chance with a seed."""

import hashlib
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluate.rows import Row, rows_of
from index.errors import QuothError
from index.models.reranker import Reranker
from training.examples import Example, TokenCounter, Windows, nearest_without, renamed
from training.sources import medquad_rows, written_rows

SOURCES = (
    "squad2_train_bits",
    "squad1_train_bits",
    "selqa_ass_dev_test",
    "qed_dev",
    "nq_passage_unans",
    "nomiracl_en_nonrelevant",
    "bioasq_golden",
    "sleepqa_dev",
)
MEDQUAD, WRITTEN = "medquad", "written"
ALL = (*SOURCES, MEDQUAD, WRITTEN)
_COMPLETE = (*SOURCES[:4], WRITTEN)  # what of a passage answers is all labelled
_ANSWERED = {"bioasq_golden": 3500}  # of the larger sources
_TWICE = ("squad2_train_bits",)  # near misses of these: two windows of each
_WEIGHTS = {"nq_passage_unans": 0.5, "nomiracl_en_nonrelevant": 0.5, MEDQUAD: 0.5}
_BESIDE, _RENAMED = 0.35, 0.3  # of the answered rows of complete sources
_MATCHED = {
    "squad2_train_bits": 1000,
    "squad1_train_bits": 1000,
    "bioasq_golden": 2000,
    "qed_dev": 500,
    WRITTEN: 1500,
}
_LEAST_MOST_WEIGHT = (0.5, 2.0)  # of one question's, however well its label is guessed
_MEDQUAD = 1500  # documents
_CANDIDATES = 3  # passages of which the hardest is taken


def read_rows(
    folder: Path,
    archive: Path,
    only: Collection[str],
    written: Collection[str] | None,
    chance: random.Random,
) -> dict[str, list[Row]]:
    """The rows of the sources named, by source; of those written, of these files or of all.

    Raises QuothError when a file is missing.
    """
    files = {name: folder / f"{name}.jsonl.gz" for name in SOURCES if name in only}
    missing = [name for name, file in files.items() if not file.is_file()]
    if missing or (MEDQUAD in only and not archive.is_file()):
        raise QuothError(
            f"{', '.join(missing) or archive.name} is missing. Give the folder with the questions "
            "and the archive of MedQuAD; training/README.md names where they come from."
        )
    rows = {name: list(rows_of(file)) for name, file in files.items()}
    if MEDQUAD in only:
        rows[MEDQUAD] = list(medquad_rows(archive, chance, _MEDQUAD))
    if WRITTEN in only:
        rows[WRITTEN] = list(written_rows(written))
    return rows


def make_examples(
    source: str,
    rows: Sequence[Row],
    count: TokenCounter,
    ranker: Reranker,
    seed: int,
) -> list[Example]:
    """The examples of one source; its own chance, so that they don't depend on the others'."""
    chance = random.Random(f"{source} {seed}")
    windows = Windows(count, chance)
    made = list(_given(source, rows, windows, chance))
    if source in _COMPLETE:
        made += _beside(rows, windows, chance)
        made += _with_other_names(rows, windows, chance)
    if source in _MATCHED:
        made += _matched(rows, _MATCHED[source], windows, ranker, chance)
    return made


def fingerprint(rows: Sequence[Row]) -> str:
    """Eight hexadecimal digits that tell rows from others."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:8]


def _given(
    source: str, rows: Sequence[Row], windows: Windows, chance: random.Random
) -> Iterator[Example]:
    weights = dict.fromkeys(range(len(rows)), _WEIGHTS.get(source, 1.0))
    if source == WRITTEN:
        weights = dict(enumerate(unguessed(rows).tolist()))
    answered = [number for number, row in enumerate(rows) if row.answers]
    most = _ANSWERED.get(source, len(answered))
    for number in chance.sample(answered, min(most, len(answered))):
        if example := windows.answering(rows[number]):
            yield replace(example, weight=weights[number])
    for number, row in enumerate(rows):
        if not row.answers:
            for example in _different(windows.beside, row, 2 if source in _TWICE else 1):
                yield replace(example, kind="given", weight=weights[number])


def unguessed(rows: Sequence[Row]) -> npt.NDArray[np.float64]:
    """Weights that take from questions what tells without any passage whether one answers them.

    Each is its label's share over how likely its words alone make that label, guessed by a model
    of the other groups' questions (inverse propensity; Horvitz and Thompson, 1952).
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    labels = np.array([bool(row.answers) for row in rows])
    words = CountVectorizer(ngram_range=(1, 2), min_df=2, binary=True)
    guessed = cross_val_predict(
        make_pipeline(words, LogisticRegression(C=0.1, max_iter=500)),
        [row.question for row in rows],
        labels,
        groups=[row.group for row in rows],
        cv=GroupKFold(5),
        method="predict_proba",
    )
    likely = guessed[np.arange(len(rows)), labels.astype(int)]
    share = np.where(labels, labels.mean(), 1 - labels.mean())
    weights: npt.NDArray[np.float64] = np.clip(share / likely, *_LEAST_MOST_WEIGHT)
    return weights


def _different(cut: Callable[[Row], Example | None], row: Row, times: int) -> Iterable[Example]:
    """What so many cuts of a row give, one of those that are alike."""
    return dict.fromkeys(example for _ in range(times) if (example := cut(row)))


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
