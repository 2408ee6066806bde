"""Two results of the same questions: which measures moved, by how much, and which questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluate.result import Measure, Result
from evaluate.statistics import mean_interval, randomization_test
from index.errors import QuothError


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose value changed."""

    id: str
    question: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How a measure moved from the first result to the second, over the questions both asked.

    low, high: 95 % interval of the mean difference, by bootstrap
    p:         of the paired randomization test; None, as the interval, for a measure that is one
               of all questions together
    changes:   the greatest first
    """

    measure: str
    before: float
    after: float
    low: float | None
    high: float | None
    p: float | None
    queries: int
    changes: tuple[Change, ...]


def compare(first: Result, second: Result) -> tuple[Difference, ...]:
    """One difference a measure that both have; raises QuothError where there is none."""
    found = tuple(_differences(first, second))
    if not found:
        raise QuothError(
            f"The results have no measure of common questions: the first is {first.task} "
            f"{first.data}, the second {second.task} {second.data}. Compare two runs of one set."
        )
    return found


def _differences(first: Result, second: Result) -> Iterator[Difference]:
    for name, before in first.measures.items():
        after = second.measures.get(name)
        if after is None or first.data != second.data:
            continue
        if not before.per_query:
            yield Difference(name, before.value, after.value, None, None, None, before.queries, ())
        elif common := [each for each in before.per_query if each in after.per_query]:
            yield _paired(name, before, after, common, {**second.queries, **first.queries})


def _paired(
    name: str, before: Measure, after: Measure, common: Sequence[str], words: dict[str, str]
) -> Difference:
    old = [before.per_query[each] for each in common]
    new = [after.per_query[each] for each in common]
    differences = [b - a for a, b in zip(old, new, strict=True)]
    low, high = mean_interval(differences)
    changes = [
        Change(each, words.get(each, ""), a, b)
        for each, a, b in zip(common, old, new, strict=True)
        if a != b
    ]
    changes.sort(key=lambda change: -abs(change.after - change.before))
    count = len(common)
    p = randomization_test(old, new)
    return Difference(name, sum(old) / count, sum(new) / count, low, high, p, count, tuple(changes))


def described(differences: Sequence[Difference], shown: int = 10) -> str:
    """The differences as a table, then of each measure the questions that changed most."""
    lines = [
        "| measure | first | second | difference, 95 % interval | p | questions | better | worse |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in differences:
        interval = "" if each.low is None else f" ({each.low:+.3f} to {each.high:+.3f})"
        p = "" if each.p is None else f"{each.p:.4f}"
        better = sum(change.after > change.before for change in each.changes)
        lines.append(
            f"| {each.measure} | {each.before:.3f} | {each.after:.3f} | "
            f"{each.after - each.before:+.3f}{interval} | {p} | {each.queries:,} | {better} | "
            f"{len(each.changes) - better} |"
        )
    for each in differences:
        if each.changes:
            lines += ["", f"{each.measure}, changed most:"]
            lines += [
                f"  {change.before:.3f} → {change.after:.3f}  {change.id}  {change.question}"
                for change in each.changes[:shown]
            ]
    return "\n".join(lines)
