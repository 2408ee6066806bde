"""What went wrong in an evaluation, each question once, by kind, to be asked again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from evaluate.result import Failure, Result
from index.answering.search import Mode
from index.passage import count_of
from views import markup
from views.measures import MODES

_MOST = 100  # shown
KINDS = {
    "false answer": "Answered, though nothing answers it",
    "false silence": "Called not found, though the documents answer it",
    "another passage first": "Another passage comes first",
    "another sentence marked": "Another sentence is marked",
}
"""The kinds in plain words, the gravest first."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A question that went wrong.

    kind:  the gravest of what went wrong
    also:  the other kinds
    modes: the ways of searching in which it did, the best first; `given` is the first one's
    """

    question: str
    kind: str
    also: tuple[str, ...]
    modes: tuple[Mode, ...]
    expected: str
    given: str
    confidence: float


def once_each(results: Sequence[Result]) -> list[Wrong]:
    """Every question that went wrong, once, the gravest kinds first."""
    ordered = sorted(results, key=lambda result: list(MODES).index(result.mode))
    groups: dict[tuple[str, str], list[tuple[Mode, Failure]]] = {}
    for result in ordered:
        for failure in result.failures:
            groups.setdefault((failure.id, failure.question), []).append((result.mode, failure))
    found = [_wrong(group) for group in groups.values()]
    return sorted(found, key=lambda each: _gravity(each.kind))


def _wrong(failures: Sequence[tuple[Mode, Failure]]) -> Wrong:
    """One question's failures as one, told by the first."""
    kind, *also = sorted({failure.kind for _, failure in failures}, key=_gravity)
    modes = tuple(dict.fromkeys(mode for mode, _ in failures))
    _, first = failures[0]
    return Wrong(
        first.question, kind, tuple(also), modes, first.expected, first.given, first.confidence
    )


def _gravity(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def show(results: Sequence[Result], here: bool) -> None:
    """What went wrong, to be narrowed by words and kind; asked again where it was asked `here`."""
    wrong = once_each(results)
    if not wrong:
        st.html(markup.remark("No question went wrong."))
        return
    st.header(f"What went wrong: {count_of(len(wrong), 'question')}", anchor=False)
    counts = Counter(each.kind for each in wrong)
    words = st.text_input("Search them", key="search failures", max_chars=200)
    kinds = st.pills(
        "Kinds",
        list(counts),
        selection_mode="multi",
        format_func=lambda kind: f"{KINDS.get(kind, kind)} ({counts[kind]:,})",
        key=f"failure kinds {results[0].data}",
    )
    left = [
        each
        for each in wrong
        if (not kinds or each.kind in kinds)
        and words.casefold() in f"{each.question} {each.expected} {each.given}".casefold()
    ]
    if not here:
        st.html(
            markup.remark(
                "These were asked of another index than the one that is open, so they cannot be "
                "asked again here."
            )
        )
    shown = left[:_MOST]
    for kind in dict.fromkeys(each.kind for each in shown):
        group = [each for each in shown if each.kind == kind]
        with st.expander(f"{KINDS.get(kind, kind)}: {len(group):,}", expanded=kind == left[0].kind):
            st.html("".join(_as_html(each, len(results) > 1, here) for each in group))
    if len(left) > _MOST:
        st.html(markup.remark(f"… and {count_of(len(left) - _MOST, 'more question')}."))
    elif not left:
        st.html(markup.remark("None of them is like that."))


def _as_html(wrong: Wrong, several: bool, here: bool) -> str:
    lines = {
        "Expected": wrong.expected,
        "Given": f"{wrong.given} (confidence {wrong.confidence:.2f})",
    }
    if wrong.also:
        lines["And"] = "; ".join(KINDS.get(kind, kind) for kind in wrong.also)
    if several:
        lines["In"] = "; ".join(MODES[mode] for mode in wrong.modes)
    again = markup.again(wrong.question) if here else ""
    return f'<p class="quoth title">{escape(wrong.question)}</p>{markup.facts(lines)}{again}'
