"""OpenDocument texts: what is printed is in the text, as it is printed."""

import files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import odt
from ingest.readers.normalise import UNKNOWN, normalised


def read(body: str, styles: str = "", meta: str = "", **objects: str) -> Document:
    return odt.read("a.odt", files.odt(body, meta, styles, **objects))


def p(inside: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def span(inside: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{inside}</text:span>'


def text(inside: str, styles: str = "", **objects: str) -> str:
    return read(p(inside), styles, **objects).text


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def style(name: str, properties: str = "", family: str = "text", more: str = "") -> str:
    inside = f"<style:text-properties {properties}/>"
    return f'<style:style style:name="{name}" style:family="{family}" {more}>{inside}</style:style>'


class TestSigns:
    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            ("a<text:s/>b", "a b"),
            ('a<text:s text:c="3"/>b', "a b"),
            ("a<text:tab/>b", "a b"),
            ("a<text:line-break/>b", "a\nb"),
            ("a\n   b", "a b"),
            ("a<text:soft-page-break/>b", "ab"),
            ("1‑24 hours", "1-24 hours"),
            ('<text:bookmark-start text:name="x"/>a<text:bookmark-end/> b', "a b"),
            ('<text:page-number text:select-page="current">7</text:page-number>', "7"),
            ('<text:a xlink:href="http://a.b">here</text:a>', "here"),
            ("<text:placeholder>the name</text:placeholder>", "the name"),
            ('<text:conditional-text text:condition="x">shown</text:conditional-text>', "shown"),
            (
                '<text:drop-down><text:label text:value="oak"/>'
                '<text:label text:value="elm"/>elm</text:drop-down>',
                "elm",
            ),
            ("<text:meta>one <text:meta-field>two</text:meta-field></text:meta>", "one two"),
            ("<x:unheard-of>one <x:more>two</x:more></x:unheard-of> three", "one two three"),
            ("<text:script>alert()</text:script>a", "a"),
            ("a<office:annotation><text:p>Unseen.</text:p></office:annotation>", "a"),
        ],
    )  # fmt: skip
    def test_what_elements_stand_for(self, inside: str, expected: str) -> None:
        assert text(inside) == expected

    @pytest.mark.parametrize("letter", ["m", "\uf06d"])
    def test_letters_in_a_symbol_font_are_what_it_draws(self, letter: str) -> None:
        face = (
            '</office:automatic-styles><office:font-face-decls><style:font-face style:name="S1" '
            "svg:font-family=\"'Symbol'\"/></office:font-face-decls><office:automatic-styles>"
        )
        styles = face + style("T1", 'style:font-name="S1"')
        assert text(f"5 {span(letter, 'T1')}g", styles) == "5 µg"

    def test_a_sign_without_a_table_leaves_a_mark_and_a_remark(self) -> None:
        document = read(p(span("\uf06d", "T1")), style("T1", 'fo:font-family="Arial"'))
        assert document.text == UNKNOWN
        assert document.remark == "signs of the font Arial are not known"

    def test_a_reading_stands_after_its_word(self) -> None:
        ruby = "<text:ruby-base>灯</text:ruby-base><text:ruby-text>とう</text:ruby-text>"
        assert text(f"<text:ruby>{ruby}</text:ruby>は") == "灯(とう)は"


RAISED = style("H", 'style:text-position="super 58%"')
LOWERED = style("L", 'style:text-position="-20% 58%"')
STRUCK = style("S", 'style:text-line-through-style="solid"')
HIDDEN = style("N", 'text:display="none"')


class TestLooks:
    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            (f"10{span('6', 'H')} grains", "10⁶ grains"),
            (f"10{span('−', 'H')}{span('6', 'H')}", "10⁻⁶"),
            (f"H{span('2', 'L')}O", "H₂O"),
            (f"x{span('max', 'L')}", "x_max"),
            (f"is {span('30 crowns', 'S')} 40", "is ~~30 crowns~~ 40"),
            (span(f"10{span('6', 'H')}", "S"), "~~10⁶~~"),
            (f"the 1{span('st', 'H')} day", "the 1st day"),
        ],
    )
    def test_are_told_apart(self, inside: str, expected: str) -> None:
        assert text(inside, RAISED + LOWERED + STRUCK) == expected

    def test_come_from_the_style_that_a_style_is_made_from(self) -> None:
        made = style("M", "", more='style:parent-style-name="H"')
        assert text(f"10{span('6', 'M')}", RAISED + made) == "10⁶"

    @pytest.mark.parametrize(
        "hidden",
        [
            span("Unseen.", "N"),
            '<text:hidden-text text:is-hidden="true">Unseen.</text:hidden-text>',
        ],
    )
    def test_hidden_text_is_left_out_with_a_remark(self, hidden: str) -> None:
        document = read(p(f"Seen. {hidden}"), HIDDEN)
        assert (document.text, document.remark) == ("Seen.", "hidden text is left out")

    def test_deleted_text_is_left_out(self) -> None:
        kept = (
            "<text:tracked-changes><text:changed-region><text:deletion>"
            f"{p('Gone.')}</text:deletion></text:changed-region></text:tracked-changes>"
        )
        assert read(kept + p('Here<text:change text:change-id="c"/>.')).text == "Here."


def level(number: int, kind: str = "1", more: str = 'style:num-suffix="."') -> str:
    return f'<text:list-level-style-number text:level="{number}" style:num-format="{kind}" {more}/>'


def bullets(sign: str) -> str:
    return f'<text:list-level-style-bullet text:level="1" text:bullet-char="{sign}"/>'


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def items(*words: str, style: str = "L1", more: str = "") -> str:
    inside = "".join(
        each if each.startswith("<") else f"<text:list-item>{p(each)}</text:list-item>"
        for each in words
    )
    return f'<text:list text:style-name="{style}" {more}>{inside}</text:list>'


def markers(document: Document) -> list[str]:
    return [words.rpartition(" ")[0] for words in blocks(document)]


class TestNumbers:
    @pytest.mark.parametrize(
        ("levels", "expected"),
        [
            (level(1), ["1.", "2.", "3."]),
            (level(1, "a", 'style:num-suffix=")"'), ["a)", "b)", "c)"]),
            (level(1, "I"), ["I.", "II.", "III."]),
            (level(1, "i", 'style:num-prefix="(" style:num-suffix=")"'), ["(i)", "(ii)", "(iii)"]),
            (level(1, "1", 'style:num-prefix="§ "'), ["§ 1", "§ 2", "§ 3"]),
            (level(1, "1", 'text:start-value="4"'), ["4", "5", "6"]),
            (level(1, "1", 'loext:num-list-format="No %1%:"'), ["No 1:", "No 2:", "No 3:"]),
            (bullets("•"), ["•", "•", "•"]),
            (bullets("\uf0b7"), ["•", "•", "•"]),
            (bullets("☐"), ["☐", "☐", "☐"]),
            (level(1, ""), ["", "", ""]),
        ],
    )  # fmt: skip
    def test_of_every_kind(self, levels: str, expected: list[str]) -> None:
        assert markers(read(items("oar", "oar", "oar"), list_style("L1", levels))) == expected

    def test_of_a_kind_that_is_not_known_are_decimal_with_a_remark(self) -> None:
        document = read(items("oar"), list_style("L1", level(1, "ก, ข, ค, ...")))
        assert document.text == "1. oar"
        assert document.remark == "numbers of a list (ก, ข, ค, ...) are written as 1, 2, 3"

    def test_of_levels_are_shown_together_where_the_list_says(self) -> None:
        inner = items("oar", "oar", style="")
        outer = items("oar", f"<text:list-item>{p('oar')}{inner}</text:list-item>")
        levels = level(1), level(2, "1", 'text:display-levels="2"')
        assert markers(read(outer, list_style("L1", *levels))) == ["1.", "2.", "2.1", "2.2"]

    def test_go_on_in_the_next_list_only_where_it_says_so(self) -> None:
        goes_on = items("oar", more='text:continue-numbering="true"')
        body = items("oar", "oar") + p("Between oar") + goes_on + items("oar")
        assert markers(read(body, list_style("L1", level(1)))) == [
            "1.",
            "2.",
            "Between",
            "3.",
            "1.",
        ]

    def test_go_on_from_the_list_that_is_named(self) -> None:
        body = (
            items("oar", more='xml:id="one"')
            + items("oar", more='xml:id="two"')
            + items("oar", more='text:continue-list="one"')
            + items("oar", more='text:continue-list="unknown"')
        )
        assert markers(read(body, list_style("L1", level(1)))) == ["1.", "1.", "2.", "1."]

    def test_begin_where_an_item_says(self) -> None:
        later = f'<text:list-item text:start-value="7">{p("oar")}</text:list-item>'
        assert markers(read(items("oar", later, "oar"), list_style("L1", level(1)))) == [
            "1.", "7.", "8.",
        ]  # fmt: skip

    def test_stand_before_the_first_paragraph_of_an_item_alone(self) -> None:
        item = f"<text:list-item>{p('An oar')}{p('and more')}</text:list-item>"
        head = f"<text:list-header>{p('A head')}</text:list-header>"
        document = read(items(head, item, "Next"), list_style("L1", level(1)))
        assert blocks(document) == ["A head", "1. An oar", "and more", "2. Next"]

    def test_of_numbered_paragraphs_that_stand_in_no_list(self) -> None:
        one = f'<text:numbered-paragraph text:list-id="n" text:style-name="L1">{p("oar")}'
        body = f"{one}</text:numbered-paragraph>" * 2
        assert markers(read(body, list_style("L1", level(1)))) == ["1.", "2."]

    def test_that_a_program_kept_as_printed_are_taken(self) -> None:
        item = f"<text:list-item><text:number>2.b</text:number>{p('oar')}</text:list-item>"
        assert markers(read(items(item), list_style("L1", level(1)))) == ["2.b"]

    def test_of_headings_stand_in_them(self) -> None:
        outline = "".join(
            f'<text:outline-level-style text:level="{number}" style:num-format="1" '
            f'text:display-levels="{number}"/>'
            for number in (1, 2)
        )
        styles = f'<text:outline-style style:name="Outline">{outline}</text:outline-style>'
        body = "".join(
            f'<text:h text:outline-level="{number}" {more}>Oars</text:h>'
            for number, more in (
                (1, ""),
                (2, ""),
                (2, 'text:is-list-header="true"'),
                (2, ""),
                (1, ""),
            )
        )
        labels = [each.label for each in read(body, styles).headings]
        assert labels == ["1 Oars", "1.1 Oars", "Oars", "1.2 Oars", "2 Oars"]


class TestHeadings:
    def test_a_paragraph_in_the_style_title_is_the_title(self) -> None:
        made = style("P1", "", "paragraph", 'style:parent-style-name="Title"')
        named = style("Title", "", "paragraph")
        document = read(p("On Lamps", "P1") + p("They burn."), named + made)
        assert (document.title, document.headings[0].label) == ("On Lamps", "On Lamps")

    def test_a_paragraph_in_the_style_of_a_heading_is_one_also_in_a_list(self) -> None:
        made = style("P1", "", "paragraph", 'style:parent-style-name="Heading_20_2"')
        styles = style("Heading_20_2", "", "paragraph") + made + list_style("L1", level(1))
        item = f"<text:list-item>{p('Oars', 'P1')}</text:list-item>"
        document = read(items(item) + p("They row."), styles)
        assert [(each.level, each.label) for each in document.headings] == [(2, "1. Oars")]

    def test_one_as_long_as_a_paragraph_is_text(self) -> None:
        clause = (
            "The tenant keeps the boathouse clean and dry, and all that is in it. " * 4
        ).strip()
        document = read(f"<text:h>{clause}</text:h>")
        assert (document.headings, blocks(document)) == ((), [clause])


def cell(inside: str, more: str = "") -> str:
    inside = inside if inside.startswith("<") else p(inside) if inside else ""
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def row(*cells: str, more: str = "") -> str:
    made = (each if each.startswith("<table:") else cell(each) for each in cells)
    return f"<table:table-row {more}>{''.join(made)}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table><table:table-column/>{''.join(rows)}</table:table>"


class TestTables:
    def test_a_marked_head_names_the_columns(self) -> None:
        head = f"<table:table-header-rows>{row('Tea', 'Dose')}</table:table-header-rows>"
        body = table(head, row("Yew", "15"), row("Elm", ""))
        assert blocks(read(body)) == ["Tea | Dose", "Tea: Yew | Dose: 15", "Tea: Elm | Dose:"]

    def test_a_first_row_in_the_style_of_heads_is_one(self) -> None:
        named = style("Table_20_Heading", "", "paragraph")
        head = row(*(cell(p(words, "Table_20_Heading")) for words in ("Tea", "Dose")))
        assert blocks(read(table(head, row("Yew", "much")), named))[1] == "Tea: Yew | Dose: much"

    def test_a_bold_first_row_is_one(self) -> None:
        bold = style("B", 'fo:font-weight="bold"')
        head = row(*(cell(p(span(words, "B"))) for words in ("Tea", "Dose")))
        assert blocks(read(table(head, row("Yew", "much")), bold))[1] == "Tea: Yew | Dose: much"

    def test_empty_cells_keep_their_place(self) -> None:
        assert blocks(read(table(row("a", "", "c"), row("", "e", "f")))) == ["a | | c", "| e | f"]

    def test_a_cell_over_rows_stands_in_each(self) -> None:
        merged = cell("Heron", 'table:number-rows-spanned="2"')
        body = table(row(merged, "May"), row(COVERED, "June"), row("Tern", "May"))
        assert blocks(read(body)) == ["Heron | May", "Heron | June", "Tern | May"]

    def test_a_cell_over_columns_has_the_names_of_all(self) -> None:
        head = f"<table:table-header-rows>{row('Tea', 'May', 'June')}</table:table-header-rows>"
        body = table(head, row("Yew", cell("15", 'table:number-columns-spanned="2"'), COVERED))
        assert blocks(read(body))[1] == "Tea: Yew | May / June: 15"

    def test_repeated_cells_and_rows_are_written_out_within_bounds(self) -> None:
        twice = cell("x", 'table:number-columns-repeated="2"')
        body = table(row("a", twice), row("b", "c", "d", more='table:number-rows-repeated="2"'))
        assert blocks(read(body)) == ["a | x | x", "b | c | d", "b | c | d"]
        most = 'table:number-columns-repeated="16384"'
        empty = row(cell("", most), more='table:number-rows-repeated="1048576"')
        assert blocks(read(table(row("a", "b", cell("", most)), empty))) == ["a | b"]

    def test_a_table_in_a_cell_is_written_once_on_its_line(self) -> None:
        inner = table(row("Low", "04:10"), row("High", "10:25"))
        body = table(row("Monday", cell(p("Times:") + inner)), row("Tuesday", "None"))
        assert blocks(read(body)) == ["Monday | Times: Low, 04:10; High, 10:25", "Tuesday | None"]


def note(mark: str, words: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{p(words)}</text:note-body></text:note>"
    )


class TestNotes:
    def test_a_mark_never_joins_a_figure_and_its_note_has_the_same(self) -> None:
        document = read(p(f"The dose is 15{note('1', 'For adults.')} mg."))
        assert blocks(document) == ["The dose is 15¹ mg.", "¹ For adults."]

    def test_footnotes_end_their_section_and_endnotes_the_text(self) -> None:
        body = (
            f"<text:h>Lamps</text:h>{p('They burn.' + note('i', 'At last.', 'endnote'))}"
            f"{p('With oil.' + note('1', 'Or tar.'))}<text:h>Oars</text:h>{p('They row.')}"
        )
        assert read(body).text == (
            "Lamps\n\nThey burn.ⁱ\n\nWith oil.¹\n\n¹ Or tar.\n\nOars\n\nThey row.\n\nⁱ At last."
        )


def frame(inside: str, more: str = "") -> str:
    return f"<draw:frame {more}>{inside}</draw:frame>"


FORMULA = '<draw:object xlink:href="./Object 1"/><draw:image/>'
HALF = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac>'
    "<annotation>1 over 2</annotation></semantics></math>"
)


class TestFrames:
    def test_a_formula_stands_in_its_sentence(self) -> None:
        inside = f"Give 2{frame(FORMULA)} cups."
        assert text(inside, **{"Object 1": HALF}) == "Give 2 1/2 cups."

    def test_an_object_that_cannot_be_read_leaves_a_mark_and_a_remark(self) -> None:
        for inside in (FORMULA, "<draw:object-ole/><draw:image/>"):
            document = read(p(f"The keel is {frame(inside)} long."))
            assert document.text == f"The keel is {UNKNOWN} long."
            assert document.remark == "an embedded object is not read"

    def test_a_charts_table_stands_after_its_paragraph(self) -> None:
        chart = (
            "<office:document-content NAMES><office:body><office:chart>"
            f"{table(row('Year', 'Hands'), row('2019', '4'))}"
            "</office:chart></office:body></office:document-content>"
        )
        inside = f"See the chart.{frame(FORMULA)}"
        assert text(inside, **{"Object 1": chart}) == "See the chart.\n\nYear | Hands\n2019 | 4"

    def test_a_text_box_stands_after_its_paragraph(self) -> None:
        box = frame(f"<draw:text-box>{p('In the box.')}</draw:text-box>")
        assert text(f"A sentence {box}goes on.") == "A sentence goes on.\n\nIn the box."
        shape = f"<draw:custom-shape>{p('In the shape.')}</draw:custom-shape>"
        assert text(f"A sentence {shape}goes on.") == "A sentence goes on.\n\nIn the shape."

    def test_a_picture_inside_a_sentence_leaves_a_mark_and_a_remark(self) -> None:
        picture = frame("<draw:image/><svg:desc>a boat</svg:desc>", 'text:anchor-type="as-char"')
        document = read(p(f"The dose is {picture} a day.") + p(picture))
        assert document.text == f"The dose is {UNKNOWN} a day."
        assert document.remark == "a picture inside a sentence is not written"


class TestForms:
    @pytest.mark.parametrize(
        ("control", "shown"),
        [
            (
                '<form:checkbox form:label="paid" form:current-state="checked" xml:id="c"/>',
                "☒ paid",
            ),
            ('<form:checkbox form:label="paid" xml:id="c"/>', "☐ paid"),
            ('<form:radio form:label="paid" form:current-selected="true" form:id="c"/>', "☒ paid"),
            ('<form:text form:current-value="Berta" xml:id="c"/>', "Berta"),
            (
                '<form:listbox xml:id="c"><form:option form:label="oak"/>'
                '<form:option form:label="elm" form:current-selected="true"/></form:listbox>',
                "elm",
            ),
        ],
    )  # fmt: skip
    def test_controls_show_what_is_filled_in(self, control: str, shown: str) -> None:
        forms = f"<office:forms><form:form>{control}</form:form></office:forms>"
        assert read(forms + p('Here: <draw:control draw:control="c"/>')).text == f"Here: {shown}"

    @pytest.mark.parametrize(
        ("inside", "shown"),
        [
            (
                '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX">'
                '<field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark>',
                "☒",
            ),
            (
                '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMDROPDOWN">'
                '<field:param field:name="Dropdown_ListEntry" field:value="oak"/>'
                '<field:param field:name="Dropdown_ListEntry" field:value="elm"/>'
                '<field:param field:name="Dropdown_Selected" field:value="1"/></field:fieldmark>',
                "elm",
            ),
            ('<loext:content-control loext:checkbox="true" loext:checked="true">x'
             "</loext:content-control>", "☒"),
        ],
    )  # fmt: skip
    def test_fields_that_word_had_do_too(self, inside: str, shown: str) -> None:
        assert text(inside) == shown


def test_keywords_are_metadata() -> None:
    meta = "<meta:keyword>wick</meta:keyword><meta:keyword>oil, tar</meta:keyword>"
    document = read(p("Read."), meta=f"{meta}<dc:subject>Light</dc:subject>")
    assert document.keywords == ("wick", "oil", "tar", "Light")


def test_templates_of_contents_are_no_text() -> None:
    template = "<text:index-title-template>Contents</text:index-title-template>"
    source = f"<text:table-of-content-source>{template}</text:table-of-content-source>"
    body = f"<text:index-body>{p('Lamps 3')}</text:index-body>"
    assert read(f"<text:table-of-content>{source}{body}</text:table-of-content>").text == "Lamps 3"


WORDS = st.text(st.sampled_from("aZ059µ≥±°½→€é漢"), min_size=1, max_size=6)
AROUND = st.sampled_from(
    [
        "{}",
        "<x:unheard-of>{}</x:unheard-of>",
        "<text:unheard-of>{}</text:unheard-of>",
        "<text:span>{}</text:span>",
        "<text:a>{}</text:a>",
        '<text:span text:style-name="S">{}</text:span>',
        "<x:a><text:b><x:c>{}</x:c></text:b></x:a>",
    ]
)
BLOCK_AROUND = st.sampled_from(
    [
        "{}",
        "<text:section>{}</text:section>",
        "<x:unheard-of>{}</x:unheard-of>",
        "<text:unheard-of><x:more>{}</x:more></text:unheard-of>",
        "<text:list><text:list-item>{}</text:list-item></text:list>",
    ]
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A body, and the words in it."""
    made, said = "", []
    for _ in range(draw(st.integers(1, 5))):
        inside = ""
        for words in draw(st.lists(WORDS, min_size=1, max_size=4)):
            inside += draw(AROUND).format(f"<text:s/>{words} ")
            said.append(words)
        inside = p(inside)
        if draw(st.booleans()):
            inside = table(row(cell(inside), "x"))
            said.append("x")
        made += draw(BLOCK_AROUND).format(inside)
    return made, said


@given(bodies())
@settings(max_examples=100)
def test_all_words_are_read_once_and_in_order_whatever_is_around_them(
    body: tuple[str, list[str]],
) -> None:
    made, said = body
    found = read(made, STRUCK).text.replace("~~", "").replace("|", " ").replace("•", "").split()
    assert found == normalised(" ".join(said)).split()
