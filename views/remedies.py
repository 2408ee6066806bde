"""What is wrong with the index or could be better, with buttons for the remedies that are safe."""

import shlex
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from index import Library
from index.doctor import Advice
from ingest.build import Choices
from ingest.progress import Progress
from views import building, markup, removing, work
from views.work import Work

KIND = "check"
_BEGUN = "remedy begun"
Action = Literal["build", "rebuild", "leave out", "look", "caches"]
_DECIDED = ("&&", "FOLDER", "--reader-seconds", "--reader-mb")  # by a person, not by a button
_WORDS: dict[Action, str] = {
    "build": "Build again",
    "rebuild": "Read and embed everything again",
    "leave out": "Leave it out, keep the file",
    "caches": "Make the search caches again",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a button can do; `document` is the one that it is about."""

    action: Action
    document: str = ""
    passage_tokens: int | None = None


def remedy_of(advice: Advice) -> Remedy | None:
    """The advice's command as something that a page may do; None where a person has to decide.

    Safe is what leaves the index answering and can be undone.
    """
    try:
        words = shlex.split(advice.command or "")
    except ValueError:
        return None
    if words[:2] != ["python", "-m"] or any(word.endswith(_DECIDED) for word in words):
        return None
    if words[2] == "index":
        return Remedy("caches") if words[3] == "ask" else Remedy("look", words[-1])
    if "--forget" in words:
        return Remedy("leave out", words[words.index("--forget") + 1])
    if "--rebuild" not in words:
        return Remedy("build")
    option = "--passage-tokens"
    tokens = int(words[words.index(option) + 1]) if option in words else None
    return Remedy("rebuild", passage_tokens=tokens)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, and of which build."""

    advice: list[Advice]
    build: int


def section(library: Library, may_change: bool) -> None:
    """A button that looks, what was found, and what a remedy comes to."""
    if st.session_state.get(_BEGUN):
        building.outcome(library, KIND)
    work.followed(KIND, library.folder, lambda now: _section(library, may_change, now))


def _section(library: Library, may_change: bool, now: Work | None) -> None:
    if now is not None and now.running and not now.stopping:
        return
    st.button("Look for what could be better", on_click=_begin, args=(library,))
    if now is None:
        st.html(markup.remark("Every file and passage is looked at; that may take minutes."))
    elif now.error:
        st.html(markup.notice("It was not looked at.", now.error))
    elif now.result is not None:
        _show(library, now.result, may_change)


def _begin(library: Library) -> None:
    def look(now: Work) -> Looked:
        build = library.newest().number
        found = library.advice(lambda words: now.watch(Progress("Looking", 0, 1, words)))
        return Looked(found, build)

    st.session_state.pop(_BEGUN, None)
    work.start(KIND, library.folder, look, "Stopped.")


def _show(library: Library, looked: Looked, may_change: bool) -> None:
    if looked.build != (newest := library.newest().number):
        words = f"This was found in build {looked.build}, before build {newest}. Look again."
        st.html(markup.remark(words))
    elif not looked.advice:
        st.html(markup.notice("Nothing is wrong, and nothing could be better that is known here."))
    for number, advice in enumerate(looked.advice):
        with st.container(border=True):
            head = "To be mended" if advice.wrong else "Could be better"
            st.html(f'<p class="quoth"><b>{head}:</b> {escape(advice.found)}</p>')
            remedy = remedy_of(advice)
            if remedy is not None and remedy.action == "look":
                href = escape(f"read?{markup.address(document=remedy.document)}")
                st.html(f'<p class="quoth"><a href="{href}" target="_self">Look at it</a></p>')
            elif remedy is not None and may_change:
                if st.button(_WORDS[remedy.action], key=f"remedy {number}"):
                    _apply(library, remedy)
            elif advice.command:
                st.html(markup.remark(f"On the command line: {advice.command}"))
            else:
                st.html(markup.remark(f"By hand: {advice.remedy}."))


def _apply(library: Library, remedy: Remedy) -> None:
    if remedy.action == "leave out":
        removing.leave_out(library, remedy.document)
    elif remedy.action == "caches":
        library.load()
        work.forget(KIND, library.folder)
        st.toast("The search caches are made again.")
    else:
        rebuild = remedy.action == "rebuild"
        choices = Choices(passage_tokens=remedy.passage_tokens, rebuild=rebuild)
        building.begin(library, choices=choices)
    st.session_state[_BEGUN] = remedy.action != "caches"
    st.rerun(scope="app")
