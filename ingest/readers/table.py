"""Tables in text files (CSV, TSV): each row a passage of its own, each value after its column."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer
from ingest.readers.normalise import listed
from ingest.readers.text.columns import filled, head_of, width_of
from ingest.readers.text.decode import decode

_DELIMITERS = ",;\t|"
_SAMPLE = 20_000  # characters from which the delimiter is told
_MOST_SAMPLED = 50  # rows of it
_NONE = "\x1f"  # the delimiter of a file of one column, which no text has
_LONGEST_VALUE = 10_000_000
_MOST_ODD = 200  # rows that break the rules; of more the file is no table
_STATED = re.compile(r"sep=(.)[ \t\"]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_DECIMAL = re.compile(r"\d,\d")
_MOST_WORDS_OF_A_VALUE = 3

Row = list[str]


def read(path: str, data: bytes) -> Document:
    """The row that names the columns is told by what stands in it; what stands above are lines."""
    decoded = decode(data)
    tabs = path.lower().endswith((".tsv", ".tab"))
    stated = _STATED.match(decoded.text)
    text = decoded.text[stated.end() :] if stated else decoded.text
    usual = "\t" if tabs and "\t" in text else None
    composer = Composer()
    rows = _parsed(text, stated[1] if stated else usual or _delimiter(text), composer)
    _write(composer, [row for row in rows if filled(row)])
    media_type = "text/tab-separated-values" if tabs else "text/csv"
    return composer.document(path, media_type, remark=decoded.remark)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a delimiter parts a file: rows as wide as most, without another one in them."""

    score: float
    width: int
    delimiter: str


def _delimiter(text: str) -> str:
    """The one of the usual ones that parts most rows alike."""
    sample = text[:_SAMPLE]
    fits = [fit for delimiter in _DELIMITERS if (fit := _fit(sample, delimiter))]
    best = max(fits, key=lambda fit: (fit.score, fit.width), default=None)
    return best.delimiter if best else _NONE


def _fit(sample: str, delimiter: str) -> _Fit | None:
    first = sample.lstrip().split("\n", 1)[0]
    if delimiter not in first and not re.search(re.escape(delimiter) + r"(?! )", sample):
        return None  # a mark of punctuation
    try:
        every = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return None
    rows = list(islice(filter(filled, every), _MOST_SAMPLED))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return None
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    others = "".join(other for other in _DELIMITERS if other != delimiter)
    foreign = sum(1 for row in rows if _holds(row, others))
    return _Fit((count - foreign / 2) / len(rows), width, delimiter)


def _holds(row: Row, delimiters: str) -> bool:
    """Whether a value has one of these in it where no sentence and no number has it."""
    text = _NONE.join(row).replace(", ", _NONE).replace("; ", _NONE)
    if "," in text:
        text = _DECIMAL.sub("", text)
    return any(mark in text for mark in delimiters)


def _parsed(text: str, delimiter: str, composer: Composer) -> list[Row]:
    """The rows; one whose quotation marks are not set as tables have them is read as it stands."""
    csv.field_size_limit(_LONGEST_VALUE)
    lines = list(io.StringIO(text, newline=""))
    padded = f'{delimiter} "' in text[:_SAMPLE]
    rows: list[Row] = []
    odd: list[int] = []
    first = 0
    while first < len(lines):
        reader = csv.reader(
            islice(lines, first, None),
            delimiter=delimiter,
            strict=True,
            skipinitialspace=padded,
        )
        last = first
        try:
            for row in reader:
                rows.append(row)
                last = first + reader.line_num
        except csv.Error as error:
            if "limit" in str(error) or len(odd) == _MOST_ODD:
                raise Unreadable(f"line {last + 1}: {error}") from None
            odd.append(last + 1)
            rows.append(lines[last].rstrip("\r\n").split(delimiter))
            last += 1
        first = last
    if odd:
        composer.remark(f"{listed('line', odd)}: quotation marks that no table has, read as text")
    return rows


def _write(composer: Composer, rows: Sequence[Row]) -> None:
    if not rows:
        return
    head, width = head_of(rows), width_of(rows)
    first, end = head.above + 1, len(rows)
    while end > first and _is_note(rows[end - 1], width):
        end -= 1
    _write_lines(composer, rows[: head.above])
    if head.names and not head.sure and end > first:
        shown = " | ".join(name for name in head.names if name.strip())
        composer.remark(f"the first row is taken to name the columns: {shown}")
    if not head.sure or not _says_all_names(head.names, rows[first:end]):
        composer.edge()
        composer.row(rows[head.above])
    names = [name.strip().rstrip(":") for name in head.names]
    for row in rows[first:end]:
        composer.edge()
        _write_row(composer, names, row)
    _write_lines(composer, rows[end:])


def _says_all_names(names: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether there are names, and a value for each somewhere, so that none is lost."""
    said = {number for row in rows for number, value in enumerate(row) if value.strip()}
    return any(names) and all(n in said for n, name in enumerate(names) if name.strip())


def _is_note(row: Row, width: int) -> bool:
    """Whether what stands below a table belongs to no column: a source, a remark."""
    if width < 2 or filled(row) > 1 or not row[0].strip():
        return False
    return len(row) == 1 or ":" in row[0] or len(row[0].split()) > _MOST_WORDS_OF_A_VALUE


def _write_lines(composer: Composer, rows: Sequence[Row]) -> None:
    """Rows outside the table, each a line."""
    composer.edge()
    for row in rows:
        composer.line(" | ".join(cell.strip() for cell in row if cell.strip()))


def _write_row(composer: Composer, names: Sequence[str], row: Row) -> None:
    """Each value after its name; so is an empty one, but in rows that are mostly empty."""
    if not names:
        composer.row(row)
        return
    mostly_empty = 2 * filled(row) < len(row)
    for number, value in enumerate(row):
        name = names[number] if number < len(names) else ""
        if value.strip() or (name and not mostly_empty):
            composer.line(f"{name}: {value}".rstrip() if name else value)
