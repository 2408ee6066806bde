"""Word files: every element that Word prints is in the text, as it is printed."""

import files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document, Unreadable
from ingest.readers import docx
from ingest.readers.normalise import UNKNOWN, normalised


def read(body: str, **parts: str) -> Document:
    return docx.read("a.docx", files.docx(body, **parts))


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def t(text: str, properties: str = "") -> str:
    run = f'<w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{run}</w:r>"


def r(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def text(*inside: str, **parts: str) -> str:
    return read(p("".join(inside)), **parts).text


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


class TestSigns:
    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            (r("<w:t>1</w:t><w:noBreakHyphen/><w:t>24 hours</w:t>"), "1-24 hours"),
            (r("<w:t>F</w:t><w:noBreakHyphen/><w:t>16</w:t>"), "F-16"),
            (r("<w:t>lamp</w:t><w:softHyphen/><w:t>light</w:t>"), "lamplight"),
            (r("<w:t>a</w:t><w:ptab/><w:t>b</w:t><w:tab/><w:t>c</w:t>"), "a b c"),
            (r("<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t>"), "a\nb\nc"),
        ],
    )
    def test_elements_that_stand_for_a_sign(self, inside: str, expected: str) -> None:
        assert text(inside) == expected

    @pytest.mark.parametrize(
        ("font", "code", "expected"),
        [
            ("Symbol", "F06D", "µ"),
            ("Symbol", "6D", "µ"),
            ("Symbol", "F0B3", "≥"),
            ("Symbol", "F0A3", "≤"),
            ("Symbol", "F0B1", "±"),
            ("Symbol", "F0B0", "°"),
            ("Symbol", "F0B4", "×"),
            ("Symbol", "F061", "α"),
            ("Symbol", "F0AE", "→"),
            ("Symbol", "F0B7", "•"),
            ("Wingdings", "F0FE", "☑"),
            ("Wingdings", "F0FD", "☒"),
            ("Wingdings", "F0A8", "☐"),
            ("Wingdings", "F06F", "☐"),
            ("Wingdings", "F0E0", "→"),
            ("Wingdings", "F0FC", "✓"),
            ("Wingdings", "F0FB", "✗"),
            ("Wingdings", "F04A", "☺"),
            ("Wingdings 2", "F052", "☑"),
            ("Wingdings 2", "F0A3", "☐"),
            ("Wingdings 2", "F050", "✓"),
            ("Wingdings 3", "F067", "→"),
            ("Webdings", "F061", "✓"),
            ("Calibri", "00B5", "µ"),
            ("Segoe UI Symbol", "2610", "☐"),
        ],
    )
    def test_a_sign_put_in_from_a_font_is_that_sign(
        self, font: str, code: str, expected: str
    ) -> None:
        document = read(p(t("5 ") + r(f'<w:sym w:font="{font}" w:char="{code}"/>') + t("g")))
        assert (document.text, document.remark) == (f"5 {expected}g", None)

    @pytest.mark.parametrize("font", ["MT Extra", "A Font Of My Own"])
    def test_a_sign_of_a_font_without_a_table_leaves_a_mark_and_a_remark(self, font: str) -> None:
        document = read(p(t("5 ") + r(f'<w:sym w:font="{font}" w:char="F06D"/>') + t("g")))
        assert document.text == f"5 {UNKNOWN}g"
        assert document.remark == f"a sign of the font {font} (code F06D) is not known"

    @pytest.mark.parametrize("letter", ["m", "\uf06d"])
    def test_plain_text_set_in_a_symbol_font_is_what_the_font_draws(self, letter: str) -> None:
        symbol = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
        assert text(t("5 "), t(letter, symbol), t("g")) == "5 µg"

    def test_the_font_may_come_from_a_style(self) -> None:
        style = (
            '<w:style w:type="character" w:styleId="G"><w:name w:val="Greek"/><w:rPr>'
            '<w:rFonts w:ascii="Symbol"/></w:rPr></w:style>'
        )
        assert text(t("5 "), t("m", '<w:rStyle w:val="G"/>'), t("g"), styles=style) == "5 µg"

    def test_a_private_sign_in_an_ordinary_font_leaves_a_mark_and_a_remark(self) -> None:
        document = read(p(t("a \uf06d b", '<w:rFonts w:ascii="Arial"/>')))
        assert document.text == f"a {UNKNOWN} b"
        assert document.remark == "signs of the font Arial are not known"


RAISED = '<w:vertAlign w:val="superscript"/>'
LOWERED = '<w:vertAlign w:val="subscript"/>'
STRUCK = "<w:strike/>"


class TestLooks:
    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            ((t("10"), t("6", RAISED), t(" grains")), "10⁶ grains"),
            ((t("10"), t("-", RAISED), t("6", RAISED)), "10⁻⁶"),
            ((t("H"), t("2", LOWERED), t("O")), "H₂O"),
            ((t("x"), t("max", LOWERED)), "x_max"),
            ((t("15"), t("c", RAISED)), "15^c"),
            ((t("the 1"), t("st", RAISED), t(" day")), "the 1st day"),
            ((t("x"), t("2", '<w:position w:val="6"/>')), "x²"),
            ((t("x"), t("2", '<w:vertAlign w:val="baseline"/>')), "x2"),
        ],
    )
    def test_raised_and_lowered_text_stands_apart(
        self, inside: tuple[str, ...], expected: str
    ) -> None:
        assert text(*inside) == expected

    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            ((t("is "), t("30 crowns", STRUCK), t(" 40")), "is ~~30 crowns~~ 40"),
            ((t("is "), t("30", STRUCK), t(" crowns", "<w:dstrike/>")), "is ~~30 crowns~~"),
            ((t("10", STRUCK), t("6", STRUCK + RAISED), t(" g")), "~~10⁶~~ g"),
            ((t("30", '<w:strike w:val="0"/>'),), "30"),
            ((t("not", "<w:caps/>"),), "not"),
        ],
    )
    def test_struck_text_is_told_apart(self, inside: tuple[str, ...], expected: str) -> None:
        assert text(*inside) == expected

    def test_a_struck_line_break_ends_no_mark_of_another_line(self) -> None:
        run = "<w:r><w:rPr><w:strike/></w:rPr><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>"
        assert text(run) == "~~one~~\n~~two~~"

    def test_hidden_text_is_left_out_with_a_remark(self) -> None:
        document = read(p(t("Seen.") + t(" Unseen.", "<w:vanish/>")))
        assert (document.text, document.remark) == ("Seen.", "hidden text is left out")


def math(*inside: str) -> str:
    return f"<m:oMath>{''.join(inside)}</m:oMath>"


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(kind: str, **parts: str) -> str:
    inside = "".join(f"<m:{name}>{value}</m:{name}>" for name, value in parts.items())
    return f"<m:{kind}>{inside}</m:{kind}>"


def said(kind: str, **values: str) -> str:
    inside = "".join(f'<m:{name} m:val="{value}"/>' for name, value in values.items())
    return f"<m:{kind}Pr>{inside}</m:{kind}Pr>"


class TestEquations:
    @pytest.mark.parametrize(
        ("equation", "expected"),
        [
            (m("12.5"), "12.5"),
            (part("f", num=m("1"), den=m("2")), "1/2"),
            (part("f", num=m("a+b"), den=m("2c")), "(a+b)/(2c)"),
            (m("2") + part("f", num=m("1"), den=m("2")), "2 1/2"),
            (part("f", num=m("1"), den=m("2")) + m("x"), "1/2 x"),
            (part("f", num=m("dose"), den=m("weight")), "dose/weight"),
            (part("sSup", e=m("10"), sup=m("6")), "10⁶"),
            (part("sSup", e=m("x"), sup=m("n+1")), "xⁿ⁺¹"),
            (part("sSup", e=m("e"), sup=m("2x")), "e^(2x)"),
            (part("sSup", e=m("x"), sup=m("a")) + m("b"), "x^a b"),
            (part("sSup", e=m("a+b"), sup=m("2")), "(a+b)²"),
            (part("sSub", e=m("x"), sub=m("max")), "x_max"),
            (part("sSub", e=m("C"), sub=m("1")) + m("V"), "C₁ V"),
            (part("sSubSup", e=m("x"), sub=m("1"), sup=m("2")), "x₁²"),
            (part("sPre", sub=m("6"), sup=m("14"), e=m("C")), "¹⁴₆C"),
            (
                "<m:rad>" + said("rad", degHide="1") + "<m:deg/>" + f"<m:e>{m('x')}</m:e></m:rad>",
                "√x",
            ),
            (part("rad", deg="", e=m("x+1")), "√(x+1)"),
            (part("rad", deg=m("3"), e=m("27")), "∛27"),
            (part("rad", deg=m("n"), e=m("x")), "ⁿ√x"),
            (
                f"<m:nary>{said('nary', chr='∑')}<m:sub>{m('i=1')}</m:sub><m:sup>{m('n')}</m:sup>"
                f"<m:e>{part('sSub', e=m('x'), sub=m('i'))}</m:e></m:nary>",
                "∑_(i=1)ⁿ x_i",
            ),
            (part("nary", sub=m("0"), sup=m("1"), e=m("f")), "∫₀¹ f"),
            (part("d", e=m("a, b")), "(a, b)"),
            (f"<m:d>{said('d', begChr='[', endChr='[')}<m:e>{m('0,1')}</m:e></m:d>", "[0,1["),
            (part("func", fName=m("sin"), e=m("x")), "sin x"),
            (part("func", fName=m("log"), e=part("d", e=m("x"))), "log(x)"),
            (part("func", fName=part("limLow", e=m("lim"), lim=m("x→0")), e=m("f")), "lim_(x→0) f"),
            (
                f"<m:m><m:mr><m:e>{m('a')}</m:e><m:e>{m('b')}</m:e></m:mr>"
                f"<m:mr><m:e>{m('c')}</m:e><m:e>{m('d')}</m:e></m:mr></m:m>",
                "[a, b; c, d]",
            ),
            (f"<m:bar>{said('bar', pos='top')}<m:e>{m('x')}</m:e></m:bar>", "x\u0305"),
            (f"<m:acc>{said('acc', chr='̂')}<m:e>{m('y')}</m:e></m:acc>", "ŷ"),
            (f"<m:phant>{said('phant', show='0')}<m:e>{m('no')}</m:e></m:phant>" + m("yes"), "yes"),
            (f"<m:r>{said('r', scr='double-struck')}<m:t>R</m:t></m:r>", "ℝ"),
            (part("unheardOf", e=m("kept")), "kept"),
            (f"<w:ins>{part('f', num=m('1'), den=m('2'))}</w:ins>", "1/2"),
        ],
    )
    def test_is_written_in_a_line(self, equation: str, expected: str) -> None:
        assert text(math(equation)) == normalised(expected)

    def test_stands_in_its_sentence(self) -> None:
        inside = t("The keel is "), math(m("12.5")), t(" metres long.")
        assert text(*inside) == "The keel is 12.5 metres long."

    def test_a_fraction_never_joins_the_number_before_it(self) -> None:
        half = math(part("f", num=m("1"), den=m("2")))
        assert text(t("Give 2"), half, t(" cups ("), half, t(").")) == "Give 2 1/2 cups (1/2)."

    def test_on_a_line_of_its_own(self) -> None:
        assert text(f"<m:oMathPara>{math(m('a=b'))}</m:oMathPara>") == "a=b"

    @pytest.mark.parametrize("program", ["Equation.3", "Equation.DSMT4"])
    def test_kept_as_a_picture_leaves_a_mark_and_a_remark(self, program: str) -> None:
        document = read(
            p(
                t("The keel is ")
                + r(f'<w:object><o:OLEObject ProgID="{program}"/></w:object>')
                + t(" long.")
            )
        )
        assert document.text == f"The keel is {UNKNOWN} long."
        assert document.remark == "a formula kept as a picture is not written"


PICTURE = (
    "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></w:r>"
)


class TestPictures:
    def test_one_inside_a_sentence_leaves_a_mark_and_a_remark(self) -> None:
        document = read(p(t("The dose is ") + PICTURE + t(" a day.")))
        assert document.text == f"The dose is {UNKNOWN} a day."
        assert document.remark == "a picture inside a sentence is not written"

    @pytest.mark.parametrize(
        "inside", [PICTURE, PICTURE + t("Figure 1. A boat."), t("A boat is drawn here. ") + PICTURE]
    )
    def test_others_leave_nothing(self, inside: str) -> None:
        assert read(p(t("Boats.")) + p(inside)).remark is None

    def test_an_embedded_sheet_leaves_a_mark_and_a_remark(self) -> None:
        document = read(p(r('<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>')))
        assert document.text == UNKNOWN
        assert document.remark == "an embedded object (Excel.Sheet.12) is not read"

    def test_another_document_inside_leaves_a_mark_and_a_remark(self) -> None:
        document = read(p(t("One.")) + '<w:altChunk r:id="x"/>' + p(t("Two.")))
        assert document.text == f"One.\n\n{UNKNOWN}\n\nTwo."
        assert document.remark == "a part that is kept as another document inside it is not read"

    CHART = (
        '<w:drawing><wp:inline><a:graphic><c:chart r:id="c1"/></a:graphic></wp:inline></w:drawing>'
    )

    @staticmethod
    def with_part(body: str, kind: str, content: str) -> Document:
        relation = (
            '<Relationship Id="c1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/{kind}" Target="{kind}/one.xml"/>'
        )
        data = files.docx(body, relation)
        with files.ZipFile(files.io.BytesIO(data)) as archive:
            parts: dict[str, str | bytes] = {
                each: archive.read(each) for each in archive.namelist()
            }
        return docx.read("a.docx", files.archive(parts | {f"word/{kind}/one.xml": content}))

    def test_a_charts_figures_stand_after_its_paragraph(self) -> None:
        def points(*values: str) -> str:
            inside = "".join(
                f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>'
                for place, value in enumerate(values)
            )
            return f"<c:cache>{inside}</c:cache>"

        series = "".join(
            f"<c:ser><c:tx>{points(name)}</c:tx><c:cat>{points('May', 'June')}</c:cat>"
            f"<c:val>{points(*values)}</c:val></c:ser>"
            for name, values in (("Hands", ("4", "6")), ("Boats", ("1", "2")))
        )
        title = "<c:title><c:tx><a:p><a:r><a:t>Crews</a:t></a:r></a:p></c:tx></c:title>"
        chart = (
            f"<c:chartSpace {files.WORD_NAMES}><c:chart>{title}<c:plotArea>{series}</c:plotArea>"
            "</c:chart></c:chartSpace>"
        )
        document = self.with_part(p(t("See:") + r(self.CHART)), "chart", chart)
        assert blocks(document) == [
            "See:",
            "Crews",
            "| Hands | Boats",
            "May | Hands: 4 | Boats: 1",
            "June | Hands: 6 | Boats: 2",
        ]

    def test_a_chart_without_its_figures_leaves_a_mark_and_a_remark(self) -> None:
        document = read(p(t("See:")) + p(r(self.CHART)))
        assert (document.text, document.remark) == (f"See:\n\n{UNKNOWN}", "a chart is not written")

    def test_a_diagrams_words_stand_after_its_paragraph(self) -> None:
        words = "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in ("First", "Then"))
        model = f"<dgm:dataModel {files.WORD_NAMES}><dgm:pt>{words}</dgm:pt></dgm:dataModel>"
        drawing = '<w:drawing><wp:inline><dgm:relIds r:dm="c1"/></wp:inline></w:drawing>'
        document = self.with_part(p(t("See:") + r(drawing)), "diagramData", model)
        assert blocks(document) == ["See:", "First", "Then"]


class TestTextBoxes:
    BOX = f"<w:txbxContent>{p(t('In the box.'))}</w:txbxContent>"

    def test_kept_in_two_forms_is_read_once_and_after_its_paragraph(self) -> None:
        both = (
            f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:txbx>'
            f"{self.BOX}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f"<v:textbox>{self.BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        )
        assert (
            text(t("A sentence "), r(both), t("goes on.")) == "A sentence goes on.\n\nIn the box."
        )

    def test_the_second_form_is_read_where_the_first_has_no_words(self) -> None:
        both = (
            '<mc:AlternateContent><mc:Choice Requires="new"><x:new/></mc:Choice><mc:Fallback>'
            f"<w:pict><v:textbox>{self.BOX}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent>"
        )
        assert text(r(both)) == "In the box."

    def test_letters_drawn_as_a_shape_are_text(self) -> None:
        assert (
            text(r('<w:pict><v:shape><v:textpath string="A sign"/></v:shape></w:pict>')) == "A sign"
        )


class TestChanges:
    def test_moved_text_stands_once_where_it_went(self) -> None:
        body = (
            p(t("Rent is due."))
            + p(f"<w:moveFrom>{t('The deposit is paid back.')}</w:moveFrom>")
            + p(t("Pets need consent."))
            + p(f"<w:moveTo>{t('The deposit is paid back.')}</w:moveTo>")
        )
        assert blocks(read(body)) == [
            "Rent is due.",
            "Pets need consent.",
            "The deposit is paid back.",
        ]

    def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(self) -> None:
        body = p(t("The deposit is "), "<w:rPr><w:del/></w:rPr>") + p(t("paid back."))
        assert blocks(read(body)) == ["The deposit is paid back."]

    def test_deleted_rows_are_left_out(self) -> None:
        body = table(row("a", "b"), row("c", "d", properties="<w:del/>"))
        assert blocks(read(body)) == ["a | b"]


class TestFields:
    @staticmethod
    def field(instruction: str, result: str = "", data: str = "") -> str:
        separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' if result else ""
        return (
            f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
            f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}{result}"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    @pytest.mark.parametrize(
        ("instruction", "result", "expected"),
        [
            ("REF clause", t("2.2"), "2.2"),
            ("PAGE", "", ""),
            ('SYMBOL 109 \\f "Symbol"', "", "µ"),
            ("SYMBOL 0xB3 \\f Symbol", "", "≥"),
            ("MACROBUTTON NoMacro [the name]", "", "[the name]"),
            ('XE "lamps"', "", ""),
            ("EQ \\f(1,2)", "", "1/2"),
            ("EQ x\\s\\up6(2)", "", "x²"),
            ("EQ \\r(3,x+1)", "", "∛(x+1)"),
            ("EQ \\b\\lc\\{\\rc\\}(a,b)", "", "{a, b}"),
            ("EQ \\i\\su(i=1,n,x)", "", "∑_(i=1)ⁿ x"),
            ("EQ \\o\\al(\\s\\up 10(とう),灯)", "", "灯(とう)"),
        ],
    )
    def test_the_result_is_text_and_the_instruction_only_where_it_is_shown(
        self, instruction: str, result: str, expected: str
    ) -> None:
        field = self.field(instruction, result)
        assert text(t("a ["), field, t("] b")) == f"a [{expected}] b"

    def test_a_field_that_another_computes_with_is_no_text(self) -> None:
        inner = self.field("PAGE", t("7"))
        outer = self.field(f"IF </w:instrText></w:r>{inner}<w:r><w:instrText> = 7", t("yes"))
        assert text(outer) == "yes"

    def test_a_field_that_never_ends_swallows_nothing(self) -> None:
        begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        assert read(p(begun + t("One.")) + p(t("Two."))).text == "One.\n\nTwo."

    @pytest.mark.parametrize("instruction", ["EQ \\zz(1)", "LISTNUM", "AUTONUM", "FORMCHECKBOX"])
    def test_what_only_the_field_shows_leaves_a_mark_and_a_remark(self, instruction: str) -> None:
        document = read(p(t("a ") + self.field(instruction)))
        assert document.text == f"a {UNKNOWN}"
        assert "field" in (document.remark or "")

    @pytest.mark.parametrize(
        ("box", "sign"),
        [
            ("<w:checked/>", "☒"),
            ('<w:checked w:val="0"/>', "☐"),
            ('<w:default w:val="1"/>', "☒"),
            ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"),
        ],
    )
    def test_boxes_of_a_form(self, box: str, sign: str) -> None:
        data = f"<w:ffData><w:checkBox>{box}</w:checkBox></w:ffData>"
        assert text(t("Paid: "), self.field("FORMCHECKBOX", data=data)) == f"Paid: {sign}"

    def test_what_is_chosen_of_a_list(self) -> None:
        entries = '<w:listEntry w:val="oak"/><w:listEntry w:val="elm"/>'
        data = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
        assert text(t("Wood: "), self.field("FORMDROPDOWN", data=data)) == "Wood: elm"

    @pytest.mark.parametrize(("state", "sign"), [("1", "☒"), ("0", "☐"), ("true", "☒")])
    def test_boxes_of_content_controls(self, state: str, sign: str) -> None:
        box = (
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>'
            f"</w:sdtPr><w:sdtContent>{t('o')}</w:sdtContent></w:sdt>"
        )
        assert text(box, t(" paid")) == f"{sign} paid"


class TestContainers:
    @pytest.mark.parametrize(
        "around",
        [
            "<w:hyperlink>{}</w:hyperlink>",
            "<w:ins>{}</w:ins>",
            "<w:smartTag><w:smartTagPr/>{}</w:smartTag>",
            "<w:customXml><w:customXmlPr/>{}</w:customXml>",
            '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
            "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
            "<w:dir>{}</w:dir>",
            "<x:unheard-of>{}</x:unheard-of>",
            "<w:unheardOf>{}</w:unheardOf>",
            "<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>",
        ],
    )
    def test_swallow_no_words(self, around: str) -> None:
        assert text(t("one "), around.format(t("two")), t(" three")) == "one two three"
        assert read(p(t("one")) + around.format(p(t("two")))).text == "one\n\ntwo"

    def test_the_reading_of_a_word_stands_after_it(self) -> None:
        reading, base = f"<w:rt>{t('とう')}</w:rt>", f"<w:rubyBase>{t('灯')}</w:rubyBase>"
        assert text(r(f"<w:ruby><w:rubyPr/>{reading}{base}</w:ruby>"), t("は")) == "灯(とう)は"


def style(key: str, name: str, inside: str = "", kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{inside}</w:style>'


def of(key: str) -> str:
    return f'<w:pStyle w:val="{key}"/>'


def in_list(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(number: int, text: str, kind: str = "decimal", more: str = "") -> str:
    start = "" if "<w:start" in more else '<w:start w:val="1"/>'
    inside = f'{start}<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>{more}'
    return f'<w:lvl w:ilvl="{number}">{inside}</w:lvl>'


def numbering(*levels: str, number: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{number}</w:num>'
    )


class TestNumbers:
    def test_clauses_have_the_numbers_that_word_prints(self) -> None:
        body = "".join(
            p(t(words), in_list(1, depth))
            for words, depth in (
                ("Use", 0),
                ("Canoes.", 1),
                ("Keys.", 1),
                ("Fees", 0),
                ("Late.", 1),
            )
        )
        levels = level(0, "%1."), level(1, "%1.%2")
        assert blocks(read(body, numbering=numbering(*levels))) == [
            "1. Use", "1.1 Canoes.", "1.2 Keys.", "2. Fees", "2.1 Late.",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("kind", "pattern", "expected"),
        [
            ("lowerRoman", "(%1)", ["(i)", "(ii)", "(iii)"]),
            ("upperRoman", "%1.", ["I.", "II.", "III."]),
            ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
            ("upperLetter", "%1.", ["A.", "B.", "C."]),
            ("decimalZero", "%1", ["01", "02", "03"]),
            ("ordinal", "%1", ["1st", "2nd", "3rd"]),
            ("ordinalText", "%1:", ["First:", "Second:", "Third:"]),
            ("cardinalText", "%1:", ["One:", "Two:", "Three:"]),
            ("decimal", "Article %1.", ["Article 1.", "Article 2.", "Article 3."]),
            ("decimal", "§ %1", ["§ 1", "§ 2", "§ 3"]),
            ("bullet", "\uf0b7", ["•", "•", "•"]),
            ("bullet", "o", ["•", "•", "•"]),
            ("bullet", "☐", ["☐", "☐", "☐"]),
        ],
    )
    def test_of_every_kind(self, kind: str, pattern: str, expected: list[str]) -> None:
        body = "".join(p(t("oar"), in_list(1)) for _ in range(3))
        document = read(body, numbering=numbering(level(0, pattern, kind)))
        assert blocks(document) == [f"{marker} oar" for marker in expected]

    def test_of_an_unknown_kind_are_decimal_with_a_remark(self) -> None:
        document = read(
            p(t("oar"), in_list(1)), numbering=numbering(level(0, "%1.", "thaiLetters"))
        )
        assert document.text == "1. oar"
        assert document.remark == "numbers of a list (thaiLetters) are written as 1, 2, 3"

    @pytest.mark.parametrize(("said", "first"), [('<w:start w:val="4"/>', 4), ("<w:start/>", 0)])
    def test_start_where_the_list_says_or_at_nought(self, said: str, first: int) -> None:
        start = numbering(level(0, "%1.", more=said))
        assert read(p(t("oar"), in_list(1)), numbering=start).text == f"{first}. oar"

    def test_below_a_level_that_was_never_used_show_its_first(self) -> None:
        body = "".join(p(t("oar"), in_list(1, depth)) for depth in (1, 1, 0, 1))
        found = blocks(read(body, numbering=numbering(level(0, "%1."), level(1, "%1.%2"))))
        assert [words.split()[0] for words in found] == ["1.1", "1.2", "1.", "1.1"]

    def test_begin_anew_where_a_second_list_of_the_kind_does(self) -> None:
        second = (
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
        )
        body = "".join(p(t("oar"), in_list(number)) for number in (1, 1, 2, 2, 3))
        found = blocks(read(body, numbering=numbering(level(0, "%1.")) + second))
        assert [words.split()[0] for words in found] == ["1.", "2.", "1.", "2.", "3."]

    def test_deeper_levels_begin_anew_unless_they_go_on(self) -> None:
        levels = level(0, "%1."), level(1, "%2)"), level(2, "%3-", more='<w:lvlRestart w:val="0"/>')
        depths = (0, 1, 1, 2, 0, 1, 2)
        body = "".join(p(t("oar"), in_list(1, depth)) for depth in depths)
        found = blocks(read(body, numbering=numbering(*levels)))
        assert [words.split()[0] for words in found] == ["1.", "1)", "2)", "1-", "2.", "1)", "2-"]

    def test_legal_numbers_are_decimal_on_every_level(self) -> None:
        levels = level(0, "Article %1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")
        body = p(t("Use"), in_list(1)) + p(t("Keys."), in_list(1, 1))
        assert blocks(read(body, numbering=numbering(*levels))) == ["Article I. Use", "1.1 Keys."]

    def test_of_headings_come_from_their_style_and_stand_in_them(self) -> None:
        styles = style("H1", "heading 1", f"<w:pPr>{in_list(1)}</w:pPr>") + style(
            "H2", "heading 2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        )
        levels = level(0, "%1", more=of("H1")), level(1, "%1.%2", more=of("H2"))
        body = p(t("Use"), of("H1")) + p(t("Canoes"), of("H2")) + p(t("Keys"), of("H2"))
        document = read(body, styles=styles, numbering=numbering(*levels))
        assert [each.label for each in document.headings] == ["1 Use", "1.1 Canoes", "1.2 Keys"]

    def test_are_switched_off_by_the_list_zero(self) -> None:
        styles = style("L", "List Number", f"<w:pPr>{in_list(1)}</w:pPr>")
        body = p(t("One."), of("L")) + p(t("Plain."), of("L") + in_list(0)) + p(t("Two."), of("L"))
        document = read(body, styles=styles, numbering=numbering(level(0, "%1.")))
        assert blocks(document) == ["1. One.", "Plain.", "2. Two."]

    def test_count_no_paragraph_that_was_deleted(self) -> None:
        gone = p(f"<w:del>{t('Gone')}</w:del>", in_list(1) + "<w:rPr><w:del/></w:rPr>")
        body = p(t("One."), in_list(1)) + gone + p(t("Two."), in_list(1))
        assert blocks(read(body, numbering=numbering(level(0, "%1.")))) == ["1. One.", "2. Two."]

    def test_of_a_list_that_a_style_of_lists_describes(self) -> None:
        linked = (
            '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="7">{level(0, "%1)")}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        )
        kept = style("S", "Clauses", f"<w:pPr>{in_list(2)}</w:pPr>", "numbering")
        assert read(p(t("oar"), in_list(1)), numbering=linked, styles=kept).text == "1) oar"


class TestHeadings:
    def test_a_style_based_on_a_heading_is_one(self) -> None:
        styles = style("H", "heading 2") + style("Mine", "Mine", '<w:basedOn w:val="H"/>')
        document = read(p(t("Lamps"), of("Mine")) + p(t("They burn.")), styles=styles)
        assert [(each.level, each.label) for each in document.headings] == [(2, "Lamps")]

    def test_an_outline_level_makes_one_and_takes_it_back(self) -> None:
        styles = style("U", "Überschrift 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
        body = p(t("Lampen"), of("U")) + p(t("Kein."), of("U") + '<w:outlineLvl w:val="9"/>')
        document = read(body, styles=styles)
        assert [each.label for each in document.headings] == ["Lampen"]
        assert blocks(document) == ["Kein."]

    def test_a_clause_as_long_as_a_paragraph_is_text(self) -> None:
        clause = "The tenant keeps the boathouse and all that is in it clean and dry. " * 4
        document = read(p(t(clause), of("H")), styles=style("H", "heading 2"))
        assert (document.headings, blocks(document)) == ((), [clause.strip()])


def cell(inside: str, properties: str = "") -> str:
    inside = inside if inside.startswith("<") else p(t(inside) if inside else "")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


class TestTables:
    def test_a_marked_head_names_the_columns_of_each_row(self) -> None:
        body = table(
            row("Tea", "Dose", properties="<w:tblHeader/>"), row("Yew", "15"), row("Elm", "")
        )
        assert blocks(read(body)) == ["Tea | Dose", "Tea: Yew | Dose: 15", "Tea: Elm | Dose:"]

    def test_a_bold_first_row_is_a_head(self) -> None:
        bold = row(*(cell(p(t(words, "<w:b/>"))) for words in ("Tea", "Dose")))
        assert blocks(read(table(bold, row("Yew", "much")))) == [
            "Tea | Dose",
            "Tea: Yew | Dose: much",
        ]

    def test_a_first_row_that_the_style_sets_apart_is_a_head(self) -> None:
        styles = style("T", "Grid", '<w:tblStylePr w:type="firstRow"/>', "table")
        look = '<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/>'
        body = table(row("Tea", "Dose"), row("Yew", "much"), properties=look)
        assert blocks(read(body, styles=styles)) == ["Tea | Dose", "Tea: Yew | Dose: much"]

    def test_empty_cells_keep_their_place(self) -> None:
        assert blocks(read(table(row("a", "", "c"), row("", "e", "f")))) == ["a | | c", "| e | f"]

    def test_a_cell_merged_over_rows_stands_in_each(self) -> None:
        body = table(
            row("Boat", "Month", "Hands"),
            row(cell("Heron", BEGINS), "May", "4"),
            row(cell("", GOES_ON), "June", "6"),
            row("Petrel", "May", "2"),
        )
        assert blocks(read(body))[1:] == [
            "Boat: Heron | Month: May | Hands: 4",
            "Boat: Heron | Month: June | Hands: 6",
            "Boat: Petrel | Month: May | Hands: 2",
        ]

    def test_a_cell_merged_over_columns_has_the_names_of_all(self) -> None:
        head = row("Tea", "May", "June", properties="<w:tblHeader/>")
        body = table(head, row("Yew", cell("15", '<w:gridSpan w:val="2"/>')))
        assert blocks(read(body))[1] == "Tea: Yew | May / June: 15"

    def test_words_in_a_cell_that_was_merged_are_not_lost(self) -> None:
        body = table(row(cell("Heron", BEGINS), "May"), row(cell("Tern", GOES_ON), "June"))
        assert blocks(read(body)) == ["Heron | May", "Tern | June"]

    def test_a_row_that_begins_further_in_keeps_its_columns(self) -> None:
        head = row("Tea", "May", "June", properties="<w:tblHeader/>")
        body = table(head, row("4", "6", properties='<w:gridBefore w:val="1"/>'))
        assert blocks(read(body))[1] == "Tea: | May: 4 | June: 6"

    def test_a_table_in_a_cell_is_written_once_on_its_line(self) -> None:
        inner = table(row("Low", "04:10"), row("High", "10:25"))
        body = table(row("Monday", cell(p(t("Times:")) + inner + p(""))), row("Tuesday", "None"))
        assert blocks(read(body)) == ["Monday | Times: Low, 04:10; High, 10:25", "Tuesday | None"]

    def test_one_column_is_layout(self) -> None:
        inner = table(row("Low", "04:10"))
        body = table(row(cell(p(t("One.")) + p(t("Two.")))), row(cell(inner + p(""))))
        assert blocks(read(body)) == ["One.", "Two.", "Low | 04:10"]

    def test_headings_in_cells_make_it_layout(self) -> None:
        inside = cell(p(t("Lamps"), of("H")) + p(t("They burn.")))
        document = read(table(row(inside, "Beside.")), styles=style("H", "heading 1"))
        assert [each.label for each in document.headings] == ["Lamps"]
        assert blocks(document) == ["They burn.", "Beside."]

    def test_rows_and_cells_inside_controls_are_read(self) -> None:
        around = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
        made = f"<w:tr>{cell('a')}{around.format(cell('b'))}</w:tr>"
        assert blocks(read(table(around.format(made), row("c", "d")))) == ["a | b", "c | d"]


def notes(kind: str, **bodies: str) -> str:
    mark = f"<w:r><w:rPr>{RAISED}</w:rPr><w:{kind}Ref/></w:r>"
    return "".join(
        f'<w:{kind} w:id="{key.strip("n")}">{p(mark + t(" " + words))}</w:{kind}>'
        for key, words in bodies.items()
    )


def refer(kind: str, key: int, more: str = "") -> str:
    return r(f'<w:{kind}Reference w:id="{key}" {more}/>')


class TestNotes:
    def test_a_mark_never_joins_a_figure_and_its_note_has_the_same(self) -> None:
        body = p(t("The dose is 15") + refer("footnote", 9) + t(" mg."))
        document = read(body, footnotes=notes("footnote", n9="For adults."))
        assert blocks(document) == ["The dose is 15¹ mg.", "¹ For adults."]

    def test_footnotes_stand_at_the_end_of_their_section(self) -> None:
        styles = style("H", "heading 1")
        body = (
            p(t("Lamps"), of("H")) + p(t("They burn.") + refer("footnote", 2))
            + p(t("Oars"), of("H")) + p(t("They row.") + refer("footnote", 3))
        )  # fmt: skip
        kept = notes("footnote", n2="With oil.", n3="By hand.")
        assert read(body, styles=styles, footnotes=kept).text == (
            "Lamps\n\nThey burn.¹\n\n¹ With oil.\n\nOars\n\nThey row.²\n\n² By hand."
        )

    def test_endnotes_have_small_roman_numbers_unless_the_file_says_otherwise(self) -> None:
        body = p(t("One.") + refer("endnote", 2)) + p(t("Two.") + refer("endnote", 3))
        kept = notes("endnote", n2="First.", n3="Second.")
        assert read(body, endnotes=kept).text == "One.ⁱ\n\nTwo.ⁱⁱ\n\nⁱ First.\n\nⁱⁱ Second."
        settings = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
        assert read(body, endnotes=kept, settings=settings).text.startswith("One.¹")

    def test_a_note_with_a_mark_of_its_own_has_no_number(self) -> None:
        own = refer("footnote", 2, 'w:customMarkFollows="1"') + t("*", RAISED)
        kept = f'<w:footnote w:id="2">{p(t("* For adults."))}</w:footnote>'
        assert read(p(t("15") + own + t(" mg.")), footnotes=kept).text == "15* mg.\n\n* For adults."

    def test_comments_are_left_out(self) -> None:
        body = p(t("Seen.") + r('<w:commentReference w:id="1"/>'))
        kept = f'<w:comment w:id="1">{p(t("Unseen."))}</w:comment>'
        assert read(body, comments=kept).text == "Seen."


class TestFiles:
    STRICT = (
        ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
         "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/math",
         "http://purl.oclc.org/ooxml/officeDocument/math"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
         "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip

    def test_strict_files_are_read_like_others(self) -> None:
        body = (
            p(t("Lamps"), of("H"))
            + p(t("15"), in_list(1))
            + p(math(part("f", num=m("1"), den=m("2"))))
        )
        data = files.docx(
            body, styles=style("H", "heading 1"), numbering=numbering(level(0, "%1)"))
        )
        with files.ZipFile(files.io.BytesIO(data)) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        for usual, strict in self.STRICT:
            parts = {name: content.replace(usual, strict) for name, content in parts.items()}
        document = docx.read("a.docx", files.archive(parts))
        assert document.text == "Lamps\n\n1) 15\n\n1/2"

    @pytest.mark.parametrize("target", ["NULL", "media/gone.png", "#_top", "../../x", ""])
    def test_references_to_nothing_stop_no_reading(self, target: str) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        relations = "".join(
            f'<Relationship Id="x{number}" Type="{kind}/{name}" Target="{target}"/>'
            for number, name in enumerate(("image", "styles", "footnotes", "hyperlink"))
        )
        document = docx.read("a.docx", files.docx(p(t("Read.")), relations))
        assert (document.text, document.remark) == ("Read.", None)

    def test_a_damaged_part_beside_the_text_is_remarked_on(self) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        data = files.docx(
            p(t("Read.")), f'<Relationship Id="x" Type="{kind}/styles" Target="s.xml"/>'
        )
        with files.ZipFile(files.io.BytesIO(data)) as archive:
            parts: dict[str, str | bytes] = {
                name: archive.read(name) for name in archive.namelist()
            }
        document = docx.read("a.docx", files.archive(parts | {"word/s.xml": "<torn"}))
        assert document.text == "Read."
        assert document.remark == "its part word/s.xml is damaged and was not read"

    def test_metadata_is_what_the_file_states(self) -> None:
        core = (
            "<dc:title>On Lamps</dc:title><dc:creator>B. Klein</dc:creator>"
            "<dc:subject>Light</dc:subject><cp:keywords>wick, oil; tar</cp:keywords>"
            "<dcterms:created>2014-03-02T10:00:00Z</dcterms:created>"
        )
        document = docx.read("a.docx", files.docx(p(t("Read.")), core=core))
        assert (document.title, document.author, document.date) == (
            "On Lamps",
            "B. Klein",
            "2014-03-02",
        )
        assert document.keywords == ("wick", "oil", "tar", "Light")

    def test_a_file_without_properties_has_none(self) -> None:
        document = read(p(t("Read.")))
        assert (document.title, document.author, document.date) == (None, None, None)

    def test_a_numbered_first_heading_is_no_title(self) -> None:
        body = p(t("Use"), of("H") + in_list(1)) + p(t("Read."))
        document = read(body, styles=style("H", "heading 1"), numbering=numbering(level(0, "%1.")))
        assert (document.title, document.headings[0].label) == (None, "1. Use")

    @pytest.mark.parametrize(
        ("inside", "reason"),
        [
            ("EncryptedPackage", "locked with a password; save it without one"),
            (
                "WordDocument",
                "an older Word document (.doc), whatever its name says; save it as .docx",
            ),
        ],
    )
    def test_a_locked_or_older_file_is_named(self, inside: str, reason: str) -> None:
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + inside.encode("utf-16-le")
        with pytest.raises(Unreadable) as refused:
            docx.read("a.docx", data)
        assert str(refused.value) == reason


WORDS = st.text(st.sampled_from("aZ059µ≥±°½→€é漢"), min_size=1, max_size=6)
AROUND = st.sampled_from(
    [
        "{}",
        "<x:unheard-of>{}</x:unheard-of>",
        "<w:unheardOf>{}</w:unheardOf>",
        "<w:ins>{}</w:ins>",
        "<w:hyperlink>{}</w:hyperlink>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>",
        "<x:a><w:b><x:c>{}</x:c></w:b></x:a>",
    ]
)
LOOKS = st.sampled_from(["", STRUCK, "<w:b/>", "<w:caps/>", "<w:smallCaps/>"])


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A body, and the words in it."""
    made, said = "", []
    for _ in range(draw(st.integers(1, 5))):
        runs = ""
        for words in draw(st.lists(WORDS, min_size=1, max_size=4)):
            runs += draw(AROUND).format(t(f" {words} ", draw(LOOKS)))
            said.append(words)
        inside = p(runs)
        if draw(st.booleans()):
            inside = table(f"<w:tr>{draw(AROUND).format(cell(inside))}{cell('x')}</w:tr>")
            said.append("x")
        made += draw(AROUND).format(inside)
    return made, said


@given(bodies())
@settings(max_examples=100)
def test_all_words_are_read_once_and_in_order_whatever_is_around_them(
    body: tuple[str, list[str]],
) -> None:
    made, said = body
    found = read(made).text.replace("~~", "").replace("|", " ").split()
    assert found == normalised(" ".join(said)).split()
