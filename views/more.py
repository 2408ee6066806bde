"""What can be done with a passage, in one menu: cite, open, why it is here, what is like it."""

import re
from dataclasses import dataclass
from html import escape

import streamlit as st

from index import Library, Passage, QuothError, Span
from index.answering.answer import Answer
from views import markup, quotation, references
from views.asked import Asked
from views.copying import Copied, copy_button
from views.shown import text_of

_CITE, _WHY, _LIKE = "Cite", "Why it is here", "More like it"
_STYLE = "style of citation"
_LINK = re.compile(r'<details class="link"><summary>(.*?)</summary>.*?</details>', re.DOTALL)
_BLOCK = re.compile("<(?:div|[uo]l|pre|blockquote|h[1-6])")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is taken of a passage: `text` as it was written, `html` as it is shown."""

    passage: Passage
    at: Span
    text: str
    html: str


def quotation_of(passage: Passage, at: Span, text: str, document: str) -> Quotation:
    """The quotation of a stretch; `document` is the document's whole text."""
    if not passage.start <= at.start < at.end <= passage.end:  # a heading over the passage
        return Quotation(passage, at, text, f"“{escape(text)}”")
    html = _LINK.sub(r"\1", text_of(passage, document, stretch=at))
    return Quotation(passage, at, text, html if _BLOCK.match(html) else f"“{html}”")


def copied(quoted: Quotation, asked: Asked, style: str) -> Copied:
    """A quotation with its citation and a link to it, plain and rich; an entry goes alone."""
    passage, at = quoted.passage, quoted.at
    reference = references.STYLES[style](passage, at)
    if style in references.ENTRIES:
        return Copied(f"{reference}\n")
    shown = references.in_html(style, passage, at)
    rich = f"<blockquote>{quoted.html}</blockquote><p>— {shown}</p>"
    link = quotation.href(passage, Asked(asked.question), at)
    return Copied(f"“{quoted.text}”\n— {reference}", rich, link)


@st.fragment
def menu(library: Library, answer: Answer, asked: Asked, number: int, quoted: Quotation) -> None:
    """The menu of the answer's passage of that number; what it shows is worked out when opened."""
    passage = quoted.passage
    key = f"{number} {answer.question}"
    opened = st.popover(
        "More",
        icon=":material/more_horiz:",
        type="tertiary",
        key=f"more{key}",
        on_change="rerun",
    )
    with opened:
        words = quotation.link(passage, asked, quoted.at, "Open the document here")
        st.html(f'<p class="quoth citation menu">{words}</p>')
    if not opened.open:
        return
    with opened:
        wanted = st.segmented_control(
            "About this passage",
            [_CITE, _WHY, _LIKE],
            default=_CITE,
            key=f"wanted{key}",
            label_visibility="collapsed",
        )
        try:
            if wanted == _WHY:
                st.html(quotation.explanation(library.explain(answer.question, passage)))
            elif wanted == _LIKE:
                _like(library, asked, passage)
            else:
                _cite(asked, quoted, key)
        except QuothError as error:
            st.html(markup.notice("This cannot be shown now.", str(error)))


def _like(library: Library, asked: Asked, passage: Passage) -> None:
    hits = library.like(passage, 3)
    for hit, near in zip(hits, library.closest(asked.question, hits), strict=True):
        st.html(markup.document(hit.passage))
        st.html(quotation.found(hit, near, asked, library.text(hit.passage.document)))


def _cite(asked: Asked, quoted: Quotation, key: str) -> None:
    names = list(references.STYLES)
    style = st.selectbox(
        "Style",
        names,
        index=names.index(st.session_state.get(_STYLE, names[0])),
        key=f"style{key}",
    )
    st.session_state[_STYLE] = style
    shown = references.in_html(style, quoted.passage, quoted.at)
    st.html(f'<p class="quoth reference">{shown}</p>')
    alone = style in references.ENTRIES
    copy_button(
        f"Copy {style} entry" if alone else "Copy quotation with it",
        copied(quoted, asked, style),
        f"copy{key}",
    )
