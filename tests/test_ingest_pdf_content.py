import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passage import Page
from ingest.documents import Document, Heading, Unreadable
from ingest.readers import pdf as reader
from ingest.readers.pdf.noise import with_unknown_shown
from tests.files import Line, paragraph, pdf
from views.printed import File, Printed

FORM = [
    Line("Boat registration form", 740, size=16, bold=True),
    Line("Name of the boat:", 700),
    Line("Home port:", 670),
    Line("Insured:", 640),
]


def read(data: bytes) -> Document:
    return reader.read("a.pdf", data)


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def field(rectangle: str, rest: str) -> str:
    return f"/Subtype /Widget /F 4 /Rect [{rectangle}] {rest}"


def text_field(rectangle: str, value: str, rest: str = "") -> str:
    return field(rectangle, f"/FT /Tx /T (t{rectangle}) /V ({value}) {rest}")


def box(rectangle: str, ticked: bool, rest: str = "") -> str:
    state = "/Yes" if ticked else "/Off"
    look = "/AP << /N << /Yes 3 0 R /Off 3 0 R >> >>"
    return field(rectangle, f"/FT /Btn /T (b{rectangle}) /V {state} /AS {state} {look} {rest}")


def form(*fields: str, lines: list[Line] = FORM) -> list[str]:
    return blocks(read(pdf([lines], [fields])))


def note(rest: str, subtype: str = "Text", rectangle: str = "400 700 420 720") -> str:
    return f"/Subtype /{subtype} /Rect [{rectangle}] {rest}"


class TestFields:
    def test_values_stand_behind_the_words_that_name_them(self) -> None:
        assert form(
            text_field("200 694 400 714", "Grey Heron"),
            text_field("200 664 400 684", "Aldhaven"),
            box("200 634 214 648", ticked=True),
        ) == ["Name of the boat: Grey Heron", "Home port: Aldhaven", "Insured: ☑"]

    def test_an_empty_field_leaves_its_name_alone(self) -> None:
        assert form(
            text_field("200 694 400 714", ""),
            text_field("200 664 400 684", "Aldhaven"),
            box("200 634 214 648", ticked=False),
        ) == ["Name of the boat:", "Home port: Aldhaven", "Insured: ☐"]

    def test_a_box_stands_before_the_words_to_its_right(self) -> None:
        lines = [Line("Rye bread", 700, x=100), Line("Wheat bread", 680, x=100)]
        assert form(
            box("80 698 92 710", ticked=False), box("80 678 92 690", ticked=True), lines=lines
        ) == ["☐ Rye bread", "☑ Wheat bread"]

    def test_a_value_with_its_name_above_it_is_told_apart_by_a_colon(self) -> None:
        lines = [Line("Given name", 700, size=8), Line("Family name", 660, size=8)]
        assert form(
            text_field("72 676 300 696", "Berta"),
            text_field("72 636 300 656", "Klein"),
            lines=lines,
        ) == ["Given name: Berta", "Family name: Klein"]

    def test_a_value_takes_the_place_of_the_rule_that_it_is_written_on(self) -> None:
        lines = [Line("I, ____________, leave the boat to my niece.", 700)]
        assert form(text_field("85 696 160 712", "Berta Klein"), lines=lines) == [
            "I, Berta Klein, leave the boat to my niece."
        ]

    def test_several_values_of_one_name_stand_in_their_order(self) -> None:
        assert (
            form(text_field("300 694 400 714", "Heron"), text_field("200 694 290 714", "Grey"))[0]
            == "Name of the boat: Grey Heron"
        )

    def test_a_value_that_nothing_on_the_page_names_has_the_name_of_its_field(self) -> None:
        field = text_field("200 500 400 520", "Elm Street 4", "/TU (Street and number)")
        assert form(field, lines=FORM[:1])[-1] == "Street and number: Elm Street 4"

    def test_lines_of_a_value_are_lines(self) -> None:
        lines = [Line("Cargo:", 700), Line("The harbour master signs below.", 600)]
        value = text_field("200 640 400 712", "40 sacks of rye\\r12 barrels", "/Ff 4096")
        assert form(value, lines=lines) == [
            "Cargo: 40 sacks of rye",
            "12 barrels",
            "The harbour master signs below.",
        ]

    def test_a_choice_is_the_word_that_is_shown_for_it(self) -> None:
        choice = "/FT /Ch /Ff 131072 /T (port) /Opt [[(a) (Aldhaven)] [(b) (Brool)]] /V (b)"
        assert "Home port: Brool" in form(field("200 664 400 684", choice))

    def test_several_choices_are_all_there(self) -> None:
        choice = "/FT /Ch /Ff 2097152 /T (ports) /Opt [(Aldhaven) (Brool) (Carne)]"
        choice += " /V [(Aldhaven) (Carne)]"
        assert "Home port: Aldhaven, Carne" in form(field("200 664 400 684", choice))

    def test_radio_buttons_are_boxes(self) -> None:
        look = "/AP << /N << /r 3 0 R /w 3 0 R /Off 3 0 R >> >>"
        lines = [Line("rye", 700, x=100), Line("wheat", 680, x=100)]
        assert form(
            field("80 698 92 710", f"/FT /Btn /Ff 32768 /T (a) /V /r /AS /r {look}"),
            field("80 678 92 690", f"/FT /Btn /Ff 32768 /T (b) /V /Off /AS /Off {look}"),
            lines=lines,
        ) == ["☑ rye", "☐ wheat"]

    def test_hidden_fields_passwords_and_push_buttons_are_left_out(self) -> None:
        fields = [
            field("200 694 400 714", "/FT /Tx /T (a) /V (secret)").replace("/F 4", "/F 2"),
            text_field("200 664 400 684", "secret", "/Ff 8192"),
            field("200 634 260 650", "/FT /Btn /Ff 65536 /T (c) /MK << /CA (Print) >>"),
        ]
        assert form(*fields) == form()

    def test_a_value_that_the_page_has_already_is_written_once(self) -> None:
        lines = [Line("Home port:", 670), Line("Aldhaven", 670, x=204)]
        text = read(pdf([lines], [[text_field("200 664 400 684", "Aldhaven")]])).text
        assert text.count("Aldhaven") == 1

    def test_a_scan_with_a_value_has_text(self) -> None:
        document = read(pdf([[], []], [[text_field("72 600 300 620", "Aldhaven")]]))
        assert blocks(document) == ["Aldhaven"]
        assert document.remark == "1 of 2 pages have no text (scanned or blank)"

    def test_a_form_whose_pages_are_made_only_by_adobes_programs_is_refused(self) -> None:
        shell = "/NeedsRendering true /AcroForm << /XFA [(template) 3 0 R] /Fields [] >>"
        with pytest.raises(Unreadable, match=r"XFA.*print it there to a PDF"):
            read(pdf([[Line("Please wait while your form loads.", 700)]], catalog=shell))

    @settings(max_examples=40)
    @given(
        st.lists(
            st.text(string.ascii_letters + string.digits + "+%<=>$", min_size=1, max_size=12),
            min_size=1,
            max_size=8,
        )
    )
    def test_every_value_is_in_the_text_as_it_was_filled_in(self, values: list[str]) -> None:
        lines = [Line(f"Question {number}:", 700 - 30 * number) for number in range(len(values))]
        fields = [
            text_field(f"200 {694 - 30 * number} 400 {712 - 30 * number}", value)
            for number, value in enumerate(values)
        ]
        written = [f"Question {number}: {value}" for number, value in enumerate(values)]
        assert form(*fields, lines=lines) == written


class TestTextBoxes:
    def test_a_text_box_is_a_paragraph_at_its_place(self) -> None:
        lines = [
            *paragraph("The pilots met at Aldhaven each autumn.", top=700),
            *paragraph("The warden kept the key of the chart room.", top=500),
        ]
        note = "/Subtype /FreeText /Rect [72 600 300 630] /Contents (A copy hangs in the mill.)"
        assert form(note, lines=lines) == [
            "The pilots met at Aldhaven each autumn.",
            "A copy hangs in the mill.",
            "The warden kept the key of the chart room.",
        ]

    def test_text_that_only_has_markup_is_its_words(self) -> None:
        note = "/Subtype /FreeText /Rect [72 600 300 630] /RC (<body><p>A <b>copy</b></p></body>)"
        assert form(note, lines=FORM[1:2]) == ["Name of the boat:", "A copy"]


class TestNotes:
    def test_notes_stand_apart_behind_the_text_and_are_named(self) -> None:
        pages = [[Line("The pilots met each", 700)], [Line("autumn.", 700)]]
        notes = [[note("/Contents (The key was lost in 1931.) /T (Berta Klein)")]]
        document = read(pdf(pages, notes))
        assert blocks(document) == [
            "The pilots met each autumn.",
            "Note on page 1, by Berta Klein: The key was lost in 1931.",
        ]
        assert document.headings[-1].label == "Notes in the file"
        assert document.pages[-1] == Page(1, document.text.index("Note on page 1"))

    def test_a_comment_on_a_highlight_names_the_words(self) -> None:
        marked = note("/Contents (Which?) /QuadPoints [72 712 300 712 72 697 300 697]", "Highlight")
        document = read(pdf([[Line("The pilots met.", 700)]], [[marked]]))
        assert blocks(document)[-1] == "Note on page 1, on “The pilots met.”: Which?"

    def test_words_that_a_reader_strikes_out_are_a_note(self) -> None:
        struck = note("/QuadPoints [72 712 300 712 72 697 300 697]", "StrikeOut")
        document = read(pdf([[Line("The dose is 5 mg.", 700)]], [[struck]]))
        assert blocks(document) == [
            "The dose is 5 mg.",
            "Note on page 1, strikes out “The dose is 5 mg.”",
        ]

    @pytest.mark.parametrize(
        "silent",
        [
            note("", "Highlight"),
            note("/Contents (go there)", "Link"),
            note("/Contents (again)", "Popup"),
            note("/Contents (hidden) /F 2"),
            note("/Contents (Accepted set by Berta) /StateModel (Review) /State (Accepted)"),
            note("/Contents ( )"),
        ],
    )
    def test_what_says_nothing_or_is_not_seen_is_no_note(self, silent: str) -> None:
        assert blocks(read(pdf([[Line("Text.", 700)]], [[silent]]))) == ["Text."]

    def test_a_scan_with_a_note_is_read_and_has_no_title(self) -> None:
        document = read(pdf([[]], [[note("/Contents (Page is upside down.)")]]))
        assert (document.title, blocks(document)) == (
            None,
            ["Note on page 1: Page is upside down."],
        )


class TestPageLabels:
    LABELS = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >> 3 << /P (A-) /S /D /St 7 >>] >>"

    def test_what_is_printed_on_a_page_is_kept_beside_its_number(self) -> None:
        pages = [[Line(f"Text of {name}.", 700)] for name in ("one", "two", "three", "four")]
        document = read(pdf(pages, catalog=self.LABELS))
        assert [(page.number, page.label) for page in document.pages] == [
            (1, "i"),
            (2, "ii"),
            (3, "1"),
            (4, "A-7"),
        ]
        assert "ii" not in document.text

    @pytest.mark.parametrize("nums", ["0 << /S /D >>", "0 << /P (Draft) >>", ""])
    def test_labels_that_say_no_more_than_the_numbers_are_none(self, nums: str) -> None:
        pages = [[Line("Text.", 700)], [Line("More.", 700)]]
        document = read(pdf(pages, catalog=f"/PageLabels << /Nums [{nums}] >>"))
        assert [page.label for page in document.pages] == [None, None]


class TestNoise:
    TRUE = "The pilots keep the key of the chart room in the red box by the door of the house."

    @staticmethod
    def moved(text: str) -> str:
        return "".join(chr((ord(c) - 33 + 17) % 94 + 33) if c != " " else c for c in text)

    def test_a_file_of_letters_without_meaning_is_refused(self) -> None:
        with pytest.raises(Unreadable, match=r"letters have no meaning.*OCR program"):
            read(pdf([paragraph(self.moved(self.TRUE), self.moved(self.TRUE))]))

    def test_pages_of_letters_without_meaning_are_named(self) -> None:
        noise = paragraph(self.moved(self.TRUE), self.moved(self.TRUE))
        pages = [paragraph(self.TRUE), noise, noise, paragraph(self.TRUE), noise]
        remark = "the letters on pages 2–3, 5 of 5 have no meaning; make its text anew with an OCR"
        assert str(read(pdf(pages)).remark).startswith(remark)

    @pytest.mark.parametrize(
        "text",
        ["Yes.", "12.4 13.9 2.1 0.004 17 18 19 44.2 99.1 3 12 14 1,204 3,880", "SSRI TCA ECT CBT"],
    )
    def test_little_text_is_taken(self, text: str) -> None:
        assert read(pdf([[Line(text, 700)]])).remark is None


def test_the_picture_of_a_page_shows_what_is_filled_in(tmp_path: Path) -> None:
    empty, full = tmp_path / "empty.pdf", tmp_path / "full.pdf"
    empty.write_bytes(pdf([FORM], [[text_field("200 694 400 714", "")]]))
    full.write_bytes(pdf([FORM], [[text_field("200 694 400 714", "Grey Heron")]]))
    printed = Printed()
    drawn = [printed.picture(File(path, ""), 1, 600) for path in (empty, full)]
    printed.close()
    assert drawn[0][:4] == drawn[1][:4] == b"\x89PNG"
    assert drawn[0] != drawn[1]


class TestTitles:
    TEXT = paragraph("The pilots met at Aldhaven each autumn and chose", "a warden.", top=600)

    def title(self, *lines: Line, stated: str = "untitled") -> str | None:
        return read(pdf([[*lines, *self.TEXT]], Title=stated)).title

    def test_the_large_first_line_stands_for_a_title_that_a_program_made_up(self) -> None:
        large = Line("Grey pilots of the northern coast", 730, size=18, bold=True)
        for stated in ("untitled", "Layout 1", "paper.dvi", "Microsoft Word - chap3_v7.docx", "12"):
            assert self.title(large, stated=stated) == "Grey pilots of the northern coast"

    def test_a_title_that_somebody_wrote_stays(self) -> None:
        assert self.title(Line("Pilots", 730, size=18), stated="Untitled Goose") == "Untitled Goose"

    def test_a_title_of_several_lines_is_one_title(self) -> None:
        large = [Line("Grey pilots of the north-", 730, size=18), Line("ern coast", 708, size=18)]
        assert self.title(*large) == "Grey pilots of the northern coast"

    def test_a_line_above_it_is_no_part_of_it(self) -> None:
        above = Line("Annals of the harbour, volume 3, 1931", 760, size=9)
        assert self.title(above, Line("Grey pilots", 730, size=18)) == "Grey pilots"

    @pytest.mark.parametrize("line", ["Contents", "Chapter 3", "12", "Dear Ms Klein,", "3/4/1931"])
    def test_a_large_line_that_is_no_title_is_none(self, line: str) -> None:
        assert self.title(Line(line, 730, size=18)) is None

    def test_without_a_large_line_there_is_no_title(self) -> None:
        assert self.title() is None

    def test_a_large_line_below_much_text_is_no_title(self) -> None:
        text = paragraph(*["The pilots met at Aldhaven each autumn and chose a warden."] * 4)
        assert self.title(*text, Line("A later part", 630, size=18)) is None

    def test_who_the_program_calls_its_user_is_no_author(self) -> None:
        document = read(pdf([self.TEXT], Author="Microsoft Office User"))
        assert (document.author, document.date) == (None, None)


def test_a_sign_of_a_fonts_own_leaves_a_visible_mark_at_its_place() -> None:
    text = "The dose is 5 \uf06dg a day.\n\nRest"
    heading = Heading(27, 31, 1, "R\ue001st")
    document = Document("a.pdf", None, "application/pdf", text, (heading,), (), "two pages")
    shown = with_unknown_shown(document)
    assert shown.text == "The dose is 5 �g a day.\n\nRest"
    assert shown.headings[0].label == "R�st"
    assert shown.remark == (
        "two pages; some signs have no meaning that the file states; � stands for each"
    )
