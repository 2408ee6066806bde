"""How good the answers are: in sentences, with what went wrong, as pictures; and measuring now."""

from pathlib import Path

import streamlit as st

from evaluate.report import plots_of, sets_of
from evaluate.result import INDEX, Result, read_result
from index import Library, QuothError
from index.passage import count_of
from views import failures, markup, measures, measuring, said
from views.opened import Settings, info, opened


def page(settings: Settings) -> None:
    """Measuring this index, and what lies in the results folder."""
    st.html(markup.STYLE)
    st.title("Quality", anchor=False)
    library = _own(settings)
    results = _read(settings, library)
    if results:
        _chosen(results, settings, library)
    elif library is None or not settings.may_change:  # else "Measure now" stands there
        st.html(markup.notice("Nothing has been measured yet.", _how(settings.results)))
    if library is not None:
        said.section(library, settings.may_change)


def _chosen(results: list[Result], settings: Settings, library: Library | None) -> None:
    """One of the evaluations, those of the index that is open first."""
    sets = dict(sets_of(results))
    names = list(sets)
    mine = [name for name, of in sets.items() if _is_of(of, settings.index)]
    names = [*mine, *(name for name in names if name not in mine)]
    chosen = None
    if len(names) > 1:
        chosen = st.selectbox("Evaluation", names, key="set", bind="query-params")
    _show(sets[chosen or names[0]], settings, str(library.newest().number) if library else None)


def _own(settings: Settings) -> Library | None:
    """The section of this index's own questions; the index, if there is one."""
    try:
        library = opened(settings.index)
        found = info(library)
    except QuothError as error:
        st.html(markup.remark(str(error)))
        return None
    if settings.may_change:
        measuring.section(library, found)
    return library


def _read(settings: Settings, library: Library | None) -> list[Result]:
    results = []
    paths = sorted(settings.results.glob("*.json"))
    if library is not None and (library.folder / measuring.FILE_NAME).is_file():
        paths.insert(0, library.folder / measuring.FILE_NAME)
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


def _show(results: list[Result], settings: Settings, newest: str | None) -> None:
    results = sorted(results, key=lambda result: list(measures.MODES).index(result.mode))
    for number, result in enumerate(results):
        with st.container() if number == 0 else st.expander(measures.MODES[result.mode]):
            if number == 0:
                st.header(measures.MODES[result.mode], anchor=False)
            facts = f"{count_of(len(result.queries), 'question')}, {result.date}, {result.machine}"
            st.html(measures.described(result) + markup.remark(facts))
            build = result.settings.get(measuring.BUILD)
            if newest and build and build != newest and _is_of([result], settings.index):
                words = f"That was build {build}; the index is at build {newest} by now."
                st.html(markup.notice("Measured before the index was built again.", words))
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
