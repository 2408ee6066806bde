import csv
import io

import pytest

from views.tables import as_csv


def cells(value: object, delimiter: str = ",") -> list[str]:
    """All that a spreadsheet whose cells are apart by the delimiter makes of the value."""
    text = as_csv([{"first": "a", "second": value, "third": "b"}])
    return [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
@pytest.mark.parametrize(
    "value",
    [
        "{}1+1",
        " {}1",
        "\xa0{}1",
        "a;{}1+1;b",
        "a\t{}1\tb",
        'a\n{}1;"',
        "a\r\n{}1",
        "a;\n {}1",
        ";{}",
    ],
)
def test_no_cell_begins_with_a_formula_however_cells_are_parted(
    value: str, sign: str, delimiter: str
) -> None:
    text = as_csv([{value.format(sign): value.format(sign), "second": value.format(sign)}])
    for reader in (
        csv.reader(io.StringIO(text), delimiter=delimiter),
        csv.reader(text.splitlines(), delimiter=delimiter, quoting=csv.QUOTE_NONE),
    ):
        found = [cell.strip().strip('"').strip() for row in reader for cell in row]
        assert not [cell for cell in found if cell[:1] == sign]


def test_ordinary_words_and_numbers_stay_as_they_are() -> None:
    for value in ("Grief - and 3 + 4 = 7; a@b", "1,-2", "a 'b' \"c\"", "", "x\ny"):
        assert cells(value) == ["first", "second", "third", "a", value, "b"]
    assert cells(-3) == ["first", "second", "third", "a", "-3", "b"]
    assert cells(None)[4] == ""


def test_a_table_without_rows_is_empty() -> None:
    assert as_csv([]) == ""
