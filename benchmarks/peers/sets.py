"""Labelled sets as folders of text files, one a document, and how answers about them are judged.

A BEIR folder is judged by nDCG@10. A SQuAD file's paragraphs are documents; an answer is right, 1,
where the best document is the right one and its passage holds the answer's words, and else 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ir_measures import ScoredDoc, iter_calc, nDCG

from benchmarks.peers.measure import Answer
from evaluate.beir import Benchmark, read_beir
from evaluate.runs import spread
from evaluate.squad import read_squad

_ENDING = ".txt"

Judge = Callable[[Sequence[Answer]], list[float]]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Texts by their files' names, questions, and what judges one answer a question, 0 to 1."""

    name: str
    measure: str
    texts: dict[str, str]
    questions: tuple[str, ...]
    judge: Judge

    def write(self, folder: Path) -> None:
        """Writes the texts as files."""
        for name, text in self.texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def read_set(path: Path, texts: int | None = None, questions: int | None = None) -> LabelledSet:
    """The set there, or so many of its questions, spread evenly, and texts, theirs among them."""
    read = _beir if path.is_dir() else _squad
    return read(path, texts, questions)


def _beir(folder: Path, most: int | None, asked: int | None) -> LabelledSet:
    benchmark = read_beir(folder)
    queries = spread(benchmark.queries, asked)
    ids = {query.id for query in queries}
    judged = {each.doc_id for each in benchmark.qrels if each.query_id in ids}
    texts = {
        f"{text.id}{_ENDING}": f"{text.title}\n\n{text.text}".strip() + "\n"
        for text in benchmark.texts
    }
    wanted = {f"{each}{_ENDING}" for each in judged}

    def judge(answers: Sequence[Answer]) -> list[float]:
        return _ndcg(benchmark, [query.id for query in queries], answers)

    return LabelledSet(
        benchmark.name.partition("/")[0],
        "nDCG@10",
        _some(texts, wanted, most),
        tuple(query.text for query in queries),
        judge,
    )


def _ndcg(benchmark: Benchmark, ids: Sequence[str], answers: Sequence[Answer]) -> list[float]:
    """Of each query, in their order."""
    run = [
        ScoredDoc(query, document.removesuffix(_ENDING), -float(rank))
        for query, answer in zip(ids, answers, strict=True)
        for rank, document in enumerate(answer.documents)
    ]
    qrels = [each for each in benchmark.qrels if each.query_id in ids]
    values = {each.query_id: float(each.value) for each in iter_calc([nDCG @ 10], qrels, run)}
    return [values.get(query, 0.0) for query in ids]


def _squad(path: Path, most: int | None, asked: int | None) -> LabelledSet:
    articles = read_squad(path)
    texts = {
        f"{text.id}{_ENDING}": text.text + "\n" for article in articles for text in article.texts
    }
    questions = spread(
        [each for article in articles for each in article.questions if each.answers], asked
    )

    def judge(answers: Sequence[Answer]) -> list[float]:
        return [
            float(
                answer.documents[:1] == (f"{question.document}{_ENDING}",)
                and any(
                    texts[f"{question.document}{_ENDING}"][span.start : span.end] in answer.text
                    for span in question.answers
                )
            )
            for question, answer in zip(questions, answers, strict=True)
        ]

    wanted = {f"{question.document}{_ENDING}" for question in questions}
    return LabelledSet(
        path.name.partition(".")[0],
        "answer@1",
        _some(texts, wanted, most),
        tuple(question.text for question in questions),
        judge,
    )


def _some(texts: dict[str, str], wanted: set[str], most: int | None) -> dict[str, str]:
    """So many of the texts in their order: those that are wanted, and others spread evenly."""
    if most is None or len(texts) <= most:
        return texts
    others = [name for name in texts if name not in wanted]
    kept = wanted | set(spread(others, max(0, most - len(wanted))))
    return {name: text for name, text in texts.items() if name in kept}
