"""How good the answers are: in sentences, with what went wrong, as pictures; and measuring now."""

from pathlib import Path

import streamlit as st

from evaluate.report import plots_of, sets_of
from evaluate.result import INDEX, Result, read_result
from index import QuothError
from index.passage import count_of
from views import failures, markup, measures, measuring, said
from views.opened import Settings, info, opened


def page(settings: Settings) -> None:
    """Measuring this index, and what lies in the results folder."""
    st.html(markup.STYLE)
    st.title("Quality", anchor=False)
    own = _own(settings)
    results = _read(settings, own)
    if not results:
        st.html(markup.notice("Nothing has been measured yet.", _how(settings.results)))
        return
    sets = dict(sets_of(results))
    names = list(sets)
    mine = [name for name, of in sets.items() if _is_of(of, settings.index)]
    names = [*mine, *(name for name in names if name not in mine)]
    chosen = st.selectbox("Evaluation", names, key="set", bind="query-params")
    _show(sets[chosen or names[0]], settings)


def _own(settings: Settings) -> Path | None:
    """The section of this index's own questions; where their last result is kept."""
    try:
        library = opened(settings.index)
        found = info(library)
    except QuothError as error:
        st.html(markup.remark(str(error)))
        return None
    if settings.may_change:
        measuring.section(library, found)
    said.section(library, settings.may_change)
    return library.folder / measuring.FILE_NAME


def _read(settings: Settings, own: Path | None) -> list[Result]:
    results = []
    paths = sorted(settings.results.glob("*.json"))
    if own is not None and own.is_file():
        paths.insert(0, own)
    for path in paths:
        try:
            results.append(read_result(path))
        except QuothError as error:
            st.html(markup.notice("A result cannot be shown.", str(error)))
    return results


def _how(folder: Path) -> str:
    return (
        f"Results are read from {folder}. Make one: make evaluate, or python -m evaluate questions "
        f"evaluate/questions/corpus.jsonl --json {folder / 'corpus.json'}"
    )


def _is_of(results: list[Result], index: Path) -> bool:
    """Whether all of them asked the index that is open."""
    return all(result.settings.get(INDEX) == str(index.resolve()) for result in results)


def _show(results: list[Result], settings: Settings) -> None:
    results = sorted(results, key=lambda result: list(measures.MODES).index(result.mode))
    for number, result in enumerate(results):
        with st.container() if number == 0 else st.expander(measures.MODES[result.mode]):
            if number == 0:
                st.header(measures.MODES[result.mode], anchor=False)
            facts = f"{count_of(len(result.queries), 'question')}, {result.date}, {result.machine}"
            st.html(measures.described(result) + markup.remark(facts))
    failures.show(results, _is_of(results, settings.index))
    with st.expander("As a table and pictures"):
        _pictures(results)


def _pictures(results: list[Result]) -> None:
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
