"""Adding files and building again from the page, while others go on asking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import streamlit as st

from index import Library, QuothError
from index.library import Info
from index.passage import count_of
from index.store.catalog import Root
from ingest.build import Choices, Report, build
from ingest.readers import known_suffixes
from views import markup, wastebin, work
from views.fates import Fate, fates, lines
from views.saving import safe_name, save
from views.work import Work

KIND = "build"
_LARGEST = 20  # MB of a file that is added
_TAKEN = 100  # MB up to which the page itself says why it is too large
_STOPPED = "Stopped. The index answers as before; what was embedded is kept."
_STATE = "files refused"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, and what became of each file."""

    report: Report
    same: bool
    fates: tuple[Fate, ...]


def folders_of(roots: Sequence[Root]) -> list[Root]:
    """Those that are folders; a root may be a single file."""
    return [root for root in roots if Path(root.path).is_dir()]


def controls(library: Library, found: Info) -> None:
    """Files to add, and the button that builds again with its progress."""
    gone = [root.path for root in found.build.roots if not Path(root.path).exists()]
    if gone:
        st.html(markup.notice("The documents' folder is not there.", f"{', '.join(gone)} is gone."))
        return
    if folders := folders_of(found.build.roots):
        _add(library, found, folders)
    progress(library)


def _add(library: Library, found: Info, folders: Sequence[Root]) -> None:
    with st.form("add", clear_on_submit=True):
        files = st.file_uploader(
            f"Add documents, up to {_LARGEST} MB each",
            accept_multiple_files=True,
            max_upload_size=_TAKEN,
            help=f"Read are: {known_suffixes()}",
        )
        names = [root.name for root in folders]
        name = st.selectbox("Into", names) if len(names) > 1 else names[0]
        replace = st.checkbox("Replace files of the same name (the former ones go to the bin)")
        sent = st.form_submit_button("Add and build", type="primary")
    root = folders[names.index(name or names[0])]
    if sent and not files:
        st.session_state[_STATE] = [Fate("No file", False, "Choose one first, or drop it there.")]
    elif sent:
        refused, taken = [], []
        for file in files:
            try:
                taken.append(_saved(library, found, root, file.name, file, file.size, replace))
            except QuothError as error:
                refused.append(Fate(file.name, False, f"not taken: {error}"))
        st.session_state[_STATE] = refused
        if taken:
            begin(library, names=taken)
    st.html(f'<div role="status">{lines(st.session_state.get(_STATE, []))}</div>')


def _saved(
    library: Library,
    found: Info,
    root: Root,
    name: str,
    data: IO[bytes],
    size: int,
    replace: bool,
) -> str:
    """The path in the index of a file that is written into the folder; QuothError if it is not."""
    if size > _LARGEST * 1_000_000:
        raise QuothError(
            f"{size / 1e6:,.1f} MB, of {_LARGEST} MB at most. Put it into {root.path} yourself and "
            f"build with python -m ingest … --max-file-mb {size // 1_000_000 + 1}."
        )
    folder, roots = Path(root.path), found.build.roots
    safe = safe_name(name)
    former = None
    if replace and (folder / safe).exists():
        former = wastebin.throw_away(folder, safe, wastebin.bin_of(library.folder, roots))
    try:
        save(folder, name, data)
    except QuothError:
        if former is not None:
            wastebin.put_back(former)
        raise
    return f"{root.name}/{safe}" if len(roots) > 1 else safe


def begin(
    library: Library,
    names: Sequence[str] = (),
    choices: Choices = Choices(),
    first: Callable[[], object] | None = None,
) -> Work:
    """Starts a build in a thread, with the encoder that answers questions.

    Where someone else has just started one, that one goes on, and is followed by another if there
    are files that it may have missed. `first` is done before, by the same thread.
    """

    def run(now: Work) -> Built:
        before = library.info()
        if first is not None:
            first()
        encoder = library.encoder()
        report = build(
            before.build.roots, library.folder, choices, encoder=encoder, watch=now.watch
        )
        after = library.info()
        pages = _pages(library, before, after)
        same = report.build == before.build.number
        return Built(report, same, tuple(fates(before, after, pages, now.names)))

    anew = bool(names) or first is not None or choices != Choices()
    return work.start(KIND, library.folder, run, _STOPPED, anew, tuple(names))


def _again(library: Library) -> None:
    begin(library)


def _pages(library: Library, before: Info, after: Info) -> dict[str, int]:
    """How many pages the documents have that are new or changed, a hundred at most."""
    known = set(before.documents)
    new = [each.path for each in after.documents if each not in known][:100]
    return {path: len(library.outline(path).pages) for path in new}


def progress(library: Library) -> None:
    """The button that builds again, and how far a build is, told twice a second while one runs."""
    work.followed(KIND, library.folder, lambda now: _progress(library, now))


def _progress(library: Library, now: Work | None) -> None:
    if now is None or not now.running or now.stopping:
        st.button("Build again", on_click=_again, args=(library,), key="build again")
    if now is not None and not now.running:
        _told(now)


def _told(now: Work) -> None:
    """What the last build came to."""
    if now.error:
        st.html(markup.notice("The build did not finish.", now.error))
    elif now.result is not None:
        built: Built = now.result
        report = built.report
        words = f"Build {report.build} is ready." if not built.same else "Nothing had changed."
        st.html(
            markup.notice(
                words,
                f"{count_of(report.added, 'document')} added, {report.changed} changed, "
                f"{report.removed} removed, {len(report.skipped)} skipped, in {report.seconds} s.",
            )
            + lines(built.fates)
        )
