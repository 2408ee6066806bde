"""Narrowing the search: the choices behind a button, and what is chosen as removable chips."""

from collections.abc import Callable, Sequence

import streamlit as st

from index.passage import count_of
from index.store.catalog import Listed
from views import markup
from views.filters import EARLIEST, LATEST, Filters, choices

_KEYS = {"folders": "in folders", "types": "of types", "documents": "in documents"}
_YEARS = {"since": "From year", "until": "To year"}

Take = Callable[[Filters], None]
"""Is told of the filters that a person has chosen."""


def chooser(chosen: Filters, documents: Sequence[Listed], take: Take) -> None:
    """The choices that there are, behind one button.

    Their widgets come into being when it is pressed, and then show what the last run has set, so
    every run sets it.
    """
    there = choices(documents)
    for name, key in _KEYS.items():
        st.session_state[key] = list(getattr(chosen, name))
    for name in _YEARS:
        st.session_state[name] = _as_float(getattr(chosen, name))
    with st.popover("Narrow", icon=":material/filter_list:", key="narrow"):
        if len(there.folders) > 1:
            _several("Folders", there.folders, _KEYS["folders"], take)
        if len(there.types) > 1:
            _several("Types", there.types, _KEYS["types"], take)
        if there.dated:
            for column, (key, words) in zip(st.columns(2), _YEARS.items(), strict=True):
                column.number_input(
                    words,
                    float(EARLIEST),
                    float(LATEST),
                    None,
                    step=1.0,
                    format="%.0f",
                    key=key,
                    placeholder="any",
                    on_change=_changed,
                    args=(take,),
                )
        _several("Documents", there.documents, _KEYS["documents"], take)


def chips(chosen: Filters, documents: Sequence[Listed], gone: Sequence[str], take: Take) -> None:
    """What is chosen, each to be taken away with a click; what the address names in vain."""
    if gone:
        st.html(markup.remark(f"Not in this index any more, and left out: {', '.join(gone)}."))
    if chosen == Filters():
        return
    left = sum(chosen.accepts(document) for document in documents)
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        for number, (words, without) in enumerate(chosen.chips()):
            st.button(
                f"{markup.plain(words)} ✕",
                key=f"chip{number}",
                help=f"Search without “{markup.plain(words)}”",
                on_click=take,
                args=(without,),
            )
        st.html(
            markup.remark(f"Searched {left:,} of {count_of(len(documents), 'document')}"),
            width="content",
        )
        st.button(
            "Search everywhere",
            key="everywhere",
            type="tertiary",
            on_click=take,
            args=(Filters(),),
        )


def _several(label: str, options: Sequence[str], key: str, take: Take) -> None:
    st.multiselect(label, options, key=key, placeholder="any", on_change=_changed, args=(take,))


def _changed(take: Take) -> None:
    """Reads what the widgets say."""
    state = st.session_state
    folders, types, documents = (tuple(state.get(key) or ()) for key in _KEYS.values())
    since, until = (_year(state.get(key)) for key in _YEARS)
    take(Filters(folders, types, documents, since, until))


def _as_float(year: int | None) -> float | None:
    return None if year is None else float(year)


def _year(number: float | None) -> int | None:
    """The year that a person or a program gave; None where that is no year."""
    return int(number) if number is not None and EARLIEST <= number <= LATEST else None
