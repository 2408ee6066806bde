"""Adding files and building again from the page, while others go on asking."""

import os
import re
import secrets
import shutil
import stat
import threading
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

import streamlit as st

from index import Library, QuothError
from index.library import Info
from index.passage import count_of
from index.store.catalog import FILE_NAME
from ingest.build import Report, build
from ingest.progress import Progress
from ingest.readers import known_suffixes, reader_for
from views import markup

_LARGEST = 20  # MB of a file that is added
_LONGEST = 200  # bytes of its name before the suffix; file systems take 255 in all
_SAFE = re.compile(r"[^\w .()+,'’-]")


class Cancelled(Exception):
    """The person has changed their mind."""


@dataclass
class Work:
    """One build, running in a thread of its own."""

    progress: Progress | None = None
    report: Report | None = None
    error: str | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def watch(self, progress: Progress) -> None:
        """Notes how far it is; raises Cancelled where it may still be stopped."""
        self.progress = progress
        if self.cancelled.is_set() and progress.stage != "Indexing":
            raise Cancelled


@st.cache_resource(show_spinner=False)
def _works() -> dict[Path, Work]:
    """The build of each index, one for all sessions."""
    return {}


def controls(library: Library, found: Info) -> None:
    """Files to add, and the button that builds again with its progress."""
    roots = [Path(root.path) for root in found.build.roots]
    gone = [str(root) for root in roots if not root.exists()]
    if gone:
        st.html(markup.notice("The documents' folder is not there.", f"{', '.join(gone)} is gone."))
        return
    if len(roots) == 1 and roots[0].is_dir():
        _add(roots[0])
        _remove(roots[0], found)
    _rebuild(library, found)


def _add(folder: Path) -> None:
    with st.form("add", clear_on_submit=True):
        files = st.file_uploader(
            f"Add documents to {markup.plain(folder.name)}",
            type=[suffix.removeprefix(".") for suffix in known_suffixes().split()],
            accept_multiple_files=True,
            max_upload_size=_LARGEST,
        )
        if st.form_submit_button("Add", type="primary"):
            for file in files:
                try:
                    name = save(folder, file.name, file)
                    st.html(markup.remark(f"{name} is in the folder. Build again to ask it."))
                except QuothError as error:
                    st.html(markup.notice("A file was not added.", str(error)))


def save(folder: Path, name: str, data: IO[bytes]) -> str:
    """Writes an uploaded file into the folder under a safe name, never over another; the name.

    It is written under a hidden name, which no build reads, and gets its own when it is complete.
    Raises QuothError when no reader takes its kind, a file of that name is there, or it cannot be
    written; then nothing of it is left.
    """
    safe = safe_name(name)
    if reader_for(safe) is None:
        raise QuothError(f"{name} is of no kind that can be read: {known_suffixes()}.")
    unfinished = folder / f".{secrets.token_hex(8)}.unfinished"
    try:
        with unfinished.open("xb") as out:
            shutil.copyfileobj(data, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())  # some disks say only now that they are full
        _give_name(unfinished, folder / safe)
    except FileExistsError:
        raise QuothError(
            f"{safe} is there already. Remove it first, or give the new one another name."
        ) from None
    except OSError as error:
        raise QuothError(f"{safe} could not be written into {folder}: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return safe


def _give_name(unfinished: Path, target: Path) -> None:
    """Lets a complete file stand under its name; raises FileExistsError where one stands there."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name for a file
        target.open("xb").close()
        unfinished.replace(target)


def safe_name(name: str) -> str:
    """The last part of a path, without what could lead elsewhere or hide the file."""
    last = PurePosixPath(name.replace("\\", "/")).name
    safe = PurePosixPath(_SAFE.sub("_", last).lstrip(". ") or "document")
    return safe.stem.encode()[:_LONGEST].decode(errors="ignore") + safe.suffix


def _remove(folder: Path, found: Info) -> None:
    with st.expander("Remove a document"):
        path = st.selectbox(
            "Document", [each.path for each in found.documents], index=None, key="remove"
        )
        if path and st.button("Remove its file from the folder", type="primary"):
            try:
                remove(folder, path)
                st.html(
                    markup.remark("Its file is removed. Build again to take it out of the index.")
                )
            except QuothError as error:
                st.html(markup.notice("The file was not removed.", str(error)))


def remove(folder: Path, path: str) -> None:
    """Deletes a document's file; one that is gone already is no error.

    Raises QuothError when it does not lie in the folder, without any link on the way, when it is
    no ordinary file (a link's target is another's), or when it may not be deleted.
    """
    root = folder.resolve()
    target = root / path
    if root not in target.parents or "\0" in path or target.parent.resolve() != target.parent:
        raise QuothError(f"{path} does not lie in {folder}.")
    try:
        if not stat.S_ISREG(target.lstat().st_mode):
            raise QuothError(f"{target} is no longer an ordinary file. Look at it yourself.")
        target.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise QuothError(f"{target} could not be deleted: {error.strerror}.") from error


def _rebuild(library: Library, found: Info) -> None:
    work = _works().get(library.folder)
    if st.button("Build again", type="primary", disabled=bool(work and work.running)):
        work = _started(library, found)
    if work is not None:
        _progress(library.folder)


def _started(library: Library, found: Info) -> Work:
    """Starts a build in a thread, with the encoder that answers questions.

    Where someone else has just started one, that one goes on.
    """
    work = _works().get(library.folder)
    if work is not None and work.running:
        return work
    work = _works()[library.folder] = Work()

    def run() -> None:
        try:
            encoder = library.encoder()
            work.report = build(
                found.build.roots, library.folder, encoder=encoder, watch=work.watch
            )
        except Cancelled:
            work.error = "Stopped. The index answers as before; what was embedded is kept."
        except QuothError as error:
            work.error = str(error)
        except Exception as error:
            work.error = f"The build failed: {error}. The index answers as before."

    work.thread = threading.Thread(target=run, name=f"build {FILE_NAME}")
    work.thread.start()
    return work


@st.fragment(run_every=0.5)
def _progress(folder: Path) -> None:
    """How far the build is, told again twice a second."""
    work = _works().get(folder)
    if work is None:
        return
    if work.running:
        progress = work.progress
        share = progress.done / max(1, progress.total) if progress else 0.0
        words = f"{progress.stage}: {progress.words}" if progress else "Starting…"
        st.progress(min(1.0, share), text=markup.plain(words))
        if st.button("Stop", key="stop build"):
            work.cancelled.set()
        return
    if work.error:
        st.html(markup.notice("The build did not finish.", work.error))
    elif work.report:
        report = work.report
        st.html(
            markup.notice(
                f"Build {report.build} is ready.",
                f"{count_of(report.added, 'document')} added, {report.changed} changed, "
                f"{report.removed} removed, {len(report.skipped)} skipped, in {report.seconds} s.",
            )
        )
        if not st.session_state.get(f"seen {report.build}"):
            st.session_state[f"seen {report.build}"] = True
            st.rerun()
