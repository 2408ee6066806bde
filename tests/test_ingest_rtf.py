"""Rich Text: what is printed is in the text, as it is printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import rtf
from ingest.readers.normalise import UNKNOWN, normalised

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fcharset2{\*\panose 05}Symbol;}"
    r"{\f2\fnil\fcharset2 Wingdings;}{\f3\fcharset204 Arial Cyr;}{\f4\fcharset128 MS Mincho;}"
    r"{\f5\fcharset2 MT Extra;}{\f6\fcharset238 Arial CE;}}"
)


def read(body: str, head: str = "") -> Document:
    source = rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{head}\pard\plain {body}}}"
    return rtf.read("a.rtf", source.encode("latin-1"))


def text(body: str, head: str = "") -> str:
    return read(body, head).text


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


class TestLetters:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (r"T\'f6rneke", "Törneke"),
            (r"5 \u181?g", "5 µg"),
            (r"5 \u181\'b5g", "5 µg"),
            (r"\uc0\u8805 3", "≥3"),
            (r"\uc2\u8805>= 3", "≥ 3"),
            (r"{\uc0\u8805}{\u8805?} 3", "≥≥ 3"),
            (r"\u8220\ldblquote a\u8805\b 3", "“a≥3"),
            (r"one \u8805\par two", "one ≥\n\ntwo"),
            (r"\u-10179?\u-8704?", "😀"),
            (r"\u-4051?", UNKNOWN),
            (r"{\f3 \'cf\'f1}", "Пс"),
            (r"{\f6 \'bf\'f3\'b3w}", "żółw"),
            (r"{\f4 \'93\'fa\'96{\'7b}", f"日{UNKNOWN}{{"),
            (r"{\f4 \'93\'fa\'96\'7b}", "日本"),
            (r"{\f4 \'83A\'83\'42}", "アィ"),
            (r"{\f1 m}g", "µg"),
            (r"{\f1 \'b3} 3", "≥ 3"),
            (r"{\f1 \u-3987?}g", "µg"),
            (r"{\f2 \'fe} paid {\f2\'a8}", "☑ paid ☐"),
            (r"a\~b\_c\-d", "a b-cd"),
            (r"\{a\\b\}", "{a\\b}"),
            (
                r"a\emdash b\endash c\lquote d\rquote  \ldblquote e\rdblquote\bullet",
                "a—b–c‘d’ “e”•",
            ),
            ("a\\tab b\\line c\r\nd", "a b\ncd"),
            (r"one{\*\unheardof two} three", "one three"),
            (r"one {\unheardof two} three", "one two three"),
            ("{\\pict\\pngblip\\bin5 }{{{}}b", "b"),
        ],
    )
    def test_of_every_kind(self, body: str, expected: str) -> None:
        assert text(body) == expected

    def test_the_files_code_page_holds_where_a_font_has_none(self) -> None:
        assert rtf.read("a.rtf", rb"{\rtf1\ansi\ansicpg1251 \'cf\'f1}").text == "Пс"
        assert rtf.read("a.rtf", rb"{\rtf1\mac \'8e}").text == "é"
        assert rtf.read("a.rtf", rb"{\rtf1\ansi\ansicpg99999 \'e9}").text == "é"

    def test_a_sign_without_a_table_leaves_a_mark_and_a_remark(self) -> None:
        document = read(r"5 {\f5 m}g")
        assert document.text == f"5 {UNKNOWN}g"
        assert document.remark == "signs of the font MT Extra are not known"

    def test_half_a_letter_leaves_a_mark_and_a_remark(self) -> None:
        assert read(r"{\f4 \'93}\par").remark == "some letters could not be read"


class TestLooks:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (r"10{\super 6} grains", "10⁶ grains"),
            (r"10\super -6\nosupersub  grains", "10⁻⁶ grains"),
            (r"H{\sub 2}O", "H₂O"),
            (r"x{\up6 2}", "x²"),
            (r"x{\dn6 max}", "x_max"),
            (r"x{\up0 2}", "x2"),
            (r"is {\strike 30 crowns} 40", "is ~~30 crowns~~ 40"),
            (r"is \strike 30\strike0  40", "is ~~30~~ 40"),
            (r"{\strike 10{\super 6}}", "~~10⁶~~"),
            (r"{\super 6}\plain 7", "⁶7"),
        ],
    )
    def test_are_told_apart(self, body: str, expected: str) -> None:
        assert text(body) == expected

    def test_hidden_text_is_left_out_with_a_remark(self) -> None:
        document = read(r"Seen. {\v Unseen.}\v0")
        assert (document.text, document.remark) == ("Seen.", "hidden text is left out")

    def test_deleted_and_moved_text_is_left_out_and_its_paragraphs_go_on(self) -> None:
        body = r"One {\deleted gone \par}{\mvf away }{\revised two}.\par Three."
        assert blocks(read(body)) == ["One two.", "Three."]

    @pytest.mark.parametrize(
        "body",
        [
            r"{\header Above}{\footerl Below}",
            r"{\*\annotation Comment}",
            r"{\*\bkmkstart here}{\*\bkmkend here}",
            r"{\xe oars}{\tc oars}",
            r"{\colortbl;\red0;}",
        ],
    )
    def test_what_stands_beside_the_text_is_none(self, body: str) -> None:
        assert text(rf"a{body}b") == "ab"


class TestHeadings:
    STYLES = (
        r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 heading 2;}{\*\cs10 Default;}"
        r"{\s5\outlinelevel2 Clause;}{\s9 Title;}}"
    )

    def test_come_from_their_style_or_the_paragraph(self) -> None:
        body = (
            r"\s9 On boats\par\pard\s1 Oars\par\pard They row.\par\s5 Wood\par\pard "
            r"\outlinelevel1 Ash\par\pard It bends.\par"
        )
        document = read(body, self.STYLES)
        assert [(each.level, each.label) for each in document.headings] == [
            (1, "On boats"),
            (1, "Oars"),
            (3, "Wood"),
            (2, "Ash"),
        ]
        assert (document.title, blocks(document)) == ("On boats", ["They row.", "It bends."])


class TestLists:
    @pytest.mark.parametrize(
        ("marker", "expected"),
        [
            (r"{\listtext\pard\plain 1.\tab}", "1. oar"),
            (r"{\listtext 2.2\tab}", "2.2 oar"),
            (r"{\*\listtext (iv)\tab}", "(iv) oar"),
            (r"{\pntext\f0 3)\tab}", "3) oar"),
            (r"{\listtext\f1\'b7\tab}", "• oar"),
            (r"{\listtext\f2\'a7\tab}", "• oar"),
            (r"{\listtext\f2\'a8\tab}", "☐ oar"),
            (r"{\listtext o\tab}", "• oar"),
        ],
    )
    def test_numbers_and_bullets_are_as_printed(self, marker: str, expected: str) -> None:
        assert blocks(read(rf"{marker}\ls1 oar\par")) == [expected]

    def test_a_numbered_heading_has_its_number(self) -> None:
        body = r"{\listtext 1.1\tab}\outlinelevel0 Oars\par\pard They row.\par"
        assert read(body).headings[0].label == "1.1 Oars"

    def test_numbers_that_are_not_kept_are_remarked_on(self) -> None:
        document = read(r"\ls1 oar\par")
        assert document.text == "oar"
        assert document.remark == "the numbers of lists are not kept as printed, and are left out"


def row(*cells: str, edges: str = "", more: str = "") -> str:
    defined = edges or "".join(rf"\cellx{1000 * (place + 1)}" for place in range(len(cells)))
    inside = "".join(rf"\pard\intbl {cell}\cell " for cell in cells)
    return rf"\trowd{more}{defined}{inside}\row "


class TestTables:
    def test_rows_are_rows_and_empty_cells_keep_their_place(self) -> None:
        body = r"Before.\par " + row("a", "", "c") + row("", "e", "f") + r"\pard After.\par"
        assert blocks(read(body)) == ["Before.", "a | | c", "| e | f", "After."]

    def test_a_bar_in_a_text_makes_no_row(self) -> None:
        assert blocks(read(r"either | or\par")) == ["either | or"]
        assert not read(r"either | or\par").blocks[0].whole

    def test_a_marked_head_names_the_columns(self) -> None:
        body = row("Tea", "Dose", more=r"\trhdr") + row("Yew", "15") + row("Elm", "")
        assert blocks(read(body)) == ["Tea | Dose", "Tea: Yew | Dose: 15", "Tea: Elm | Dose:"]

    def test_a_bold_first_row_does_too(self) -> None:
        body = row(r"{\b Tea}", r"{\b Dose}") + row("Yew", "much")
        assert blocks(read(body)) == ["Tea | Dose", "Tea: Yew | Dose: much"]

    def test_cells_over_rows_and_columns_are_repeated(self) -> None:
        first = row("Heron", "May", edges=r"\clvmgf\cellx1000\cellx2000")
        second = row("", "June", edges=r"\clvmrg\cellx1000\cellx2000")
        assert blocks(read(first + second)) == ["Heron | May", "Heron | June"]
        head = row("Tea", "May", "June", more=r"\trhdr")
        wide = row("Yew", "15", edges=r"\cellx1000\cellx3000")
        merged = row("Elm", "4", "", edges=r"\cellx1000\clmgf\cellx2000\clmrg\cellx3000")
        assert blocks(read(head + wide + merged))[1:] == [
            "Tea: Yew | May / June: 15",
            "Tea: Elm | May / June: 4",
        ]

    def test_a_row_described_again_at_its_end_is_one_row(self) -> None:
        twice = (
            r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\pard\intbl"
            r"{\trowd\cellx1000\cellx2000\row}\pard After.\par"
        )
        assert blocks(read(twice)) == ["a | b", "After."]

    def test_paragraphs_in_a_cell_stay_in_it(self) -> None:
        body = row(r"one\par two", "three") + row("x", "y")
        assert blocks(read(body)) == ["one two | three", "x | y"]

    def test_a_table_in_a_cell_is_written_once_on_its_line(self) -> None:
        def inner(low: str, time: str) -> str:
            return (
                rf"\pard\intbl\itap2 {low}\nestcell {time}\nestcell"
                r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
            )

        body = (
            r"\trowd\cellx1000\cellx2000\pard\intbl Monday\cell\pard\intbl Times:\par "
            + inner("Low", "04:10")
            + inner("High", "10:25")
            + r"\pard\intbl\cell\row "
            + row("Tuesday", "None")
        )
        assert blocks(read(body)) == ["Monday | Times: Low, 04:10; High, 10:25", "Tuesday | None"]

    def test_a_row_that_never_ends_is_not_lost(self) -> None:
        assert blocks(read(r"\trowd\cellx1000\cellx2000\intbl a\cell b\cell")) == ["a | b"]


class TestNotes:
    def test_a_mark_never_joins_a_figure_and_its_note_has_the_same(self) -> None:
        body = (
            r"The dose is 15{\super\chftn{\footnote\pard\plain{\super\chftn} For adults.}} mg.\par"
        )
        assert blocks(read(body)) == ["The dose is 15¹ mg.", "¹ For adults."]

    def test_footnotes_end_their_section_and_endnotes_the_text(self) -> None:
        body = (
            r"\outlinelevel0 Lamps\par\pard They burn.{\super\chftn}"
            r"{\footnote\ftnalt\pard{\super\chftn} At last.}\par "
            r"With oil.{\super\chftn}{\*\footnote\pard{\super\chftn} Or tar.}\par"
            r"\outlinelevel0 Oars\par\pard They row.\par"
        )
        assert text(body, r"\aftnnrlc") == (
            "Lamps\n\nThey burn.ⁱ\n\nWith oil.¹\n\n¹ Or tar.\n\nOars\n\nThey row.\n\nⁱ At last."
        )


class TestFields:
    @pytest.mark.parametrize(
        ("field", "expected"),
        [
            (r"{\field{\*\fldinst HYPERLINK \\l x}{\fldrslt here}}", "here"),
            (r"{\field{\*\fldinst PAGE}{\fldrslt}}", ""),
            (r'{\field{\*\fldinst SYMBOL 109 \\f "Symbol" \\s 10}{\fldrslt\f1}}', "µ"),
            (r"{\field{\*\fldinst EQ \\f(1,2)}{\fldrslt}}", "1/2"),
            (
                r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1\ffdefres0"
                r"{\*\ffname Box}}}}{\fldrslt}}",
                "☒",
            ),
            (
                r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres0}}}"
                r"{\fldrslt}}",
                "☐",
            ),
            (
                r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1{\*\ffl oak}"
                r"{\*\ffl elm}}}}{\fldrslt}}",
                "elm",
            ),
        ],
    )  # fmt: skip
    def test_show_their_result_or_what_they_are(self, field: str, expected: str) -> None:
        assert text(f"a [{field}] b") == f"a [{expected}] b"


HALF = (
    r"{\mmath{\*\moMath{\mf{\mfPr{\mtype bar}}{\mnum{\mr 1}}{\mden{\mr 2}}}}{\mmathPict{\pict 00}}}"
)


class TestFormulas:
    @pytest.mark.parametrize(
        ("formula", "expected"),
        [
            (HALF, "1/2"),
            (r"{\*\moMath{\msSup{\me{\mr 10}}{\msup{\mr\f1\'2d\f0 6}}}}", "10⁻⁶"),
            (r"{\*\moMath{\md{\mdPr{\mbegChr [}{\mendChr ]}}{\me{\mr a}}}}", "[a]"),
            (r"{\*\moMath{\munheardof{\mr kept}}}", "kept"),
        ],
    )
    def test_are_written_in_a_line(self, formula: str, expected: str) -> None:
        assert text(rf"Give 2 {formula} cups.") == f"Give 2 {expected} cups."

    def test_a_fraction_never_joins_the_number_before_it(self) -> None:
        assert text(rf"Give 2{HALF} cups.") == "Give 2 1/2 cups."

    def test_kept_as_a_picture_leave_a_mark_and_a_remark(self) -> None:
        inside = r"{\*\objclass Equation.3}{\*\objdata 00}{\result{\pict 00}}"
        document = read(rf"The keel is {{\object\objemb{inside}}} long.")
        assert document.text == f"The keel is {UNKNOWN} long."
        assert document.remark == "a formula kept as a picture is not written"


class TestPictures:
    def test_one_inside_a_sentence_leaves_a_mark_and_a_remark(self) -> None:
        both = r"{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}"
        document = read(rf"The dose is {both} a day.\par {both}\par")
        assert document.text == f"The dose is {UNKNOWN} a day."
        assert document.remark == "a picture inside a sentence is not written"

    def test_text_boxes_stand_after_their_paragraph(self) -> None:
        box = (
            r"{\shp{\*\shpinst{\sp{\sn pib}{\sv{\pict 00}}}{\shptxt\pard In the box.\par}}"
            r"{\shprslt{\do{\dptxbxtext In the box.\par}}}}"
        )
        assert text(rf"A sentence {box}goes on.\par") == "A sentence goes on.\n\nIn the box."


class TestFiles:
    def test_metadata_is_what_the_file_states(self) -> None:
        head = (
            r"{\info{\title On \'c9l\'e9gies}{\author B. Kl\u246?ppel}{\keywords wick, oil}"
            r"{\subject Light}{\creatim\yr2014\mo3\dy2}{\revtim\yr2020\mo1\dy1}}"
        )
        document = read("Read.", head)
        assert (document.title, document.author) == ("On Élégies", "B. Klöppel")
        assert (document.date, document.keywords) == ("2014-03-02", ("wick", "oil", "Light"))

    def test_unicode_and_its_stand_in_are_read_once(self) -> None:
        head = r"{\info{\upr{\title Elegy}{\*\ud{\title \u201?l\u233?gie}}}}"
        assert read(r"{\upr{\'c9}{\*\ud{\u201?}}}t\'e9", head).title == "Élégie"

    def test_what_follows_the_end_is_remarked_on(self) -> None:
        document = rtf.read("a.rtf", rb"{\rtf1 Read.} And more.")
        assert document.text == "Read."
        assert document.remark == "what stands after the end of the document is left out"

    def test_one_that_never_ends_is_read(self) -> None:
        assert rtf.read("a.rtf", rb"{\rtf1 Read {\b this").text == "Read this"


WORDS = st.text(st.sampled_from("aZ059µ±°½éµ≥→€漢"), min_size=1, max_size=6)
AROUND = st.sampled_from(
    [
        "{}", "{{{}}}", r"{{\b {}}}", r"{{\unheardof {}}}", r"{{\unheardof7{{\cf2 {}}}}}",
        r"{{\strike {}}}", r"{{\field{{\*\fldinst REF}}{{\fldrslt {}}}}}", r"\revised {}\revised0 ",
        r"{{\*\unheardof away}}{}",
    ]
)  # fmt: skip


def escaped(words: str) -> str:
    return "".join(map(_escaped, words))


def _escaped(letter: str) -> str:
    if letter.isascii():
        return letter
    return rf"\u{ord(letter)}?" if ord(letter) > 0xFF else rf"\'{ord(letter):02x}"


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A body, and the words in it."""
    made, said = "", []
    for _ in range(draw(st.integers(1, 5))):
        runs = ""
        for words in draw(st.lists(WORDS, min_size=1, max_size=4)):
            runs += draw(AROUND).format(f" {escaped(words)} ")
            said.append(words)
        if draw(st.booleans()):
            made += row(runs, "x")
            said.append("x")
        else:
            made += rf"\pard {runs}\par "
    return made, said


@given(bodies())
@settings(max_examples=100)
def test_all_words_are_read_once_and_in_order_whatever_is_around_them(
    body: tuple[str, list[str]],
) -> None:
    made, said = body
    found = read(made).text.replace("~~", "").replace("|", " ").split()
    assert found == normalised(" ".join(said)).split()


def test_reading_takes_no_longer_for_deep_groups() -> None:
    assert text("{" * 20_000 + "deep" + "}" * 20_000) == "deep"
