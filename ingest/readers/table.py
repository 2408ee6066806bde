"""Tables in text files (CSV, TSV): each row a passage of its own, each value after its column."""

import csv
import io

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer
from ingest.readers.decode import decode

_DELIMITERS = ",;\t|"
_SAMPLE = 20_000  # characters from which the delimiter is told
_LONGEST_VALUE = 10_000_000


def read(path: str, data: bytes) -> Document:
    """The first row names the columns."""
    decoded = decode(data)
    csv.field_size_limit(_LONGEST_VALUE)
    tabs = path.lower().endswith((".tsv", ".tab"))
    rows = csv.reader(
        io.StringIO(decoded.text, newline=""),
        delimiter="\t" if tabs else _delimiter(decoded.text[:_SAMPLE]),
    )
    composer = Composer()
    try:
        names = next(rows, [])
        for row in rows:
            _write(composer, names, row)
    except csv.Error as error:
        raise Unreadable(f"line {rows.line_num}: {error}") from None
    media_type = "text/tab-separated-values" if tabs else "text/csv"
    return composer.document(path, media_type, remark=decoded.remark)


def _delimiter(sample: str) -> str:
    """The one of the usual ones that the first line has most of."""
    first = sample.splitlines()[0] if sample.strip() else ""
    return max(_DELIMITERS, key=first.count)


def _write(composer: Composer, names: list[str], row: list[str]) -> None:
    composer.edge()
    for number, value in enumerate(row):
        if value.strip():
            name = names[number].strip() if number < len(names) else ""
            composer.line(f"{name}: {value}" if name else value)
