"""Adding files and building again from the page, while others go on asking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
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
_UNDONE = "its file has changed, the index has not; “Build again” sees to it"
_STATE = "files refused"
_ADDING = "adding"
_STYLE = f"""<style>
.st-key-{_ADDING} :is(.uploading, .failed) {{ display: none; }}
.st-key-{_ADDING}:has([data-testid="stFormSubmitButton"] button:disabled) .uploading,
.st-key-{_ADDING}:has([data-testid="stFileChip"][aria-invalid]) .failed {{ display: block; }}
.st-key-{_ADDING}:has([data-testid="stFileChip"][aria-invalid])
  [data-testid="stFormSubmitButton"],
.st-key-{_ADDING}:not(:has([data-testid="stFormSubmitButton"] button:disabled,
  [data-testid="stFileChip"][aria-invalid])) [data-testid="stElementContainer"]:has(.uploading) {{
  display: none; }}
</style>"""
"""Streamlit's form knows which files are on their way and which it has turned down; the server
does not. It empties itself when it is sent, so it is not sent while one is turned down."""


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
    st.html(_STYLE)
    with st.container(key=_ADDING), st.form("add", clear_on_submit=True):
        files = st.file_uploader(
            f"Add documents, up to {_LARGEST} MB each",
            accept_multiple_files=True,
            max_upload_size=_TAKEN,
            help=f"Read are: {known_suffixes()}",
        )
        names = [root.name for root in folders]
        name = st.selectbox("Into", names) if len(names) > 1 else names[0]
        replace = st.checkbox("Replace files of the same name (the former ones go to the bin)")
        root = folders[names.index(name or names[0])]
        st.html(
            '<p class="quoth citation uploading">Being uploaded; the button waits for it.</p>'
            '<p class="quoth failed" role="status">What is red did not arrive: it has more than '
            f"{_TAKEN} MB, or the connection failed. Take it out with its ×. Put what is too large "
            f"into {escape(root.path)} yourself.</p>"
        )
        sent = st.form_submit_button("Add and build", type="primary")
    if sent and not files:
        words = "choose some, or drop them there. What only now arrives stands there, to be added."
        st.session_state[_STATE] = [Fate("No file was there yet", False, words)]
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


def outcome(library: Library, place: str) -> None:
    """How far a build is that was begun at another place of the page, and what it came to."""
    work.followed(
        KIND, library.folder, lambda now: _told(now) if now and not now.running else None, place
    )


def _progress(library: Library, now: Work | None) -> None:
    if now is None or not now.running or now.stopping:
        st.button("Build again", on_click=_again, args=(library,), key="build again")
    if now is not None and not now.running:
        _told(now)


def _told(now: Work) -> None:
    """What the last build came to."""
    if now.error:
        left = [Fate(each, None, _UNDONE) for each in dict.fromkeys(now.names)]
        st.html(markup.notice("The build did not finish.", now.error) + lines(left))
    elif now.result is not None:
        built: Built = now.result
        report = built.report
        words = f"Build {report.build} is ready." if not built.same else "Nothing had changed."
        st.html(
            markup.notice(
                words,
                f"{count_of(report.added, 'document')} added, {report.changed} changed, "
                f"{report.removed} removed, {len(report.skipped)} skipped, "
                f"in {report.seconds:.0f} s.",
            )
            + lines(built.fates)
        )
