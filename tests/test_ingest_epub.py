"""EPUB books of both versions: entities, contents, printed pages, verses, odd elements."""

import unicodedata

import pytest
from files import archive
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import epub
from ingest.readers.normalise import UNKNOWN
from ingest.readers.web.tree import UNKNOWN_NAME

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/book.opf"/></rootfiles></container>"""
XHTML_1 = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
    '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
)


def xhtml(body: str, head: str = "", doctype: str = "") -> str:
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f"{doctype}<html {spaces}><head><title>t</title>{head}</head><body>{body}</body></html>"


def book(
    chapters: dict[str, str] | dict[str, bytes],
    nav: str = "",
    ncx: str = "",
    metadata: str = "",
    guide: str = "",
    more: dict[str, str] | None = None,
) -> bytes:
    """A book of these pages (name to body or whole page)."""
    pages = {
        name: page if isinstance(page, bytes) or "<html" in page else xhtml(page)
        for name, page in chapters.items()
    }
    kind = "application/xhtml+xml"
    items = "".join(f'<item id="{n}" href="{n}" media-type="{kind}"/>' for n in pages)
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    package = f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
        {metadata}</metadata><manifest>{items}
        <item id="nav" href="nav.xhtml" media-type="{kind}" properties="nav"/>
        <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
        <spine>{spine}</spine><guide>{guide}</guide></package>"""
    ncx = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/">{ncx}</ncx>'
    parts = {"nav.xhtml": xhtml(nav), "toc.ncx": ncx, "book.opf": package}
    named = {f"OPS/{name}": part for name, part in (parts | pages | (more or {})).items()}
    return archive({"META-INF/container.xml": CONTAINER} | named)


def read(*chapters: str, **parts: str) -> Document:
    named = {f"c{number}.xhtml": body for number, body in enumerate(chapters, start=1)}
    return epub.read("a.epub", book(named, **parts))  # type: ignore[arg-type]


def headings(document: Document) -> list[tuple[int, str]]:
    return [(each.level, each.label) for each in document.headings]


def pages(document: Document) -> list[tuple[int | None, str | None, str]]:
    return [(each.number, each.label, document.text[each.start :][:6]) for each in document.pages]


class TestEntities:
    @pytest.mark.parametrize(
        "doctype",
        [XHTML_1, "<!DOCTYPE html>", "", '<!DOCTYPE html SYSTEM "x.dtd" [<!ENTITY a "b">]>'],
    )
    def test_of_html_are_read_under_any_type(self, doctype: str) -> None:
        page = xhtml("<p>Zo&euml; &mdash; 10&nbsp;g &lt; 5 &amp; &#8217;</p>", doctype=doctype)
        assert read(page).text == "Zoë — 10 g < 5 & ’"

    def test_of_the_file_itself_are_read(self) -> None:
        own = "<!DOCTYPE html [<!ENTITY who 'Berta &amp; &port;'><!ENTITY port \"Aldhaven\">]>"
        assert read(xhtml("<p>By &who;.</p>", doctype=own)).text == "By Berta & Aldhaven."

    def test_unknown_ones_leave_a_mark_and_a_remark(self) -> None:
        document = read("<p>Take 5 &micog; now.</p>")
        assert (document.text, document.remark) == (f"Take 5 {UNKNOWN} now.", UNKNOWN_NAME)

    def test_in_contents_and_metadata_are_read(self) -> None:
        ncx = (
            "<navMap><navPoint><navLabel><text>Caf&eacute;</text></navLabel>"
            '<content src="c1.xhtml"/></navPoint></navMap>'
        )
        document = read("<p>Grief.</p>", ncx=ncx, metadata="<dc:title>Zo&euml;</dc:title>")
        assert (document.title, headings(document)) == ("Zoë", [(1, "Café")])


class TestElements:
    def test_of_other_names_and_spaces_keep_their_words(self) -> None:
        body = (
            '<p>The fee <o:p xmlns:o="urn:x">is</o:p> <epub:switch><epub:case><math xmlns="http://'
            'www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math></epub:case>'
            "<epub:default>x squared</epub:default></epub:switch>.</p>"
            '<svg xmlns="http://www.w3.org/2000/svg"><text>North</text></svg>'
        )
        assert read(body).text == "The fee is x².\n\nNorth"

    def test_notes_numbers_are_told_apart_and_ways_back_are_no_text(self) -> None:
        body = (
            '<p>In 1931<a epub:type="noteref" href="#n">4</a> it sank, in 32<sup>5</sup> too.</p>'
            '<aside epub:type="footnote" id="n"><p>By night. <a role="doc-backlink" href="#r">↩</a>'
            "</p></aside>"
        )
        assert read(body).text == "In 1931⁴ it sank, in 32⁵ too.\n\nBy night."

    def test_a_verses_number_does_not_run_into_its_word(self) -> None:
        body = (
            '<p><sup>3</sup>And the lamp was lit. <span class="verse">4</span>In it was oil. '
            "<sup>14</sup>C is carbon.</p>"
        )
        assert read(body).text == "³ And the lamp was lit. 4 In it was oil. ¹⁴C is carbon."

    def test_styles_of_a_sheet_in_the_book_count(self) -> None:
        page = xhtml('<p>10<span class="up">6</span></p>', '<link rel="stylesheet" href="a.css"/>')
        css = {"a.css": ".up { font-size: small; vertical-align: super }"}
        assert epub.read("a.epub", book({"c.xhtml": page}, more=css)).text == "10⁶"

    def test_a_page_shown_in_a_frame_is_at_its_place(self) -> None:
        frame = '<p>One.</p><iframe src="in.xhtml"/><p>Three.</p>'
        data = book({"c.xhtml": frame}, more={"in.xhtml": xhtml("<p>Two.</p>")})
        assert epub.read("a.epub", data).text == "One.\n\nTwo.\n\nThree."


class TestContents:
    LINKS = "".join(f'<p><a href="c{n}.xhtml">Chapter {n}, of the sea</a></p>' for n in (2, 3, 4))

    @pytest.mark.parametrize("guide", ["", '<reference type="toc" href="c1.xhtml"/>'])
    def test_a_page_of_links_to_chapters_is_none(self, guide: str) -> None:
        document = read(
            f"<h1>Contents</h1>{self.LINKS}", "<p>A.</p>", "<p>B.</p>", "<p>C.</p>", guide=guide
        )
        assert document.text == "A.\n\nB.\n\nC."

    def test_a_chapter_with_links_is_one(self) -> None:
        text = "<p>The sea was calm on the day on which they all left the port for good.</p>" * 3
        document = read(self.LINKS + text, "<p>A.</p>", "<p>B.</p>", "<p>C.</p>")
        assert document.text.startswith("Chapter 2, of the sea\n\nChapter 3")

    def test_levels_of_the_contents_are_those_of_headings(self) -> None:
        nav = (
            '<nav epub:type="toc"><ol><li><a href="c1.xhtml">Part I</a><ol>'
            '<li><a href="c2.xhtml">1. Grief</a></li><li><a href="c3.xhtml">Sleep</a><ol>'
            '<li><a href="c3.xhtml#n">Naps</a></li></ol></li></ol></li></ol></nav>'
        )
        document = read(
            "<h1>Part I</h1><p>It begins.</p>",
            "<h1>Grief</h1><p>It comes.</p><h2>Later</h2><p>It goes.</p>",
            '<p>It heals.</p><p class="x" id="n">Naps</p><p>They are short.</p>',
            nav=nav,
        )
        assert headings(document) == [
            (1, "Part I"),
            (2, "Grief"),
            (3, "Later"),
            (2, "Sleep"),
            (3, "Naps"),
        ]


class TestSpine:
    def package(self, items: str, spine: str) -> bytes:
        opf = (
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
            f"{items}</manifest><spine>{spine}</spine></package>"
        )
        page = {f"OPS/{name}.xhtml": xhtml(f"<p>{name}</p>") for name in ("One", "Two")}
        return archive({"META-INF/container.xml": CONTAINER, "OPS/book.opf": opf} | page)

    def test_a_page_beside_the_main_text_is_at_its_place(self) -> None:
        items = "".join(
            f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
            for name in ("One", "Two")
        )
        spine = '<itemref idref="One" linear="no"/><itemref idref="Two"/>'
        assert epub.read("a.epub", self.package(items, spine)).text == "One\n\nTwo"

    def test_what_cannot_be_shown_gives_what_stands_for_it(self) -> None:
        items = (
            '<item id="a" href="a.pdf" media-type="application/pdf" fallback="b"/>'
            '<item id="b" href="Two.xhtml" media-type="application/xhtml+xml"/>'
        )
        data = self.package(items, '<itemref idref="a"/>')
        assert epub.read("a.epub", data).text == "Two"


class TestPages:
    def test_breaks_are_pages_and_no_text(self) -> None:
        document = read(
            '<p>Grief takes its time, and <span epub:type="pagebreak" title="xii"/>no one can '
            'hurry it.</p><div role="doc-pagebreak" aria-label="Page 13">13</div><p>Sleep.</p>'
        )
        assert document.text == "Grief takes its time, and no one can hurry it.\n\nSleep."
        assert pages(document) == [(None, "xii", "no one"), (None, "13", "Sleep.")]
        assert len(document.blocks) == 2

    def test_a_break_inside_a_heading_is_none_of_its_words(self) -> None:
        document = read('<h1><span epub:type="pagebreak" title="9">9</span>Grief</h1><p>It is.</p>')
        assert headings(document) == [(1, "Grief")]
        assert pages(document) == [(None, "9", "Grief\n")]

    def test_a_break_at_a_paragraphs_end_joins_no_paragraphs(self) -> None:
        turn = '<span epub:type="pagebreak" title="9"/>'
        document = read(f"<p>Grief.{turn}</p><p>Sleep.</p><div>Anger.{turn}<p>Music.</p></div>")
        assert document.text == "Grief.\n\nSleep.\n\nAnger.\n\nMusic."

    def test_a_break_inside_a_word_does_not_part_it(self) -> None:
        document = read('<p>The light<span epub:type="pagebreak" id="page_7"/>house.</p>')
        assert document.text == "The lighthouse."
        assert pages(document) == [(None, "7", "house.")]

    @pytest.mark.parametrize("kind", ["nav", "ncx"])
    def test_a_list_of_pages_is_read(self, kind: str) -> None:
        places = {"1": "c1.xhtml", "2": "c1.xhtml#b"}
        nav = "".join(f'<li><a href="{place}">{label}</a></li>' for label, place in places.items())
        ncx = "".join(
            f'<pageTarget value="{label}"><navLabel><text>{label}</text></navLabel>'
            f'<content src="{place}"/></pageTarget>'
            for label, place in places.items()
        )
        lists = {
            "nav": f'<nav epub:type="page-list"><ol>{nav}</ol></nav>',
            "ncx": f"<pageList>{ncx}</pageList>",
        }
        document = read('<p>Grief.</p><p id="b">Sleeps.</p>', **{kind: lists[kind]})
        assert pages(document) == [(None, "1", "Grief."), (None, "2", "Sleeps")]


class TestMetadata:
    def test_authors_are_those_who_wrote_and_subjects_are_keywords(self) -> None:
        metadata = (
            '<dc:creator opf:role="aut">Ida Lund</dc:creator><dc:creator>Mira Holt</dc:creator>'
            '<dc:creator opf:role="ill">A. Painter</dc:creator><dc:subject>Ports</dc:subject>'
            "<dc:date>0101-01-01</dc:date><dc:date>1931-05</dc:date>"
        )
        document = read("<p>x</p>", metadata=metadata)
        assert (document.author, document.date) == ("Ida Lund, Mira Holt", "1931-05")
        assert document.keywords == ("Ports",)


class TestDamage:
    def test_a_missing_page_is_remarked_on_and_the_others_are_read(self) -> None:
        data = book({"a.xhtml": "<p>One.</p>", "b.xhtml": "<p>Two.</p>"})
        with_hole = data.replace(b"OPS/a.xhtml", b"OPS/x.xhtml")
        document = epub.read("a.epub", with_hole)
        assert (document.text, document.remark) == ("Two.", "its part a.xhtml is missing")

    def test_a_page_in_another_encoding_is_read(self) -> None:
        page = xhtml("<p>Zoë’s</p>", doctype='<?xml version="1.0" encoding="iso-8859-1"?>')
        data = book({"a.xhtml": page.encode("cp1252")})
        assert epub.read("a.epub", data).text == "Zoë’s"


WORDS = st.text(
    st.characters(
        categories=["Lu", "Ll", "Lo", "Nd", "Sm", "Sc"], exclude_characters="<>^~`&aeiouAEIOU"
    ),
    min_size=1,
    max_size=8,
)
ODD = st.sampled_from(
    ["<x:y xmlns:x='urn:z'>{}</x:y>", "<o-p>{}</o-p>", "<svg:g xmlns:svg='http://www.w3.org/2000/"
     "svg'><svg:text>{}</svg:text></svg:g>", "<epub:switch><epub:default>{}</epub:default>"
     "</epub:switch>", "<object>{}</object>", "<section><div>{}</div></section>", "<p>{}",
     "<table><tr><td>{}</td></tr></table>", "&deg;{}&unknown;"]
)  # fmt: skip


@given(st.lists(st.tuples(WORDS, ODD), min_size=1, max_size=6))
@settings(max_examples=80)
def test_no_letter_digit_or_sign_of_a_book_is_lost(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"<p>{words}</p>{element.format(words)}" for words, element in parts)
    text = read(body).text
    together = "".join(text.split())
    assert all(together.count(unicodedata.normalize("NFC", words)) >= 2 for words, _ in parts)
    assert text.count(UNKNOWN) == sum("unknown" in element for _, element in parts)
