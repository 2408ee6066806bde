import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import table


def read(text: str, path: str = "a.csv") -> Document:
    return table.read(path, text.encode())


def passages(text: str, path: str = "a.csv") -> list[str]:
    """What stands from each edge to the next."""
    document = read(text, path)
    ends = [*document.edges[1:], len(document.text)]
    parts = zip(document.edges, ends, strict=True)
    return [document.text[start:end].strip() for start, end in parts]


ROWS = ["Boat: Gig\nCrew: 2", "Boat: Petrel\nCrew: 4"]


@pytest.mark.parametrize(
    "text",
    [
        "Boat,Crew\nGig,2\nPetrel,4\n",
        "sep=;\r\nBoat;Crew\r\nGig;2\r\nPetrel;4\r\n",
        "SEP=|\nBoat|Crew\nGig|2\nPetrel|4",
        "\ufeffBoat\tCrew\nGig\t2\nPetrel\t4\n",
        "\n\nBoat,Crew\n\nGig,2\n,\nPetrel,4\n",
        '"Boat", "Crew"\n"Gig", "2"\n"Petrel", "4"\n',
        "Boat:,Crew:\nGig,2\nPetrel,4\n",
    ],
)
def test_each_value_stands_after_its_columns_name(text: str) -> None:
    assert passages(text) == ROWS
    assert read(text).remark is None


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ("Boats of the north quay,\n", "Boats of the north quay"),
        ("Boats\nCounted in May\n\n", "Boats\nCounted in May"),
        ('"Boats, of both quays"\n', "Boats, of both quays"),
    ],
)
def test_lines_above_the_names_stay_and_name_nothing(above: str, lines: str) -> None:
    assert passages(f"{above}Boat,Crew\nGig,2\nPetrel,4\n") == [lines, *ROWS]


def test_names_with_values_above_the_table_stay() -> None:
    text = "Counted,2020\nBy,Runa\n\nBoat,Crew,Berth\nGig,2,N\nPetrel,4,S\nAlk,5,S\n"
    assert passages(text)[:2] == ["Counted | 2020\nBy | Runa", "Boat: Gig\nCrew: 2\nBerth: N"]


def test_lines_below_the_table_stay_and_are_no_values() -> None:
    assert passages("Boat,Crew\nGig,2\nPetrel,4\nSource: the harbour book\n") == [
        *ROWS,
        "Source: the harbour book",
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Gig,2,1904\nPetrel,4,1911\n", ["Gig | 2 | 1904", "Petrel | 4 | 1911"]),
        ("1,5;2,5\n3,5;4,5\n", ["1,5 | 2,5", "3,5 | 4,5"]),
        ("2020-01-05,rain\n2020-01-06,sun\n", ["2020-01-05 | rain", "2020-01-06 | sun"]),
        (
            "Gig,sold\nAlk,kept\nPetrel,sold\nTern,kept\n",
            ["Gig | sold", "Alk | kept", "Petrel | sold", "Tern | kept"],
        ),
        ("Gig,,2\nAlk,N,5\nTern,S,\n", ["Gig | | 2", "Alk | N | 5", "Tern | S |"]),
    ],
)
def test_without_names_the_first_row_is_one_like_the_others(text: str, rows: list[str]) -> None:
    assert passages(text) == rows


def test_names_that_are_merely_likely_are_remarked_on_and_their_row_is_kept() -> None:
    document = read("Boat,Master\nGig,Runa\nPetrel,Ivo\n")
    assert document.text.split("\n\n") == [
        "Boat | Master",
        "Boat: Gig\nMaster: Runa",
        "Boat: Petrel\nMaster: Ivo",
    ]
    assert document.remark == "the first row is taken to name the columns: Boat | Master"


def test_years_may_name_columns() -> None:
    assert passages("Boat,2019,2020\nGig,5,6\nAlk,7,8\n")[0] == "Boat: Gig\n2019: 5\n2020: 6"


def test_years_of_a_row_name_none() -> None:
    assert passages("Gig,1919,1920\nAlk,1921,1922\n") == ["Gig | 1919 | 1920", "Alk | 1921 | 1922"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tee;Preis\nMinze;1,5\nLinde;2,5\n", "Tee: Minze\nPreis: 1,5"),
        ("note;id\nred, blue; no;1\n", "note: red, blue\nid: no\n1"),
        ('tags,id\n"a;b;c",1\n"d;e;f",2\n', "tags: a;b;c\nid: 1"),
        ("said,id\nwell, then,1\n", "said: well\nid: then\n1"),
        ("text\nI left, and slept.\nShe ate, too.\n", "text: I left, and slept."),
    ],
)
def test_the_delimiter_is_told_from_all_rows(text: str, first: str) -> None:
    assert passages(text)[0] == first


def test_one_quotation_mark_out_of_place_spoils_only_its_row() -> None:
    document = read('boat,note,id\n"Gig" old,red,1\n"Alk, new","a\nb",2\n"Tern,x,3\n')
    assert document.text.split("\n\n") == [
        'boat: "Gig" old\nnote: red\nid: 1',
        "boat: Alk, new\nnote: a b\nid: 2",
        'boat: "Tern\nnote: x\nid: 3',
    ]
    assert document.remark == "lines 2 and 5: quotation marks that no table has, read as text"


def test_names_that_come_twice_and_values_without_a_name_stay() -> None:
    assert passages("dose,dose\n1,2,x\n")[0] == "dose: 1\ndose: 2\nx"


def test_a_file_of_names_alone_is_their_row() -> None:
    assert passages("Boat,Crew\n") == ["Boat | Crew"]


cells = st.text(alphabet="ab1 9,;|\"\n'.é-", max_size=8) | st.sampled_from(["Boat", "12", "2020"])


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=8))
def test_no_letter_or_digit_of_a_cell_is_lost(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    words = "".join(character for character in read(out.getvalue()).text if character.isalnum())
    for row in rows:
        for cell in row:
            for word in "".join(c if c.isalnum() else " " for c in cell).split():
                assert word in words


def test_an_empty_value_keeps_its_place_but_in_a_row_that_is_mostly_empty() -> None:
    head = "Tree,Height in metres,Planted,Felled\n"
    rows = "Oak,18,1931,1999\nLime,,1950,1971\nElm,,,\n"
    text = read(head + rows).text
    assert "Tree: Lime\nHeight in metres:\nPlanted: 1950\nFelled: 1971" in text
    assert text.endswith("Tree: Elm")
