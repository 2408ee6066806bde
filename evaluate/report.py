"""Results as one page that needs nothing else: tables, and plots drawn into it as SVG."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import altair as alt

from evaluate.result import Failure, Measure, Point, Result
from index.errors import QuothError

_WIDTH, _HEIGHT = 340, 240
_SHOWN = 200  # failures of one result

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1rem 0; }
th, td { border-bottom: 1px solid #8886; padding: .3rem .7rem; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
small { opacity: .75; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem; }
figure { margin: 0; background: #fff; color: #222; border: 1px solid #8886; padding: .5rem;
  max-width: 100%; box-sizing: border-box; }
figure svg { max-width: 100%; height: auto; }
"""


def write_report(results: Sequence[Result], path: Path) -> None:
    """Raises QuothError when there is nothing to report or the file cannot be written."""
    if not results:
        raise QuothError("There is no result to report. Make one with --json, then name it.")
    body = "\n".join(_section(f"{task} {data}", group) for (task, data), group in _sets(results))
    _write(
        "<!doctype html>\n"
        '<html lang="en"><head><meta charset="utf-8"><title>Quoth: evaluation</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style></head>\n<body><h1>Quoth: evaluation</h1>\n{body}\n"
        "</body></html>\n",
        path,
    )


def write_markdown(results: Sequence[Result], path: Path) -> None:
    """The tables alone, one a set; raises QuothError when the file cannot be written."""
    tables = [f"{markdown_table(group)}\n" for _, group in _sets(results)]
    _write("\n".join(tables), path)


def _write(text: str, path: Path) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuothError(f"{path} cannot be written: {error.strerror}.") from error


def _sets(results: Sequence[Result]) -> Iterator[tuple[tuple[str, str], list[Result]]]:
    """The results of each task and set."""
    for key, group in groupby(sorted(results, key=_key), key=_key):
        yield key, list(group)


def _key(result: Result) -> tuple[str, str]:
    return result.task, result.data


def _section(title: str, results: Sequence[Result]) -> str:
    parts = [f"<h2>{_safe(title)}</h2>", _table(results), _settings(results)]
    plots = [_svg(plot) for plot in plots_of(results)]
    parts.append(f'<div class="plots">{"".join(plots)}</div>')
    parts += [_failures(result) for result in results if result.failures]
    return "\n".join(parts)


def _table(results: Sequence[Result]) -> str:
    names = list(dict.fromkeys(name for result in results for name in result.measures))
    head = "".join(f"<th>{_safe(name)}</th>" for name in ["mode", *names, "p50 / p95 ms"])
    rows = "".join(f"<tr>{_row(result, names)}</tr>" for result in results)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(result: Result, names: Sequence[str]) -> str:
    cells = [f"<td>{_safe(result.mode)}</td>"]
    cells += [f'<td class="number">{_cell(result.measures.get(name))}</td>' for name in names]
    latency = result.latency
    speed = f"{latency.p50:.0f} / {latency.p95:.0f}" if latency else ""
    return "".join([*cells, f'<td class="number">{speed}</td>'])


def _cell(measure: Measure | None) -> str:
    if measure is None:
        return ""
    return f"{measure.value:.3f}<br><small>{measure.low:.3f}–{measure.high:.3f}</small>"


def markdown_table(results: Sequence[Result]) -> str:
    """One row a result, one column a measure, intervals in brackets."""
    names = list(dict.fromkeys(name for result in results for name in result.measures))
    lines = [
        f"| set | mode | {' | '.join(names)} | p50 / p95 ms |",
        "| --- " * (len(names) + 3) + "|",
    ]
    for result in results:
        cells = [_markdown_cell(result.measures.get(name)) for name in names]
        latency = result.latency
        speed = f"{latency.p50:.0f} / {latency.p95:.0f}" if latency else ""
        lines.append(f"| {result.data} | {result.mode} | {' | '.join(cells)} | {speed} |")
    return "\n".join(lines)


def _markdown_cell(measure: Measure | None) -> str:
    if measure is None:
        return ""
    return f"{measure.value:.3f} ({measure.low:.3f}–{measure.high:.3f})"


def _settings(results: Sequence[Result]) -> str:
    lines = []
    for result in results:
        words = ", ".join(f"{name} {value}" for name, value in result.settings.items())
        asked = f"{len(result.queries):,} questions"
        lines.append(f"{result.mode}: {asked}, {words}; {result.machine}, {result.date}")
    return f"<p><small>{'<br>'.join(map(_safe, lines))}</small></p>"


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of several results of one set."""

    title: str
    chart: alt.Chart | alt.LayerChart


def sets_of(results: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    """The results of each task and set, under its name."""
    return [(f"{task} {data}", group) for (task, data), group in _sets(results)]


def plots_of(results: Sequence[Result]) -> Iterator[Plot]:
    """Those of measures, recall, risk and coverage, reliability and latency that there are."""
    plots = (_measures(results), *_curves(results), _latency(results))
    yield from (plot for plot in plots if plot is not None)


def _measures(results: Sequence[Result]) -> Plot | None:
    """Each measure from 0 to 1 with its interval, by mode."""
    rows = [
        {
            "mode": result.mode,
            "measure": name,
            "value": each.value,
            "low": each.low,
            "high": each.high,
        }
        for result in results
        for name, each in result.measures.items()
    ]
    if not rows:
        return None
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("measure:N", title=None, sort=None),
        yOffset="mode:N",
        color=alt.Color("mode:N", title=None),
    )
    points = base.mark_point(filled=True).encode(
        x=alt.X("value:Q", title="mean, with its 95 % interval"),
        shape=alt.Shape("mode:N", title=None),
    )
    return Plot("Measures", base.mark_rule().encode(x="low:Q", x2="high:Q") + points)


def _curves(results: Sequence[Result]) -> Iterator[Plot | None]:
    yield _lines(
        "Recall",
        "rank",
        "questions with an answer",
        results,
        lambda each: each.curves.recall,
    )
    yield _lines(
        "Risk and coverage",
        "share of questions answered, the surest first",
        "share of them wrong",
        results,
        lambda each: each.curves.risk_coverage,
    )
    yield _lines(
        "Reliability",
        "confidence",
        "share of quotes that were right",
        results,
        lambda each: each.curves.reliability,
        diagonal=True,
    )


def _lines(
    title: str,
    x: str,
    y: str,
    results: Sequence[Result],
    points: Callable[[Result], Sequence[Point]],
    diagonal: bool = False,
) -> Plot | None:
    """One line a result; None where none has points."""
    rows = [
        {"mode": result.mode, "x": point.x, "y": point.y}
        for result in results
        for point in points(result)
    ]
    if not rows:
        return None
    chart = (
        alt.Chart(_data(rows))
        .mark_line(point=diagonal)
        .encode(
            x=alt.X("x:Q", title=x),
            y=alt.Y("y:Q", title=y, scale=alt.Scale(zero=False)),
            color=alt.Color("mode:N", title=None),
            strokeDash=alt.StrokeDash("mode:N", title=None),
        )
    )
    if diagonal:
        ends = _data([{"x": 0, "y": 0}, {"x": 1, "y": 1}])
        line = alt.Chart(ends).mark_line(color="#999", strokeDash=[4, 4]).encode(x="x:Q", y="y:Q")
        return Plot(title, line + chart)
    return Plot(title, chart)


def _latency(results: Sequence[Result]) -> Plot | None:
    rows = [
        {"mode": result.mode, "which": which, "ms": value}
        for result in results
        if result.latency
        for which, value in (("p50", result.latency.p50), ("p95", result.latency.p95))
    ]
    if not rows:
        return None
    chart = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("ms:Q", title="milliseconds from question to answer"),
            y=alt.Y("mode:N", title=None),
            yOffset="which:N",
            color=alt.Color("which:N", title=None),
        )
    )
    return Plot("Latency", chart)


def _data(rows: Sequence[Mapping[str, object]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def _svg(plot: Plot) -> str:
    import vl_convert

    sized = plot.chart.properties(width=_WIDTH, height=_HEIGHT, title=plot.title)
    return f"<figure>{vl_convert.vegalite_to_svg(sized.to_dict())}</figure>"


def _failures(result: Result) -> str:
    shown = result.failures[:_SHOWN]
    more = len(result.failures) - len(shown)
    rows = "".join(f"<tr>{_failure(each)}</tr>" for each in shown)
    rest = f"<p>… and {more:,} more, in the JSON file.</p>" if more else ""
    return (
        f"<details><summary>{_safe(result.mode)}: {len(result.failures):,} failures</summary>"
        "<table><thead><tr><th>kind</th><th>question</th><th>expected</th><th>given</th>"
        f"<th>confidence</th></tr></thead><tbody>{rows}</tbody></table>{rest}</details>"
    )


def _failure(failure: Failure) -> str:
    words = (failure.kind, failure.question, failure.expected, failure.given)
    cells = "".join(f"<td>{_safe(each)}</td>" for each in words)
    return f'{cells}<td class="number">{failure.confidence:.2f}</td>'


def _safe(text: str) -> str:
    return html.escape(text)
