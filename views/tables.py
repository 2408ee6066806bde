"""Tables to take away, in which no spreadsheet finds a formula."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

import streamlit as st

_FORMULA = re.compile(r"""(^|[;\t\r\n])(?=[^\S\t\r\n]*["']*[^\S\t\r\n]*[=+\-@＝＋－＠])""")
"""Where a cell would begin with a formula, also where `;` or a tab parts cells instead of `,`."""


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """The rows under their names. ' stands before what a spreadsheet would take for a formula.

    Which sign parts cells depends on the country a spreadsheet is set up for, so the words after
    such a sign within a value count as well. Numbers stay numbers.
    """
    out = io.StringIO()
    table = csv.writer(out)
    if rows:
        table.writerow([_harmless(name) for name in rows[0]])
    table.writerows([_harmless(value) for value in row.values()] for row in rows)
    return out.getvalue()


def save_button(rows: Sequence[Mapping[str, object]], file_name: str) -> None:
    """Takes the rows away as a table; it is made when somebody wants it."""
    st.download_button(
        "Save as table", lambda: as_csv(rows), file_name, "text/csv", key=f"save {file_name}"
    )


def _harmless(value: object) -> object:
    return _FORMULA.sub(r"\1'", value) if isinstance(value, str) else value
