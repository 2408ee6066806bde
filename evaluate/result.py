"""What one evaluation found, as a record and as the JSON file that `--json` writes."""

import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluate.statistics import mean_interval
from index.answering.search import Mode
from index.errors import QuothError

INDEX = "index"
"""Among a result's settings: the folder of the index that was asked."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A mean over queries with its 95 % interval.

    per_query is empty where the measure is one of all queries together.
    """

    value: float
    low: float
    high: float
    queries: int
    per_query: dict[str, float] = field(default_factory=dict)

    @classmethod
    def mean(cls, per_query: dict[str, float]) -> "Measure":
        """Of at least one query."""
        values = list(per_query.values())
        low, high = mean_interval(values)
        return cls(sum(values) / len(values), low, high, len(values), per_query)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve; `count` is of the queries that stand behind it."""

    x: float
    y: float
    count: int


@dataclass(frozen=True, slots=True)
class Curves:
    """recall:        x the rank, y the share of queries with an answer at that rank or better
    risk_coverage: x the share of questions answered, the surest first, y the share of them wrong
    reliability:   x the mean confidence of a bin, y the share of it that was right
    """

    recall: tuple[Point, ...] = ()
    risk_coverage: tuple[Point, ...] = ()
    reliability: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from question to answer, warm, one at a time."""

    p50: float
    p95: float
    questions: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong, to be read: what was wanted and what was given."""

    kind: str
    id: str
    question: str
    expected: str
    given: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """One labelled set asked in one mode.

    task:     beir, squad or questions
    data:     which set, and which part of it
    settings: what shaped the answers: encoder, reranker and their weights, passages
    queries:  the words of each query, by its id
    """

    task: str
    data: str
    mode: Mode
    settings: dict[str, str]
    machine: str
    date: str
    queries: dict[str, str]
    measures: dict[str, Measure]
    curves: Curves = Curves()
    latency: Latency | None = None
    failures: tuple[Failure, ...] = ()
    format: int = 1


_FILE = TypeAdapter(Result)


def write_result(result: Result, path: Path) -> None:
    """Raises QuothError when the file cannot be written."""
    try:
        path.write_bytes(_FILE.dump_json(result, indent=1))
    except OSError as error:
        raise QuothError(f"{path} cannot be written: {error.strerror}.") from error


def read_result(path: Path) -> Result:
    """Raises QuothError when the file is missing or not a result."""
    try:
        return _FILE.validate_json(path.read_bytes())
    except OSError as error:
        raise QuothError(f"{path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise QuothError(
            f"{path} is not a result of `python -m evaluate … --json` "
            f"({error.errors()[0]['msg']}). Make one: python -m evaluate beir FOLDER --json {path}"
        ) from error


def machine() -> str:
    """The processor and how many cores of it there are."""
    return f"{_processor()}, {_cores()} cores, Python {platform.python_version()}"


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def today() -> str:
    """The date, UTC, as in 2026-01-31."""
    return datetime.now(UTC).date().isoformat()
