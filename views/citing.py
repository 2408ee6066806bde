"""A place in a document in words for people: "Lithium guideline, § 4.2, p. 8 (2021)"."""

import re

from index.passage import Page, Passage, Span

_NUMBERED = re.compile(
    r"(?:(?i:§\s*|section\s+)(\d+(?:\.\d+)*[a-z]?)[.):]?"
    r"|(\d+(?:\.\d+)+[a-z]?)[.):]?"
    r"|(\d{1,3}[a-z]?)(?:[.):]|(?=\s+[^\W\d_a-z])|$))(?:\s|$)"
)
"""A number alone counts only before a capital: "3 months after delivery" is no section 3."""
_LONGEST = 70  # characters of a heading that is named


def cited(passage: Passage, at: Span | None = None) -> str:
    """The document, section, page and year of a passage, or of a stretch of it."""
    parts = ", ".join(filter(None, (passage.label, section(passage), pages(passage, at))))
    return f"{parts} ({year})" if (year := year_of(passage)) else parts


def section(passage: Passage) -> str:
    """The innermost heading: its number, or its words; empty where there is none but the title.

    The names of a table's columns, which stand over its rows as a heading does, are passed over.
    """
    heading = next((each for each in reversed(passage.heading) if " | " not in each), "")
    if not heading or heading == passage.title:
        return ""
    if numbered := _NUMBERED.match(heading):
        return f"§ {numbered[numbered.lastindex or 0]}"
    return f"“{heading}”" if len(heading) <= _LONGEST else f"“{_cut(heading)} …”"


def pages(passage: Passage, at: Span | None = None) -> str:
    """The pages as they are printed: "p. 8", "pp. 8–9"; empty in a format without pages."""
    locator = page_locator(passage, at)
    return f"{'pp.' if '–' in locator else 'p.'} {locator}" if locator else ""


def page_locator(passage: Passage, at: Span | None = None) -> str:
    """The same without a word: "8", "8–9", "xii"."""
    span = at or Span(passage.start, passage.end)
    first, last = passage.page_at(span.start), passage.page_at(max(span.start, span.end - 1))
    first = first or (passage.pages[0] if passage.pages else None)
    named = [name for page in (first, last) if page and (name := _named(page))]
    return "–".join(dict.fromkeys(named))


def year_of(passage: Passage) -> str:
    """The year of the document's date; empty where it states none."""
    return passage.date[:4] if passage.date else ""


def _named(page: Page) -> str:
    return page.label or (str(page.number) if page.number else "")


def _cut(heading: str) -> str:
    return re.sub(r"\s+\S*\Z", "", heading[:_LONGEST])
