"""Tables as lines, and raised, lowered and struck text, as all readers write them."""

import pytest

from ingest.readers.grid import Cell, lines_of
from ingest.readers.normalise import lowered, raised, struck
from ingest.readers.office.runs import GAP, Look, Run, closed, words


def rows(*lines: str, head: int = 0) -> list[list[Cell]]:
    """Rows of cells that are told apart by a comma; the first `head` of them name columns."""
    return [
        [Cell(words.strip(), head=number < head) for words in line.split(",")]
        for number, line in enumerate(lines)
    ]


class TestHeads:
    def test_marked_names_stand_before_each_value_below(self) -> None:
        assert lines_of(rows("Tea, Dose", "Yew, 15", "Elm, 11", head=1)) == [
            "Tea | Dose",
            "Tea: Yew | Dose: 15",
            "Tea: Elm | Dose: 11",
        ]

    def test_two_rows_of_names_are_one_after_the_other(self) -> None:
        table = [
            [Cell("Tea", down=2, head=True), Cell("Dose", across=2, head=True)],
            [Cell("first", head=True), Cell("last", head=True)],
            [Cell("Yew"), Cell("5"), Cell("15")],
        ]
        assert lines_of(table)[2] == "Tea: Yew | Dose first: 5 | Dose last: 15"

    def test_unmarked_names_over_numbers_are_known(self) -> None:
        assert lines_of(rows("Boat, Month, Hands", "Heron, May, 4", "Tern, June, 6"))[1:] == [
            "Boat: Heron | Month: May | Hands: 4",
            "Boat: Tern | Month: June | Hands: 6",
        ]

    @pytest.mark.parametrize(
        "lines",
        [
            ("Heron, 4", "Tern, 6", "Gull, 7"),  # the first column names its row
            ("Heron, May, slow", "Tern, June, fast", "Gull, July, slow"),  # no numbers
            ("Boat, 2019, 2020", "Heron, 4, 5", "Tern, 6, 7"),  # numbers on top
            ("Boat, Hands, Hands", "Heron, 4, 5", "Tern, 6, 7"),  # a name twice
            ("Boat, Month, Hands", "Heron, May, 4"),  # too few rows to tell
        ],
    )
    def test_where_it_is_not_sure_no_name_is_put_to_anything(self, lines: tuple[str, ...]) -> None:
        expected = [line.replace(", ", " | ") for line in lines]
        assert lines_of(rows(*lines)) == expected

    def test_a_table_of_names_alone_is_its_names(self) -> None:
        assert lines_of(rows("Tea, Dose", head=1)) == ["Tea | Dose"]

    def test_a_colon_is_not_doubled(self) -> None:
        assert lines_of(rows("Tea:, Dose:", "Yew, 15", head=1))[1] == "Tea: Yew | Dose: 15"


class TestPlaces:
    def test_empty_cells_keep_theirs(self) -> None:
        assert lines_of(rows("a,,c", ",e,", "g,h,i")) == ["a |  | c", " | e | ", "g | h | i"]
        assert lines_of(rows("A, B", ", e", head=1))[1] == "A: | B: e"

    def test_an_empty_row_is_left_out(self) -> None:
        table = [[Cell("a"), Cell("b")], [], [Cell(""), Cell(" ")], [Cell("c"), Cell("d")]]
        assert lines_of(table) == ["a | b", "c | d"]

    def test_a_cell_over_rows_is_repeated_in_each(self) -> None:
        table = [[Cell("Heron", down=3), Cell("May")], [Cell("June")], [Cell("July")]]
        assert lines_of(table) == ["Heron | May", "Heron | June", "Heron | July"]

    def test_a_cell_over_columns_and_rows_moves_the_others_aside(self) -> None:
        table = [
            [Cell("a"), Cell("b", across=2, down=2), Cell("c")],
            [Cell("d"), Cell("e")],
            [Cell(each) for each in "fghi"],
        ]
        assert lines_of(table) == ["a | b | c", "d | b | e", "f | g | h | i"]

    def test_a_cell_over_all_columns_is_no_value_of_any(self) -> None:
        table = [*rows("Tea, Dose", head=1), [Cell("For adults", across=2)], *rows("Yew, 15")]
        assert lines_of(table)[1:] == ["For adults", "Tea: Yew | Dose: 15"]

    def test_a_short_row_is_filled_up(self) -> None:
        assert lines_of([[Cell("a"), Cell("b")], [Cell("c")]]) == ["a | b", "c | "]

    @pytest.mark.parametrize(("across", "down"), [(0, 0), (-3, -3), (10**9, 10**9)])
    def test_spans_beyond_all_measure_cost_nothing(self, across: int, down: int) -> None:
        lines = lines_of([[Cell("a", across, down), Cell("b")], [Cell("c")]])
        assert [line.replace(" ", "")[:1] for line in lines] == ["a", "a" if down > 1 else "c"]


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("10", "6", "⁶"),
        ("10", "-6", "⁻⁶"),
        ("10", "−6", "⁻⁶"),
        ("x", "n", "ⁿ"),
        ("x", "a", "^a"),
        ("e", "2x", "^2x"),
        ("x", "a+b", "^(a+b)"),
        ("Ca", "2+", "²⁺"),
        ("1", "st", "st"),
        ("2", "ème", "ème"),
        ("word", "st", "^st"),
        ("15", "a", "^a"),
        ("15", "1", "¹"),
        ("pain", "1,3", "¹,³"),
        ("pain.", "2–4", "²–⁴"),
        ("10", "1,5", "^(1,5)"),
        ("m", " 2 ", " ² "),
        ("Quoth", "™", "™"),
        ("word", "*", "*"),
        ("word", "¹", "¹"),
        ("", "", ""),
    ],
)
def test_raised_text_is_told_from_what_it_follows(before: str, text: str, expected: str) -> None:
    assert raised(text, before) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2", "₂"), ("max", "_max"), ("i,j", "_(i,j)"), ("1+", "₁₊"), ("₂", "₂"), ("", "")],
)
def test_lowered_text_is_told_from_what_it_follows(text: str, expected: str) -> None:
    assert lowered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30 crowns", "~~30 crowns~~"), (" 30 ", " ~~30~~ "), (" ", " "), ("", "")],
)
def test_struck_text_has_marks_at_both_ends(text: str, expected: str) -> None:
    assert struck(text) == expected


class TestRuns:
    def test_of_one_look_that_touch_are_one(self) -> None:
        high, out = Look(place=1), Look(struck=True)
        assert words([Run("a"), Run("1", high), Run("0", high), Run(" b"), Run("c", out)]) == (
            "a¹⁰ b~~c~~"
        )
        assert words([Run("30 ", out), Run("crowns", out), Run(".")]) == "~~30 crowns~~."

    def test_a_gap_is_a_blank_between_letters_and_digits_alone(self) -> None:
        assert closed(f"2{GAP}1/2{GAP}.") == "2 1/2."
        assert closed(f"({GAP}{GAP}x{GAP}y)") == "(x y)"
