"""What was asked in this browser, and taking it away as Markdown or as a table."""

import re
from collections.abc import Sequence

import streamlit as st

from index.answering.answer import Answer
from index.passage import citation
from views import visits
from views.asked import Asked
from views.visits import VISITS, Given

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:=])")


def remember(asked: Asked, token: str, answer: Answer) -> None:
    """Puts the answer at the end of the browser's list."""
    given = Given(asked, token, answer)
    if who := _visitor():
        VISITS.add(who, given)
    else:
        st.session_state["given"] = [*given_so_far(), given][-visits.MOST_ANSWERS :]


def given_so_far() -> tuple[Given, ...]:
    """What the browser was answered, oldest first."""
    if who := _visitor():
        return VISITS.of(who)
    return tuple(st.session_state.get("given", ()))


def answer_to(asked: Asked, token: str) -> Answer | None:
    """The answer that the same question got from the same build; None where it was not asked."""
    found = (each.answer for each in given_so_far() if (each.asked, each.token) == (asked, token))
    return next(found, None)


def asked() -> list[Answer]:
    """The browser's answers, oldest first."""
    return [given.answer for given in given_so_far()]


def clear() -> None:
    """Forgets all of them."""
    if who := _visitor():
        VISITS.clear(who)
    st.session_state.pop("given", None)


def _visitor() -> str | None:
    """Who is asking: the browser's cookie, and who signed in there; None without a cookie."""
    value = st.context.cookies.get(visits.cookie(), "")
    if not isinstance(value, str) or not visits.is_issued(value):  # a test has no browser
        return None
    return f"{value} {getattr(st.user, 'sub', '')}"


def as_markdown(answers: Sequence[Answer]) -> str:
    """The answers with quotations and citations; words of documents and people are escaped."""
    return "\n".join(_answer_as_markdown(answer) for answer in answers)


def _answer_as_markdown(answer: Answer) -> str:
    lines = [f"## {_escaped(answer.question)}", ""]
    if answer.verdict == "not_found" or not answer.hits or answer.quote is None:
        return "\n".join([*lines, "The documents do not seem to answer this.", ""])
    passage = answer.hits[0].passage
    text, span = passage.text, answer.quote.inside(passage)
    if span is None:
        marked = f"**{_escaped(answer.quote.text)}**\n{_escaped(text)}"
    else:
        before, after = _escaped(text[: span.start]), _escaped(text[span.end :])
        marked = f"{before}**{_escaped(span.of(text))}**{after}"
    quotation = "\n".join(f"> {line}" for line in marked.splitlines())
    confidence = f"confidence {answer.confidence:.2f}, index build {answer.build}"
    return "\n".join([*lines, quotation, "", f"{_escaped(citation(passage))}; {confidence}", ""])


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def as_rows(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """A row of a table for each answer."""
    return [_answer_as_row(answer) for answer in answers]


def _answer_as_row(answer: Answer) -> dict[str, object]:
    quote = answer.quote if answer.verdict == "answered" else None
    return {
        "question": answer.question,
        "verdict": answer.verdict,
        "confidence": f"{answer.confidence:.4f}",
        "quotation": quote.text if quote else "",
        "document": quote.document if quote else "",
        "page": quote.page_label or quote.page or "" if quote else "",
        "citation": citation(answer.hits[0].passage) if quote else "",
        "build": answer.build,
    }
