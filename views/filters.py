"""Which documents are asked: by folder, type, date and name; all of it in the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from index.passage import count_of
from index.store.catalog import Listed

TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/rtf": "RTF",
    "application/epub+zip": "EPUB",
    "text/html": "HTML",
    "text/markdown": "Markdown",
    "text/plain": "Text",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/jsonl": "JSON Lines",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person has narrowed the search to; empty means everything.

    since, until: years, of the documents' own dates; a document without one is left out
    """

    folders: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def accepts(self, document: Listed) -> bool:
        """Whether the document is to be asked."""
        year = int(document.date[:4]) if document.date else None
        return (
            (not self.folders or _folder(document.path) in self.folders)
            and (not self.types or type_of(document) in self.types)
            and (not self.documents or document.path in self.documents)
            and (self.since is None or (year is not None and year >= self.since))
            and (self.until is None or (year is not None and year <= self.until))
        )


def within(filters: Filters, documents: Sequence[Listed]) -> Callable[[str], bool] | None:
    """Tells which paths are asked; None where all are."""
    if filters == Filters():
        return None
    accepted = frozenset(each.path for each in documents if filters.accepts(each))
    return accepted.__contains__


def type_of(document: Listed) -> str:
    """The document's type, as people call it."""
    return TYPES.get(document.media_type, document.media_type)


def choose(documents: Sequence[Listed]) -> Filters:
    """The choices, behind one button that tells how much they leave."""
    chosen = _chosen()
    left = sum(chosen.accepts(document) for document in documents)
    narrowed = chosen != Filters()
    label = f"In {left:,} of {count_of(len(documents), 'document')}" if narrowed else "Everywhere"
    with st.popover(label, icon=":material/filter_list:"):
        folders = sorted({_folder(each.path) for each in documents})
        if len(folders) > 1:
            st.multiselect("Folders", folders, key="folder", bind="query-params")
        types = sorted({type_of(each) for each in documents})
        if len(types) > 1:
            st.multiselect("Types", types, key="type", bind="query-params")
        years = sorted({int(each.date[:4]) for each in documents if each.date})
        if years:
            first, last = st.columns(2)
            for column, words, key in ((first, "From year", "since"), (last, "To year", "until")):
                column.number_input(
                    words,
                    1000.0,  # not whole numbers: an address may say "inf", which is none
                    2999.0,
                    None,
                    step=1.0,
                    format="%.0f",
                    key=key,
                    bind="query-params",
                    placeholder="any",
                )
        paths = [each.path for each in documents]
        st.multiselect("Documents", paths, key="in", bind="query-params", placeholder="any")
    return _chosen()


def _chosen() -> Filters:
    state = st.session_state
    return Filters(
        folders=tuple(state.get("folder", ())),
        types=tuple(state.get("type", ())),
        documents=tuple(state.get("in", ())),
        since=_year(state.get("since")),
        until=_year(state.get("until")),
    )


def _year(number: float | None) -> int | None:
    """The year that a person or an address gave; None where that is no year."""
    return int(number) if number is not None and 1000 <= number <= 2999 else None


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "."
