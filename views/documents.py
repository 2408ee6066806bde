"""What is in the index, and changing it: adding, removing, building again."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from index import Library, QuothError
from index.library import Info
from index.passage import count_of
from index.store.catalog import Listed, Skipped
from views import building, corpus_map, fates, markup, remedies, removing, tables
from views.filters import type_of
from views.opened import Settings, info, opened


def page(settings: Settings) -> None:
    """The library page; says how to build an index where there is none."""
    st.html(markup.STYLE)
    st.title("Library", anchor=False)
    try:
        library = opened(settings.index)
        show(library, info(library), settings)
    except QuothError as error:
        st.html(markup.notice("There is nothing to show yet.", str(error)))


def show(library: Library, found: Info, settings: Settings) -> None:
    """What the index holds, in five tabs."""
    counts = found.counts
    with st.container(horizontal=True):
        st.metric("Documents", f"{counts.documents:,}")
        st.metric("Passages", f"{counts.passages:,}")
        st.metric("Build", f"{found.build.number:,}")
    documents, changes, placed, check, about = st.tabs(
        ["Documents", "Add or remove", "Map", "Check", "About"]
    )
    with documents:
        _documents(found.documents)
        _skipped(found.skipped)
    with changes:
        if settings.may_change:
            building.controls(library, found)
            removing.controls(library, found)
        else:
            st.html(markup.remark("Adding and rebuilding are switched off here (--read-only)."))
    with placed:
        corpus_map.show(library)
    with check:
        remedies.section(library, settings.may_change)
    with about:
        _about(found)


@st.fragment
def _documents(documents: Sequence[Listed]) -> None:
    words = st.text_input("Search the list", key="search documents", max_chars=200)
    shown = [
        each
        for each in documents
        if words.casefold() in f"{each.path} {each.title} {each.author}".casefold()
    ]
    rows = [
        {
            "Document": document.path,
            "Title": document.title or "",
            "Type": type_of(document),
            "Passages": document.passages,
            "Size": document.size,
            "Read on": datetime.fromisoformat(document.read),
            "Author": document.author or "",
            "Date": document.date or "",
            "Remark": document.remark or "",
        }
        for document in shown
    ]
    place = st.empty()
    table = st.dataframe(
        rows,
        key="documents",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        column_config={
            "Size": st.column_config.NumberColumn(format="bytes"),
            "Read on": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
        },
    )
    chosen = [shown[row] for row, _ in table["selection"]["cells"] if row < len(shown)]
    place.html(_way_to(chosen[0]) if chosen else markup.remark(_hint(len(shown))))
    tables.save_button(rows, "documents.csv")


def _hint(number: int) -> str:
    return f"{count_of(number, 'document')}. Choose one to open it; a column's name sorts by it."


def _way_to(document: Listed) -> str:
    """A link that opens the document, HTML; the table's own buttons stand to its right."""
    href = escape(f"read?{markup.address(document=document.path)}")
    name = f"<bdi>{escape(document.title or document.path)}</bdi>"
    link = f'<a href="{href}" target="_self">Open {name}</a>'
    return f'<p class="quoth citation" style="padding-right: 9rem">{link}</p>'


def _skipped(skipped: Sequence[Skipped]) -> None:
    if skipped:
        with st.expander(f"Not taken: {count_of(len(skipped), 'file')}"):
            st.html(fates.lines(map(fates.of_skipped, skipped)))
            rows = [{"File": item.path, "Reason": item.reason} for item in skipped]
            tables.save_button(rows, "not-taken.csv")


def _about(found: Info) -> None:
    recipe, build = found.build.recipe, found.build
    lines = {
        "Folders": ", ".join(root.path for root in build.roots),
        "Built": f"{build.finished}, build {build.number}",
        "Encoder": f"{recipe.encoder} (hash {recipe.encoder_sha256[:12]})",
        "Passages": f"of up to {recipe.passage_tokens} tokens, overlap {recipe.overlap}",
        "Reading a file may take": f"{recipe.reader_seconds} s and {recipe.reader_mb:,} MB",
        "Vectors": str(found.layout or "laid out with the next question"),
        "Catalog": f"{found.catalog_bytes / 1e6:,.1f} MB",
        "Search caches": f"{found.cache_bytes / 1e6:,.1f} MB",
    }
    st.html(markup.facts(lines))
