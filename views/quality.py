"""How good the answers are: the last evaluations as pictures, their failures to be asked again."""

from pathlib import Path

import streamlit as st

from evaluate.report import plots_of, sets_of
from evaluate.result import Failure, Result, read_result
from index import QuothError
from views import markup
from views.opened import Settings

_MOST = 100  # failures shown


def page(settings: Settings) -> None:
    """What lies in the results folder; says how to make a result where there is none."""
    st.html(markup.STYLE)
    st.title("Quality", anchor=False)
    results = []
    for path in sorted(settings.results.glob("*.json")):
        try:
            results.append(read_result(path))
        except QuothError as error:
            st.html(markup.notice("A result cannot be shown.", str(error)))
    if not results:
        st.html(markup.notice("Nothing has been measured yet.", _how(settings.results)))
        return
    names = [name for name, _ in sets_of(results)]
    chosen = st.selectbox("Evaluation", names, key="set", bind="query-params")
    _show(dict(sets_of(results))[chosen or names[0]])


def _how(folder: Path) -> str:
    return (
        f"Results are read from {folder}. Make one: make evaluate, or python -m evaluate questions "
        f"evaluate/questions/corpus.jsonl --json {folder / 'corpus.json'}"
    )


def _show(results: list[Result]) -> None:
    for result in results:
        facts = f"{result.mode}: {len(result.queries):,} questions, {result.machine}, {result.date}"
        st.html(markup.remark(facts))
    st.dataframe(
        [
            {"mode": result.mode}
            | {
                name: f"{each.value:.3f} ({each.low:.3f}–{each.high:.3f})"
                for name, each in result.measures.items()
            }
            for result in results
        ],
        hide_index=True,
    )
    for plot in plots_of(results):
        st.subheader(plot.title, anchor=False)
        st.altair_chart(plot.chart, width="stretch")
    for result in results:
        if result.failures:
            with st.expander(f"{result.mode}: {len(result.failures):,} failures"):
                for failure in result.failures[:_MOST]:
                    st.html(_failure(failure))


def _failure(failure: Failure) -> str:
    lines = {
        "Question": failure.question,
        "What went wrong": failure.kind,
        "Expected": failure.expected,
        "Given": f"{failure.given} (confidence {failure.confidence:.2f})",
    }
    return markup.facts(lines) + markup.again(failure.question)
