"""How a PDF's page is read: sizes, raised letters, columns, tables, lists, words, nothing lost."""

from collections import Counter
from pathlib import Path

import files
import pytest
from files import Line, paragraph
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from ingest.documents import Document, Unreadable
from ingest.readers import reader_for
from ingest.readers.pdf.bidi import in_order
from ingest.readers.pdf.fonts import Font
from ingest.readers.pdf.letters import Run


def read(*pages: list[Line]) -> Document:
    return read_bytes(files.pdf(pages))


def read_bytes(data: bytes) -> Document:
    reader = reader_for("a.pdf")
    assert reader is not None
    return reader.read("a.pdf", data)


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def headings(document: Document) -> list[str]:
    return [heading.label for heading in document.headings]


def drawn(*pieces: tuple[str, float, float, float, float], page: str = "") -> Document:
    """A page of pieces of text: words, place from the left and from below, size, rise."""
    content = " ".join(
        f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm {rise} Ts ({words}) Tj ET"
        for words, x, y, size, rise in pieces
    )
    return read_bytes(files.pdf_drawn([content], page))


class TestLetters:
    def test_letters_that_are_drawn_one_by_one_are_words_and_a_raised_one_is_told_apart(
        self,
    ) -> None:
        words = [(letter, 72 + 7.2 * place, 700, 12, 0) for place, letter in enumerate("count 10 ")]
        raised = ("6", 72 + 7.2 * 8, 700, 7, 5)
        after = [(letter, 140 + 7.2 * place, 700, 12, 0) for place, letter in enumerate("doses")]
        pieces = [piece for piece in (*words, raised, *after) if piece[0] != " "]
        assert blocks(drawn(*pieces)) == ["count 10⁶ doses"]

    def test_a_line_that_is_drawn_amid_letters_crosses_them_out(self) -> None:
        letters = [(letter, 72 + 7.2 * place, 700, 12, 0) for place, letter in enumerate("never")]
        content = " ".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({letter}) Tj ET"
            for letter, x, y, size, _ in letters
        )
        line = "1 w 72 703.5 m 107 703.5 l S"
        document = read_bytes(files.pdf_drawn([f"{content} {line}"]))
        assert blocks(document) == ["~~never~~"]


class TestSizes:
    def test_a_size_set_by_the_text_matrix_is_that_of_the_letters(self) -> None:
        lines = ("Grief takes its time, and no one", "can ever hurry it along.", "So it is.")
        content = " ".join(
            f"BT /F1 1 Tf 12 0 0 12 72 {700 - 14 * number} Tm ({words}) Tj ET"
            for number, words in enumerate(lines)
        )
        title = "BT /F1 1 Tf 20 0 0 20 72 740 Tm (On grief) Tj ET "
        document = read_bytes(files.pdf_drawn([title + content]))
        assert headings(document) == ["On grief"]
        assert blocks(document) == [
            "Grief takes its time, and no one can ever hurry it along.",
            "So it is.",
        ]

    def test_a_line_has_the_size_of_most_of_its_text(self) -> None:
        document = drawn(
            ("Grief takes its time, and no one can ever hurry", 72, 700, 12, 0),
            ("Olsen et al.", 72, 686, 9, 0),
            ("found that it is so, and that it will be.", 122, 686, 12, 0),
        )
        assert blocks(document) == [
            "Grief takes its time, and no one can ever hurry Olsen et al. found that it is so, and "
            "that it will be."
        ]

    def test_a_file_all_in_bold_has_no_headings_by_it(self) -> None:
        topics = ("Grief", "Sleep", "Anger", "Music")
        page = [
            Line(f"{topic} takes its time", 700 - 50 * number, bold=True)
            for number, topic in enumerate(topics)
        ]
        assert headings(read(page)) == []


class TestRaised:
    def test_raised_numbers_stand_apart(self) -> None:
        document = drawn(("A pan has 10", 72, 700, 12, 0), ("6", 139.4, 700, 7, 5))
        assert document.text == "A pan has 10⁶"

    def test_a_notes_number_is_told_from_a_figure_and_from_the_comma_behind(self) -> None:
        document = drawn(
            ("It boils at 250", 72, 700, 12, 0),
            ("9", 143.4, 704, 7, 0),
            (", it is said.", 147.3, 700, 12, 0),
        )
        assert document.text == "It boils at 250⁹, it is said."

    def test_lowered_numbers_and_words(self) -> None:
        document = drawn(
            ("H", 72, 700, 12, 0),
            ("2", 80.7, 700, 8, -3),
            ("O and x", 85.1, 700, 12, 0),
            ("max", 126.5, 697, 8, 0),
            ("rise.", 145, 700, 12, 0),
        )
        assert document.text == "H₂O and x_max rise."

    def test_an_ordinal_is_as_it_is(self) -> None:
        document = drawn(("The 18", 72, 700, 12, 0), ("th", 109.4, 704, 7, 0))
        assert document.text == "The 18th"

    def test_cells_of_one_row_at_two_heights_are_not_raised(self) -> None:
        document = drawn(("Lithium", 72, 700, 12, 0), ("15 mg", 118, 704, 12, 0))
        assert "¹" not in document.text


class TestPlaces:
    def test_a_large_first_letter_is_joined_to_its_word(self) -> None:
        document = drawn(
            ("T", 72, 676, 40, 0),
            ("he lamp oil of the island is pressed from", 100, 700, 12, 0),
            ("olives that grow behind the chapel.", 100, 686, 12, 0),
        )
        assert document.text == (
            "The lamp oil of the island is pressed from olives that grow behind the chapel."
        )

    def test_what_is_cropped_away_is_left_out(self) -> None:
        page = "/CropBox [0 0 300 792]"
        document = drawn(("Left.", 72, 700, 12, 0), ("Right.", 400, 700, 12, 0), page=page)
        assert document.text == "Left."

    def test_a_page_turned_by_a_quarter_is_read_as_the_lines_go(self) -> None:
        content = " ".join(
            f"BT /F1 12 Tf 0 1 -1 0 {100 + 14 * number} 72 Tm ({words}) Tj ET"
            for number, words in enumerate(("Grief takes its time, and no", "one can hurry it."))
        )
        document = read_bytes(files.pdf_drawn([content], "/Rotate 90"))
        assert blocks(document) == ["Grief takes its time, and no one can hurry it."]

    def test_a_stamp_in_the_margin_is_no_heading_and_parts_no_sentence(self) -> None:
        stamp = "BT /F1 20 Tf 0 1 -1 0 30 200 Tm (Preprint 2401 of March) Tj ET "
        first = "BT /F1 12 Tf 72 72 Td (Grief takes its time, and no one) Tj ET"
        second = "BT /F1 12 Tf 72 700 Td (can hurry it along.) Tj ET"
        document = read_bytes(files.pdf_drawn([stamp + first, second]))
        assert headings(document) == []
        assert "Grief takes its time, and no one can hurry it along." in blocks(document)


LEFT = [f"The left column tells of the grief number {word}" for word in "one two six ten".split()]
RIGHT = [f"The right one tells of the sleep number {word}" for word in "four five nine".split()]


def column(lines: list[str], x: float, last: str) -> list[Line]:
    texts = [*lines, last]
    return [Line(text, 700 - 12 * number, x, 10) for number, text in enumerate(texts)]


class TestColumns:
    left = column([f"{line} and" for line in LEFT], 60, "so it ends here on the left side of it.")
    right = column(
        [f"{line} and" for line in RIGHT], 330, "so it ends on the right, as all things do."
    )

    def expected(self) -> list[str]:
        return [
            " and ".join([*LEFT, "so it ends here on the left side of it."]),
            " and ".join([*RIGHT, "so it ends on the right, as all things do."]),
        ]

    def test_columns_drawn_one_after_the_other(self) -> None:
        assert blocks(read([*self.left, *self.right])) == self.expected()

    def test_columns_drawn_line_by_line_across(self) -> None:
        across = sorted([*self.left, *self.right], key=lambda line: (-line.y, line.x))
        assert blocks(read(across)) == self.expected()

    def test_columns_of_which_the_right_one_is_drawn_first(self) -> None:
        assert blocks(read([*self.right, *self.left])) == self.expected()

    def test_a_title_drawn_last_is_read_first(self) -> None:
        title = Line("On grief and sleep", 740, 60, 20)
        document = read([*self.left, *self.right, title])
        assert headings(document) == ["On grief and sleep"]
        assert document.text.startswith("On grief and sleep")

    def test_a_sentence_runs_from_one_column_into_the_next(self) -> None:
        left = column([f"{line} and" for line in LEFT], 60, "the sentence goes on from here to the")
        right = column([f"{line} and" for line in RIGHT], 330, "right, where it ends.")
        assert len(blocks(read([*left, *right]))) == 1


ROWS = [["Tea", "Start", "Most"], ["Yew", "5 mg", "15 mg"], ["Oak", "", "30 mg"], ["Ash", "2", "9"]]
WRITTEN = [
    "Tea | Start | Most",
    "Tea: Yew | Start: 5 mg | Most: 15 mg",
    "Tea: Oak | Start: | Most: 30 mg",
    "Tea: Ash | Start: 2 | Most: 9",
]


def table(rows: list[list[str]], top: float = 600, bold: bool = True) -> list[Line]:
    return [
        Line(cell, top - 16 * down, 72 + 120 * across, 11, bold and not down)
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
        if cell
    ]


def ruled(rows: int, columns: int, top: float = 612) -> str:
    level = " ".join(
        f"66 {top - 16 * n} m {66 + 120 * columns} {top - 16 * n} l S" for n in range(rows + 1)
    )
    upright = " ".join(
        f"{66 + 120 * n} {top} m {66 + 120 * n} {top - 16 * rows} l S" for n in range(columns + 1)
    )
    return f"{level} {upright} "


class TestTables:
    def test_rows_and_columns_without_rules(self) -> None:
        document = read([*paragraph("These are the teas."), *table(ROWS)])
        assert blocks(document) == ["These are the teas.", *WRITTEN]
        assert [block.whole for block in document.blocks] == [False, True, True, True, True]

    def test_rows_and_columns_between_rules_keep_an_empty_cell(self) -> None:
        lines = " ".join(map(files._drawn, table(ROWS, bold=False)))
        data = files.pdf_drawn([ruled(4, 3) + lines])
        assert blocks(read_bytes(data)) == WRITTEN

    def test_a_cell_of_two_lines_is_one(self) -> None:
        rows = [["Boat", "Crew"], ["Marigold, the ship", "3"], ["Petrel", "8"], ["Heron", "1"]]
        lines = table(rows, bold=False)
        lines.insert(3, Line("of the great storm", lines[2].y - 11, 72, 11))
        lines = [Line(x.text, x.y - 11 * (x.y < 570), x.x, x.size) for x in lines]
        found = blocks(read(lines))
        assert found[1] == "Marigold, the ship of the great storm | 3"

    def test_a_table_over_two_pages_has_its_head_once_and_its_names_in_each_row(self) -> None:
        more = [ROWS[0], ["Elm", "1 mg", "2 mg"], ["Fir", "3 mg", "4 mg"]]
        document = read(table(ROWS), table(more, top=700))
        assert blocks(document) == [
            *WRITTEN,
            "Tea: Elm | Start: 1 mg | Most: 2 mg",
            "Tea: Fir | Start: 3 mg | Most: 4 mg",
        ]
        assert [page.number for page in document.pages] == [1, 2]

    def test_a_last_cell_of_several_lines_is_whole(self) -> None:
        rows = [["Boat", "Crew", "Remarks"], ["Petrel", "8", "none"], ["Heron", "12", "lost in"]]
        rest = ["the storm of", "the last year", "but one"]
        more = [Line(words, 568 - 13 * n, 312, 11) for n, words in enumerate(rest, start=1)]
        found = blocks(read([*table(rows), *more, Line("That is all of them.", 480)]))
        remarks = "lost in the storm of the last year but one"
        assert found[2:] == [f"Boat: Heron | Crew: 12 | Remarks: {remarks}", "That is all of them."]

    def test_columns_with_a_blank_of_the_files_own_between_them_are_apart(self) -> None:
        rows = [
            ["Tea", "Amount of it", "First use"],
            ["Yew", "63 cups", "1939"],
            ["Oak of old", "1 cup", "since ever"],
            ["Elm", "many more", "in 1820"],
            ["Fir", "7 cups", "of late"],
        ]
        places = (72, 150, 235)
        content = " ".join(
            f"1 0 0 1 {x} {600 - 16 * down} Tm ({words} ) Tj"
            for down, row in enumerate(rows)
            for x, words in zip(places, row, strict=True)
        )
        document = read_bytes(files.pdf_drawn([f"BT /F1 11 Tf {content} ET"]))
        assert blocks(document) == [" | ".join(row) for row in rows]

    def test_a_cell_with_the_pages_number_stays(self) -> None:
        rows = [["Tea", "Cups", "Pots"], ["Yew", "7", "3"], ["Oak", "5", "1"]]
        assert blocks(read(table(rows)))[2].endswith("Pots: 1")


class TestLists:
    def test_bullets_of_all_kinds(self) -> None:
        signs = {"•": "•", "–": "–", "*": "*", "·": "·"}
        page = [
            Line(f"{sign} Item number {number} of these", 700 - 14 * number)
            for number, sign in enumerate(signs, start=1)
        ]
        assert blocks(read(page)) == [f"• Item number {number} of these" for number in range(1, 5)]

    def test_entries_of_contents_and_of_references_stand_apart(self) -> None:
        contents = ["What is a wick? ........ 2", "How is it trimmed? ........ 3"]
        references = ["[1] Olsen, Wicks. 1988.", "[2] Klein, Lamps. 1990."]
        assert blocks(read(paragraph(*contents, *references))) == [*contents, *references]

    def test_a_minus_at_a_lines_beginning_stays(self) -> None:
        page = paragraph("The pan was cooled to", "– 5 degrees, and then it", "was warm again.")
        assert blocks(read(page)) == [
            "The pan was cooled to – 5 degrees, and then it was warm again."
        ]

    def test_a_listing_keeps_its_lines(self) -> None:
        code = ["def dose(weight):", "    return 5 * weight"]
        drawn_code = " ".join(
            f"BT /F3 10 Tf 72 {600 - 12 * number} Td ({line}) Tj ET".replace(
                "(weight)", r"\(weight\)"
            )
            for number, line in enumerate(code)
        )
        text = " ".join(
            map(files._drawn, paragraph("This is how to count it, by weight.", "So.", "It is."))
        )
        document = read_bytes(files.pdf_drawn([f"{text} {drawn_code}"]))
        assert document.text.endswith("\ndef dose(weight):\n    return 5 * weight")


class TestHeadings:
    def test_a_line_of_the_contents_is_none_whatever_its_weight(self) -> None:
        page = [
            Line("2 Keeping bees . . . . . . . . . 14", 740, bold=True),
            Line("3 Honey ............ 20", 710, bold=True),
            Line("Hives", 660, bold=True),
            *paragraph(*["They stand in a row by the wall of the garden,"] * 5, top=630),
        ]
        assert headings(read(page)) == ["Hives"]

    def test_a_numbered_heading_has_its_number_and_its_words(self) -> None:
        page = [
            Line("5. Monitoring", 740, size=16),
            *paragraph("It is done every week, by a nurse."),
        ]
        assert headings(read(page)) == ["5. Monitoring"]

    def test_numbers_alone_on_their_line_make_headings_of_plain_lines(self) -> None:
        page = []
        for number, words in enumerate(("4.1 Use", "4.2 Dose", "4.3 Storage")):
            page.append(Line(words, 740 - 100 * number))
            page += paragraph("It is told here at some", "length.", top=710 - 100 * number)
        assert headings(read(page)) == ["4.1 Use", "4.2 Dose", "4.3 Storage"]

    def test_items_of_a_numbered_list_are_no_headings(self) -> None:
        page = paragraph("1. Wash the cup", "2. Fill the cup", "3. Empty the cup")
        assert headings(read(page)) == []

    def test_bare_numbers_and_telephone_numbers_are_no_headings(self) -> None:
        page = [
            Line("0800 111 222", 740, size=18),
            Line("40", 690, size=18),
            *paragraph("Ring this number when it is night."),
        ]
        assert headings(read(page)) == []


class TestWords:
    def test_a_word_parted_over_the_page_is_joined_and_the_page_begins_inside_it(self) -> None:
        document = read(
            paragraph("Grief is treat-", top=80), paragraph("ed by talking, a treat-", "ment.")
        )
        assert document.text == "Grief is treated by talking, a treatment."
        assert document.pages[1].start == document.text.index("ed by")

    def test_an_accent_printed_over_its_letter_is_put_on_it(self) -> None:
        # as TeX sets it: the accent, then a step back, then the letter
        content = "BT /F1 12 Tf 72 700 Td [(caf) (\xb4) 440 (e and na) (\xa8) 278 (i) (ve)] TJ ET"
        assert read_bytes(files.pdf_drawn([content])).text == "café and naïve"

    def test_an_accent_in_an_apostrophes_place_stays(self) -> None:
        content = "BT /F1 12 Tf 72 700 Td (It\xb4s a l\xb4amour) Tj ET"
        assert read_bytes(files.pdf_drawn([content])).text == "It´s a l´amour"

    def test_a_name_with_a_capital_inside_is_joined_where_the_file_has_it_whole(self) -> None:
        page = paragraph(
            "Look it up in MedlinePlus now, or in Medline-", "Plus then, or in Medline-"
        )
        assert read([*page, *paragraph("Minus.", top=671.2)]).text == (
            "Look it up in MedlinePlus now, or in MedlinePlus then, or in Medline-Minus."
        )

    def test_a_hyphen_between_two_words_of_the_file_stays(self) -> None:
        page = paragraph(
            "What is a disease is known, and its causing too; a disease-",
            "causing gene is a treat-",
            "ment goal.",
        )
        assert read(page).text.endswith("a disease-causing gene is a treatment goal.")

    def test_a_hyphen_behind_a_number_stays(self) -> None:
        assert read(paragraph("Take it in a 24-", "hour day.")).text == "Take it in a 24-hour day."

    def test_a_hyphen_of_an_address_stays(self) -> None:
        page = paragraph("Look at www.example.org/all-", "of-it for more, a treat-", "ment.")
        assert read(page).text.startswith("Look at www.example.org/all-of-it for more")

    def test_a_file_that_parts_no_words_has_its_hyphens(self) -> None:
        lines = [f"The line number {number} tells of what is known of" for number in range(40)]
        page = paragraph(*lines, "a disease that is well-", "known.", size=10, top=750)
        assert read(page).text.endswith("well-known.")

    def test_a_note_between_the_parts_of_a_sentence_goes_before_it(self) -> None:
        first = [
            *paragraph(
                "Grief takes its time, and there is not one",
                "who can hurry it, so that all",
                top=120,
            ),
            Line("1. A note on grief.", 60, size=8),
        ]
        document = read(first, paragraph("of us must wait for it to end."))
        assert blocks(document) == [
            "1. A note on grief.",
            "Grief takes its time, and there is not one who can hurry it, so that all of us must "
            "wait for it to end.",
        ]


letters = st.text(
    st.characters(codec="latin-1", categories=("L", "N", "S")), min_size=1, max_size=9
)
words = st.lists(letters, min_size=1, max_size=3).map(" ".join).filter(lambda text: text != "1")
places = st.tuples(st.integers(1, 15), st.sampled_from((8, 10, 12, 18)))


@settings(max_examples=60)
@given(st.dictionaries(st.integers(0, 30), st.tuples(words, places), min_size=1, max_size=20))
def test_every_letter_of_a_page_is_read(page: dict[int, tuple[str, tuple[int, int]]]) -> None:
    lines = [
        Line(text, 20 + 24 * row, 10 * place[0], place[1]) for row, (text, place) in page.items()
    ]
    wanted = Counter("".join(line.text for line in lines).replace(" ", ""))
    try:
        document = read(lines)
    except Unreadable:  # taken for noise, which it is
        reject()
    assert wanted - Counter(document.text) == Counter()


class TestDrawnThings:
    def test_what_is_crossed_out_is_told_apart(self) -> None:
        content = (
            "BT /F1 12 Tf 72 700 Td (The fee is ) Tj (40) Tj ( 50 a month.) Tj ET "
            "127.3 704 m 141 704 l S 72 698 m 127 698 l S"
        )
        assert read_bytes(files.pdf_drawn([content])).text == "The fee is ~~40~~ 50 a month."

    def test_a_dot_drawn_before_a_line_is_a_bullet(self) -> None:
        items = " ".join(
            f"62 {y + 2} 3 3 re f BT /F1 12 Tf 72 {y} Td ({words}) Tj ET"
            for y, words in ((700, "A red one"), (686, "A blue one"))
        )
        assert blocks(read_bytes(files.pdf_drawn([items]))) == ["• A red one", "• A blue one"]

    def test_a_bullet_drawn_after_its_line_stands_before_it(self) -> None:
        lines = [
            Line(words, 700 - 14 * number, x)
            for number, item in enumerate(("The red one", "The blue one"))
            for words, x in ((item, 90), ("•", 72))
        ]
        assert blocks(read(lines)) == ["• The red one", "• The blue one"]


def runs_of(letters: list[tuple[str, float]]) -> list[Run]:
    """Runs ten points wide, in the order of the file; one that begins with a blank is spaced."""
    font = Font(bold=False, heavy=False, mono=False)
    return [
        Run(text.strip(), 0, x, x + 9.9, 700, 710, 12, font, text[0] == " ", False, place)
        for place, (text, x) in enumerate(letters)
    ]


class TestRightToLeft:
    def test_letters_are_read_from_the_right_whatever_order_the_file_has(self) -> None:
        forwards = runs_of([("א", 120), ("ב", 110), (" ג", 90), ("ד", 80)])
        backwards = runs_of([("ד", 80), ("ג", 90), (" ב", 110), ("א", 120)])
        assert in_order(forwards) == in_order(backwards) == "אב גד"

    def test_a_number_inside_is_read_from_the_left(self) -> None:
        assert in_order(runs_of([("א", 120), (" 250", 100), (" ב", 80)])) == "א 250 ב"

    def test_two_letters_of_one_sign_keep_their_order(self) -> None:
        forwards = runs_of([("ث", 120), ("ل", 110), ("ا", 110), ("ث", 100)])
        backwards = runs_of([("ث", 100), ("ا", 110), ("ل", 110), ("ث", 120)])
        assert in_order(forwards) == in_order(backwards) == "ثلاث"

    def test_brackets_open_before_they_close(self) -> None:
        assert in_order(runs_of([("א", 120), (" )", 100), ("ב", 90), ("(", 80)])) == "א (ב)"


CASES = Path(__file__).parents[2] / "shared" / "cases"


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
class TestCases:
    def read(self, name: str) -> str:
        return read_bytes((CASES / name).read_bytes()).text

    def test_notes_and_exponents(self) -> None:
        text = self.read("18-pdf-superscript/docs/pans.pdf")
        assert "10⁶ grains and lost 10⁻⁵ of them" in text
        assert "at 250⁹ degrees" in text
        assert "trial 45³ pans" in text

    def test_a_browsers_arabic(self) -> None:
        text = self.read("46-chromium-pdfs/docs/rtl.pdf")
        assert "المكتبة مغلقة يوم الثلاثاء. بطاقة القارئ الجديدة تكلف 4 كرونات." in text.replace(
            "\n\n", " "
        )

    def test_a_browsers_table(self) -> None:
        text = self.read("46-chromium-pdfs/docs/table.pdf")
        assert "the great storm | May: 3 hands | June: 5 hands | July: 7 hands" in text
