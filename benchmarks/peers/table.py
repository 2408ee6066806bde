"""What was measured, as tables for benchmarks/README.md; the best of each column stands out.

Ratios are to Quoth in the same round, so that what else the machine did touches both alike; over
several rounds the median is shown, and the range.
"""

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.peers.measure import Asked, Built
from evaluate.statistics import mean_interval

OWN = "Quoth"
FIRST, AGAIN, EDITED = "index", "nothing changed", "1 % edited"


@dataclass(slots=True)
class Result:
    """All of a peer; a peer that could not be run has only its failures.

    builds: by what was built (table.FIRST, AGAIN, EDITED), one a round
    disk:   MB of the first index, one a round
    asked:  by mode, one a round
    scores: by mode and then by the set's name and measure, one a question
    kills:  what stood after each kind of kill
    """

    peer: str
    versions: str
    builds: dict[str, list[Built]] = field(default_factory=dict)
    disk: list[float] = field(default_factory=list)
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    scores: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    kills: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


Numbers = list[float]


def tables(results: Sequence[Result]) -> str:
    """All of them, and what failed, in Markdown."""
    parts = [
        _table(
            ["", *(name for name, _ in _BUILDING)],
            [[result.peer] for result in results],
            [[get(result) for _, get in _BUILDING] for result in results],
        ),
        _table(
            ["", "mode", *(name for name, _ in _ASKING)],
            [[result.peer, mode] for result, mode in _rows(results)],
            [[list(map(get, r.asked[mode])) for _, get in _ASKING] for r, mode in _rows(results)],
        ),
        "\n".join(_quality(results)),
        "\n".join(_kills(results)),
        "\n".join(f"- {result.peer}: {result.versions}" for result in results),
    ]
    failures = [f"- {result.peer}: {each}" for result in results for each in result.failures]
    return "\n\n".join([*parts, "\n".join(failures)]).strip() + "\n"


def _seconds(build: str) -> Callable[["Result"], Numbers]:
    return lambda result: [each.seconds for each in result.builds.get(build, ())]


_BUILDING: list[tuple[str, Callable[[Result], Numbers]]] = [
    (f"{FIRST}, s", _seconds(FIRST)),
    ("of processors, s", lambda result: [e.processors for e in result.builds.get(FIRST, ())]),
    (f"{AGAIN}, s", _seconds(AGAIN)),
    (f"{EDITED}, s", _seconds(EDITED)),
    ("peak memory, MB", lambda result: [e.peak_mb for e in result.builds.get(FIRST, ())]),
    ("disk, MB", lambda result: result.disk),
]
_ASKING: list[tuple[str, Callable[[Asked], float]]] = [
    ("first from cold, s", lambda each: each.first_s),
    ("p50, ms", lambda each: _percentile([a.ms for a in each.answers[1:]], 50)),
    ("p95, ms", lambda each: _percentile([a.ms for a in each.answers[1:]], 95)),
    (
        "p50 of processors, ms",
        lambda each: _percentile([a.processors_ms for a in each.answers[1:]], 50),
    ),
]


def _percentile(values: Sequence[float], percent: int) -> float:
    """Between the two nearest values where it falls there; of one value, that."""
    if len(values) < 2:
        return sum(values)
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _rows(results: Sequence[Result]) -> list[tuple[Result, str]]:
    return [(result, mode) for result in results for mode in result.asked]


def _table(
    heading: Sequence[str], names: Sequence[Sequence[str]], figures: Sequence[Sequence[Numbers]]
) -> str:
    """Figures by row and column, one a round; the ratios are to Quoth's row of the same mode."""
    own = {tuple(name[1:]): row for name, row in zip(names, figures, strict=True) if _own(name)}
    middles = [[statistics.median(each) if each else None for each in row] for row in figures]
    least = [
        min((value for value in column if value is not None), default=None)
        for column in zip(*middles, strict=True)
    ]
    lines = [_line(heading), _line(["---"] * len(heading))]
    for name, row, middle in zip(names, figures, middles, strict=True):
        beside = None if _own(name) else own.get(tuple(name[1:]))
        cells = []
        for column, (numbers, value) in enumerate(zip(row, middle, strict=True)):
            if value is None:
                cells.append("–")
                continue
            text = f"**{_number(value)}**" if value == least[column] else _number(value)
            ratio = _ratio(numbers, beside[column]) if beside else ""
            cells.append(f"{text} {ratio}".strip())
        lines.append(_line([*name, *cells]))
    return "\n".join(lines)


def _own(name: Sequence[str]) -> bool:
    return name[0] == OWN


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:,.2f}"


def _ratio(numbers: Numbers, own: Numbers) -> str:
    """How many times Quoth's, round by round; nothing where Quoth's is nothing."""
    ratios = [number / its for number, its in zip(numbers, own, strict=False) if its]
    if not ratios:
        return ""
    spread = f", {_number(min(ratios))} to {_number(max(ratios))}" if len(ratios) > 1 else ""
    return f"({_number(statistics.median(ratios))} ×{spread})"


def _quality(results: Sequence[Result]) -> Iterator[str]:
    """Means, and in brackets the paired difference to Quoth in the same mode with its interval."""
    names = list(dict.fromkeys(n for r in results for s in r.scores.values() for n in s))
    rows = [(result, mode) for result in results for mode in result.scores]
    own = {mode: result.scores[mode] for result, mode in rows if result.peer == OWN}
    means = [[_mean(result.scores[mode].get(name)) for name in names] for result, mode in rows]
    best = [
        max((value for value in column if value is not None), default=None)
        for column in zip(*means, strict=True)
    ]
    yield _line(["", "mode", *names])
    yield _line(["---"] * (len(names) + 2))
    for (result, mode), row in zip(rows, means, strict=True):
        cells = []
        for name, value, most in zip(names, row, best, strict=True):
            if value is None:
                cells.append("–")
                continue
            text = f"**{value:.3f}**" if value == most else f"{value:.3f}"
            beside = own.get(mode, {}).get(name) if result.peer != OWN else None
            cells.append(f"{text}{_difference(result.scores[mode][name], beside)}")
        yield _line([result.peer, mode, *cells])


def _mean(values: Numbers | None) -> float | None:
    return statistics.fmean(values) if values else None


def _difference(values: Numbers, own: Numbers | None) -> str:
    if not own:
        return ""
    differences = [value - its for value, its in zip(values, own, strict=True)]
    low, high = mean_interval(differences)
    return f" ({statistics.fmean(differences):+.3f}; {low:+.3f} to {high:+.3f})"


def _kills(results: Sequence[Result]) -> Iterator[str]:
    names = list(dict.fromkeys(name for result in results for name in result.kills))
    yield _line(["killed", *names])
    yield _line(["---"] * (len(names) + 1))
    for result in results:
        yield _line([result.peer, *(result.kills.get(name, "–") for name in names)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
