"""What a tagged PDF's own tree tells of its headings, paragraphs and tables, and when it lies."""

import re
import time
from dataclasses import dataclass

import files
import pytest
from files import Line, paragraph
from test_ingest_pdf import blocks, headings, read_bytes

from ingest.documents import Document

MARKED = "/MarkInfo << /Marked true >>"


@dataclass(frozen=True)
class Element:
    """An element of the tree: its kids are elements, or lines of a page with its number from 0."""

    kind: str
    kids: "tuple[Element | tuple[int, Line], ...]"
    rest: str = ""


def el(kind: str, *kids: "Element | Line", page: int = 0, rest: str = "") -> Element:
    return Element(kind, tuple((page, kid) if isinstance(kid, Line) else kid for kid in kids), rest)


class Writer:
    """Writes the objects of a tree, and each page's lines with their marks."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.objects: list[str] = ["", ""]  # the root and the list of parents
        self.parents: list[list[int]] = [[] for _ in range(pages)]
        self.drawn: list[str] = [""] * pages

    def number(self, place: int) -> int:
        return 7 + 2 * self.pages + place

    def write(self, element: Element, parent: int) -> int:
        place = len(self.objects)
        self.objects.append("")
        kids = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(f"{self.number(self.write(kid, place))} 0 R")
                continue
            page, line = kid
            mark = len(self.parents[page])
            self.parents[page].append(place)
            drawn = f"/{element.kind} << /MCID {mark} >> BDC {files._drawn(line)} EMC "
            self.drawn[page] += drawn
            kids.append(f"<< /Type /MCR /MCID {mark} /Pg {7 + 2 * page} 0 R >>")
        above = f"{self.number(parent)} 0 R"
        self.objects[place] = (
            f"<< /Type /StructElem /S /{element.kind} /P {above} /K [{' '.join(kids)}] "
            f"{element.rest} >>"
        )
        return place

    def file(
        self, top: Element, loose: str = "", catalog: str = MARKED, page: str = "", form: str = ""
    ) -> bytes:
        first = self.write(top, 0)
        nums = " ".join(
            f"{page} [{' '.join(f'{self.number(place)} 0 R' for place in of_page)}]"
            for page, of_page in enumerate(self.parents)
        )
        self.objects[0] = (
            f"<< /Type /StructTreeRoot /K [{self.number(first)} 0 R] "
            f"/ParentTree {self.number(1)} 0 R /RoleMap << /Caput /H2 >> >>"
        )
        self.objects[1] = f"<< /Nums [{nums}] >>"
        self.drawn[-1] += loose
        root = f"{catalog} /StructTreeRoot {self.number(0)} 0 R"
        page = f"/StructParents # {page}"
        return files.pdf_drawn(self.drawn, page, catalog=root, objects=[*self.objects, form])


def read(*elements: Element, pages: int = 1, loose: str = "", catalog: str = MARKED) -> Document:
    """A file with this tree, and `loose` drawn on its last page without a mark."""
    return read_bytes(Writer(pages).file(el("Document", *elements), loose, catalog))


def levels(document: Document) -> list[tuple[int, str]]:
    return [(heading.level, heading.label) for heading in document.headings]


def text(top: float, topic: str = "Tea", lines: int = 3, page: int = 0) -> Element:
    words = [f"{topic} is what this page tells of in its line {n}," for n in range(lines)]
    return el("P", *paragraph(*words, f"and that of {topic} ends here.", top=top), page=page)


def row(kind: str, y: float, *cells: str, page: int = 0, gaps: bool = False) -> Element:
    """A row with a cell for each text, empty ones too; with `gaps` empty ones are left out."""
    made = [
        el(kind, *([Line(words, y, 72 + 150 * n, 10)] if words else []), page=page)
        for n, words in enumerate(cells)
        if words or not gaps
    ]
    return el("TR", *made)


class TestHeadings:
    def test_what_is_tagged_is_a_heading_however_it_looks(self) -> None:
        document = read(
            el("H1", Line("Plain words", 740)),
            text(700, "Tea"),
            el("H3", Line("Memo 475/18", 640)),
            text(600, "Rain"),
        )
        assert levels(document) == [(1, "Plain words"), (3, "Memo 475/18")]

    def test_a_kind_of_the_files_own_is_what_the_file_says_that_it_is(self) -> None:
        document = read(el("Caput", Line("On tea", 740)), text(700))
        assert levels(document) == [(2, "On tea")]

    def test_a_heading_of_two_sizes_is_one(self) -> None:
        title = el("H1", Line("On the", 740, size=14), Line("tea of Aldhaven", 716, size=20))
        assert levels(read(title, text(660))) == [(1, "On the tea of Aldhaven")]

    def test_bold_words_in_a_list_are_none(self) -> None:
        document = read(
            el("H1", Line("On tea", 740)),
            text(700),
            el("L", el("LI", Line("Never alone", 620, bold=True))),
            el("H1", Line("On rain", 580)),
            text(560),
        )
        assert headings(document) == ["On tea", "On rain"]

    def test_where_more_lines_are_bold_than_tagged_they_are_headings_too(
        self,
    ) -> None:
        document = read(
            el("H1", Line("On tea", 740)),
            el("P", Line("How it grows", 720, bold=True)),
            text(700, "Light"),
            el("P", Line("How it dies", 620, bold=True)),
            text(600, "Rain"),
        )
        assert levels(document) == [(1, "On tea"), (2, "How it grows"), (2, "How it dies")]

    def test_text_that_is_tagged_as_headings_for_its_looks_is_none(self) -> None:
        words = ["All of this is set in letters that somebody found to be", "good to look at."] * 3
        document = read(el("H2", *paragraph(*words, top=740)), text(600), text(500, "Rain", 6))
        assert headings(document) == []


class TestParagraphs:
    def test_one_goes_on_over_a_line_that_looks_like_another(self) -> None:
        document = read(
            el(
                "P",
                Line("Never take more than ten.", 700),
                Line("WARNING: it kills.", 686, bold=True),
            ),
            text(650),
        )
        assert blocks(document)[0] == "Never take more than ten. WARNING: it kills."

    def test_two_are_two_however_close_they_are(self) -> None:
        document = read(
            el("P", Line("A first line that is as long as the next one", 700)),
            el("P", Line("another line without an end that is as long as it", 686)),
            text(650, lines=9),
            text(400, "Rain"),
            *(text(300 - 20 * n, f"Wool {n}", 0) for n in range(9)),
        )
        assert blocks(document)[:2] == [
            "A first line that is as long as the next one",
            "another line without an end that is as long as it",
        ]

    def test_where_each_line_is_tagged_as_one_they_are_told_by_their_looks(self) -> None:
        lines = paragraph(
            "Grief takes its time, and no", "one can hurry it", "along at all.", top=700
        )
        document = read(*(el("P", line) for line in lines))
        assert blocks(document) == ["Grief takes its time, and no one can hurry it along at all."]

    def test_items_that_go_on_in_the_next_column_stay_apart(self) -> None:
        items = [Line("a bond", 700), Line("an aim", 686), Line("a task", 760, 330)]
        document = read(el("L", *(el("LI", line) for line in items)))
        assert blocks(document) == ["a bond", "an aim", "a task"]

    def test_justified_words_far_apart_are_no_table(self) -> None:
        rows = [["Tea", "and", "rain"], ["are", "what", "this"], ["page", "is", "of."]]
        lines = [
            Line(words, 700 - 14 * down, 72 + 100 * across)
            for down, of_row in enumerate(rows)
            for across, words in enumerate(of_row)
        ]
        assert blocks(read(el("P", *lines)))[0] == "Tea and rain are what this page is of."


HEAD = ("Tea", "Start", "Most")


class TestTables:
    def test_cells_are_what_the_file_says_with_empty_ones_in_their_place(self) -> None:
        document = read(
            text(760),
            el(
                "Table",
                el("THead", row("TH", 640, *HEAD)),
                el("TBody", row("TD", 624, "Yew", "", "15 mg"), row("TD", 608, "Oak", "5 mg", "")),
            ),
        )
        assert blocks(document)[1:] == [
            "Tea | Start | Most",
            "Tea: Yew | Start: | Most: 15 mg",
            "Tea: Oak | Start: 5 mg | Most:",
        ]

    def test_empty_cells_that_the_file_leaves_out_are_told_by_the_others(self) -> None:
        document = read(
            el(
                "Table",
                row("TH", 640, *HEAD),
                row("TD", 624, "Yew", "1 mg", "15 mg"),
                row("TD", 608, "Oak", "", "7 mg", gaps=True),
            )
        )
        assert blocks(document)[2] == "Tea: Oak | Start: | Most: 7 mg"

    def test_where_they_cannot_be_told_no_name_is_put_to_a_value(self) -> None:
        middle = el("TD", Line("none", 608, 390, 10))
        document = read(
            el(
                "Table",
                el(
                    "TR",
                    *(el("TH", Line(name, 640, 72 + 150 * n, 10)) for n, name in enumerate(HEAD)),
                ),
                el("TR", el("TD", Line("Yew", 624, 72, 10)), el("TD", Line("8", 624, 222, 10))),
                el("TR", middle),
            )
        )
        assert blocks(document)[2] == "Tea: | Start: | Most: none"

    def test_merged_cells_are_repeated(self) -> None:
        wide = el("TH", Line("Dose", 656, 222, 10), rest="/A << /O /Table /ColSpan 2 >>")
        tall = el("TH", Line("Tea", 656, 72, 10), rest="/A << /O /Table /RowSpan 2 >>")
        names = [el("TH", Line(name, 640, x, 10)) for name, x in (("Start", 222), ("Most", 372))]
        document = read(
            el(
                "Table",
                el("TR", tall, wide),
                el("TR", *names),
                row("TD", 624, "Yew", "1 mg", "15 mg"),
                row("TD", 608, "Oak", "2 mg", "7 mg"),
            )
        )
        assert blocks(document)[2] == "Tea: Yew | Dose Start: 1 mg | Dose Most: 15 mg"

    def test_spans_that_do_not_come_out_are_not_believed(self) -> None:
        odd = el("TD", Line("Yew", 624, 72, 10), rest="/A << /O /Table /ColSpan 3 >>")
        values = [el("TD", Line(words, 624, x, 10)) for words, x in (("1 mg", 222), ("9 mg", 372))]
        first = el("TH", Line("Tea", 640, 72, 10), rest="/A << /O /Table /ColSpan 2 >>")
        names = [el("TH", Line(name, 640, x, 10)) for name, x in (("Start", 222), ("Most", 372))]
        document = read(el("Table", el("TR", first, *names), el("TR", odd, *values)))
        assert blocks(document)[1] == "Tea: Yew | Start: 1 mg | Most: 9 mg"

    def test_a_table_and_a_row_go_on_over_the_page(self) -> None:
        rest = Element("TD", ((0, Line("Oak that", 92, 72, 10)), (1, Line("grows.", 740, 72, 10))))
        cut = el("TR", rest, el("TD", Line("5 mg", 92, 222, 10)))
        document = read(
            el(
                "Table",
                row("TH", 124, "Tea", "Start"),
                row("TD", 108, "Yew", "1 mg"),
                cut,
                row("TD", 724, "Elm", "9 mg", page=1),
            ),
            pages=2,
        )
        assert blocks(document) == [
            "Tea | Start",
            "Tea: Yew | Start: 1 mg",
            "Tea: Oak that grows. | Start: 5 mg",
            "Tea: Elm | Start: 9 mg",
        ]
        assert [page.number for page in document.pages] == [1, 2]

    def test_names_that_are_printed_once_more_without_a_tag_are_written_once(self) -> None:
        again = " ".join(map(files._drawn, [Line("Tea", 740, 72, 10), Line("Start", 740, 222, 10)]))
        document = read(
            el(
                "Table",
                row("TH", 124, "Tea", "Start"),
                row("TD", 108, "Yew", "1 mg"),
                row("TD", 724, "Elm", "9 mg", page=1),
            ),
            text(600, page=1),
            pages=2,
            loose=f"/Artifact BMC {again} EMC",
        )
        assert blocks(document)[2] == "Tea: Elm | Start: 9 mg"
        assert document.text.count("Tea | Start") == 1

    def test_text_that_a_table_is_printed_over_is_not_in_its_cells(self) -> None:
        document = read(
            el("Table", row("TH", 640, *HEAD), row("TD", 624, "Yew", "1 mg", "2 mg")),
            el("P", Line("This stands right among it,", 632, 240), Line("in two lines.", 618, 240)),
        )
        assert blocks(document) == [
            "Tea | Start | Most",
            "Tea: Yew | Start: 1 mg | Most: 2 mg",
            "This stands right among it, in two lines.",
        ]

    def test_text_that_is_laid_out_as_a_table_is_text(self) -> None:
        def cell(x: float, topic: str) -> Element:
            words = [f"{topic} is what this tells of in its line {n}," for n in range(12)]
            lines = [
                Line(each, 700 - 14 * n, x, 10) for n, each in enumerate([*words, "to the end."])
            ]
            return el("TD", *lines)

        document = read(
            el("Table", el("TR", cell(72, "Tea"), cell(330, "Rain"))),
            text(400),
        )
        assert not any("|" in each for each in blocks(document))

    def test_a_table_in_a_cell_is_text_of_the_cell(self) -> None:
        inner = el(
            "Table",
            el("TR", el("TD", Line("1", 624, 222, 10)), el("TD", Line("cup", 624, 240, 10))),
            el("TR", el("TD", Line("2", 608, 222, 10)), el("TD", Line("pots", 608, 240, 10))),
        )
        document = read(
            el(
                "Table",
                row("TH", 640, "Tea", "Amount"),
                el("TR", el("TD", Line("Yew", 624, 72, 10)), el("TD", inner)),
            )
        )
        assert blocks(document)[1] == "Tea: Yew | Amount: 1 cup 2 pots"


@pytest.mark.parametrize("catalog", ["", "/MarkInfo << /Marked false >>"])
def test_a_tree_in_a_file_that_is_not_said_to_be_tagged_tells_nothing(catalog: str) -> None:
    assert headings(read(el("H1", Line("Plain words", 740)), text(700), catalog=catalog)) == []


def test_marks_inside_of_a_form_are_not_those_of_its_page() -> None:
    drawn = f"/P << /MCID 0 >> BDC {files._drawn(Line('Words of a form', 400))} EMC"
    fonts = "/Font << /F1 3 0 R /F2 4 0 R >>"
    form = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << {fonts} >> "
        f"/Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
    )
    page = f"/Resources << {fonts} /XObject << /X 14 0 R >> >>"
    top = el("Document", el("H1", Line("On tea", 740)), text(700))
    document = read_bytes(Writer(1).file(top, "/X Do", page=page, form=form))
    assert levels(document) == [(1, "On tea")]
    assert blocks(document)[-1] == "Words of a form"


def test_a_tree_that_names_little_of_the_text_tells_nothing() -> None:
    loose = " ".join(map(files._drawn, paragraph(*["Words that no tag tells of."] * 9, top=500)))
    assert headings(read(el("H1", Line("Plain words", 740)), text(700), loose=loose)) == []


def test_a_tree_that_holds_the_same_elements_over_and_over_is_read_in_time() -> None:
    nested = text(700)
    for _ in range(24):
        nested = el("Div", nested)
    unnamed = f"/P << /MCID 99 >> BDC {files._drawn(Line('Rain.', 500))} EMC"
    writer = Writer(1)
    writer.file(nested, unnamed)
    number = re.compile(r"/K \[(\d+ 0 R)\]")
    writer.objects = [number.sub(r"/K [\1 \1]", each) for each in writer.objects]
    catalog = f"{MARKED} /StructTreeRoot {writer.number(0)} 0 R"
    data = files.pdf_drawn(
        writer.drawn, "/StructParents #", catalog=catalog, objects=writer.objects
    )
    begun = time.monotonic()
    assert blocks(read_bytes(data))[-1] == "Rain."
    assert time.monotonic() - begun < 5
