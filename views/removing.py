"""Taking documents out of the index from the page, and putting them back."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import streamlit as st

from index import Library, QuothError
from index.library import Info
from index.passage import count_of
from index.store.catalog import place_of
from ingest.build import forget, remember
from views import building, markup, wastebin
from views.wastebin import Removed

_LEFT_OUT = "forgotten"  # how the reason of a document begins that a person has left out
_STATE = "removed now"
_ANSWERED = "removal answered"
_SHOWN = 50  # files of the bin


def controls(library: Library, found: Info) -> None:
    """A document to be removed, the undoing of the last one, and what was removed before."""
    st.header("Remove a document", anchor=False)
    paths = [each.path for each in found.documents]
    st.session_state.pop(_ANSWERED, None)
    path = st.selectbox("Document", paths, index=None, key="remove", placeholder="Choose one")
    if st.button("Remove…", disabled=path is None) and path:
        _ask(library, found, path)
    left_out = [each.path for each in found.skipped if each.reason.startswith(_LEFT_OUT)]
    _undo(library, left_out)
    _bin(library, found)
    _left_out(library, left_out)


@st.dialog("Remove this document?")
def _ask(library: Library, found: Info, path: str) -> None:
    """Says what would be done, and does it when that is wanted."""
    if st.session_state.pop(_ANSWERED, False):
        st.rerun()
    place = place_of(found.build, path)
    roots = {root.path: root for root in building.folders_of(found.build.roots)}
    home = next((each for each in roots if Path(each) in place.parents), None)
    may_move = home is not None and os.access(place.parent, os.W_OK)
    bin_folder = wastebin.bin_of(library.folder, found.build.roots)
    st.html(markup.notice(path, "" if os.path.lexists(place) else "Its file is gone already."))
    if not os.path.lexists(place):
        _button("Take it out of the index", _build_without, library, path)
    elif may_move and home is not None:
        st.html(
            markup.remark(
                f"Its file is moved to the bin, {bin_folder}, and can be put back from there. "
                "Nothing is deleted. The index is built again without it."
            )
        )
        _button("Move it to the bin", _to_bin, library, Path(home), place, bin_folder, path)
    else:
        st.html(
            markup.remark(
                f"Quoth may not change {place.parent}, so the file stays where it is. The document "
                "can be left out of the index all the same."
            )
        )
    if os.path.lexists(place):
        _button("Leave it out, keep the file where it is", leave_out, library, path)
    _button("Keep it", lambda: None)


def _button(words: str, do: Callable[..., None], *given: Any) -> None:
    """A button that does it and closes the question."""

    def answered() -> None:
        st.session_state[_ANSWERED] = True
        do(*given)

    kind: Literal["primary", "secondary"] = "primary" if do is _to_bin else "secondary"
    st.button(words, type=kind, on_click=answered, width="stretch")


def _to_bin(library: Library, folder: Path, place: Path, bin_folder: Path, path: str) -> None:
    inside = place.relative_to(folder).as_posix()
    try:
        st.session_state[_STATE] = wastebin.throw_away(folder, inside, bin_folder, path)
    except QuothError as error:
        st.session_state[_STATE] = str(error)
    else:
        building.begin(library, names=[path])


def _build_without(library: Library, path: str) -> None:
    building.begin(library, names=[path])


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that was just left out."""

    document: str


def leave_out(library: Library, path: str) -> None:
    """Takes a document out of the index and leaves its file; later builds leave it out, too."""
    st.session_state[_STATE] = LeftOut(path)
    building.begin(library, names=[path], first=lambda: forget(library.folder, path))


def _undo(library: Library, left_out: Sequence[str]) -> None:
    removed: Removed | LeftOut | str | None = st.session_state.get(_STATE)
    if isinstance(removed, str):
        st.html(markup.notice("The file was not moved.", removed))
    elif isinstance(removed, LeftOut):
        if removed.document in left_out:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(markup.remark(f"{removed.document} is left out."))
                if st.button("Undo", type="primary"):
                    _take_up(library, removed.document)
    elif removed is not None and removed.file.is_file():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(markup.remark(f"{removed.document} is in the bin."))
            if st.button("Undo", type="primary"):
                _back(library, removed, None)


def _back(library: Library, removed: Removed, name: str | None) -> None:
    try:
        place = wastebin.put_back(removed, name)
    except QuothError as error:
        st.html(markup.notice("It was not put back.", str(error)))
        return
    document = PurePosixPath(removed.document).with_name(place.name)
    building.begin(library, names=[str(document)])
    st.rerun()


def _bin(library: Library, found: Info) -> None:
    """What lies in the bin, each to be put back, under another name where its own is taken."""
    folder = wastebin.bin_of(library.folder, found.build.roots)
    removed = wastebin.in_bin(folder)
    if not removed:
        return
    with st.expander(f"In the bin: {count_of(len(removed), 'file')}"):
        st.html(markup.remark(f"They lie in {folder}. Whoever needs them no longer deletes them."))
        for each in removed[:_SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(markup.remark(f"{each.document}, removed {each.time[:10]}"))
                name = wastebin.free_name(each)
                own = name == each.place.name
                words = "Put back" if own else f"Put back as {markup.plain(name)}"
                if st.button(words, key=f"back {each.file}"):
                    _back(library, each, None if own else name)


def _left_out(library: Library, paths: Sequence[str]) -> None:
    """Documents that were left out while their files stayed."""
    if not paths:
        return
    with st.expander(f"Left out of the index: {count_of(len(paths), 'document')}"):
        for path in paths[:_SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(markup.remark(path))
                if st.button("Take up again", key=f"again {path}"):
                    _take_up(library, path)


def _take_up(library: Library, path: str) -> None:
    def first() -> None:
        remember(library.folder, path)

    building.begin(library, names=[path], first=first)
    st.rerun()
