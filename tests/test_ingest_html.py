"""HTML as its authors wrote it: whatever an element is called, its words and signs are read."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import html
from ingest.readers.normalise import UNKNOWN
from ingest.readers.web.blocks import BLOCKS
from ingest.readers.web.images import WITHOUT_WORDS
from ingest.readers.web.inline import SIGN_UNKNOWN
from ingest.readers.web.tree import TOO_DEEP

PROSE = "The harbour of Aldhaven lies open to the west, and few boats winter there."


def read(body: str, head: str = "") -> Document:
    page = f"<html><head>{head}</head><body><main>{body}</main></body></html>"
    return html.read("a.html", page.encode())


def blocks(body: str) -> list[str]:
    document = read(body)
    return [document.text[block.start : block.end] for block in document.blocks]


def headings(body: str) -> list[tuple[int, str]]:
    return [(each.level, each.label) for each in read(body).headings]


class TestNames:
    @pytest.mark.parametrize(
        "body",
        [
            "<p>The fee is <o:p>4 crowns</o:p>.</p>",
            "<p>The fee is <ix:nonnumeric name='f:x'>4 crowns</ix:nonnumeric>.</p>",
            "<fb:like></fb:like><p>The fee is <st1:place>4</st1:place> crowns.</p>",
            "<p>The fee is <a@b>4 crowns</a@b>.</p>",
            "<p>The fee is <x-fee><x-n>4</x-n> crowns</x-fee>.</p>",
            "<p>The fee is <blink>4 <marquee>crowns</marquee></blink>.</p>",
        ],
    )
    def test_an_element_of_any_name_keeps_its_words(self, body: str) -> None:
        assert blocks(body) == ["The fee is 4 crowns."]

    def test_a_drawings_labels_are_text(self) -> None:
        drawing = "<svg:svg><svg:rect/><svg:text>North pier</svg:text></svg:svg>"
        assert blocks(f"<p>{PROSE}</p>{drawing}") == [PROSE, "North pier"]


class TestInline:
    @pytest.mark.parametrize(
        ("body", "text"),
        [
            ("10<sup>6</sup> grains", "10⁶ grains"),
            ("10<sup>&minus;3</sup> m<sup>2</sup>", "10⁻³ m²"),
            ("<b>10</b><sup><span>6</span></sup>", "10⁶"),
            ("in 1931<sup><a href='#n'>4</a></sup>", "in 1931⁴"),
            ("Na<sup>+</sup> at 37<sup>o</sup>C, no<sup>*</sup>", "Na⁺ at 37°C, no*"),
            ("in 1931<sup>[4]</sup>", "in 1931[4]"),
            ("the 1<sup>st</sup> of May", "the 1st of May"),
            ("H<sub>2</sub>O and c<sub>max</sub>", "H₂O and c_max"),
            ("10<span style='vertical-align: super'>6</span>", "10⁶"),
            ("<s>30</s> 40 crowns", "~~30~~ 40 crowns"),
            ("<del>guests <b>may</b> fish</del> no", "~~guests may fish~~ no"),
            ("<span style='text-decoration:line-through'>30</span> 40", "~~30~~ 40"),
            ("<ins>Guests</ins> may", "Guests may"),
            ("said <q>never at <q>night</q></q>", "said “never at ‘night’”"),
            ("<q>“so”</q>", "“so”"),
            ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>", "漢字(かんじ)"),
            ("<input type=checkbox checked> Paid <input type=radio> Owed", "☑ Paid ☐ Owed"),
            ("Name: <input value='Berta'>.", "Name: Berta ."),
            ("Port: <select><option>A<option selected>B</select>", "Port: B"),
            ("<input type=hidden value=x>Dose: <textarea>5 mg</textarea>", "Dose:"),
            ("Dose <img src=a.gif alt='≥'> 5", "Dose ≥ 5"),
            ("Dose <img src=a.gif alt=''> 5", "Dose 5"),
            ("over<wbr>land <abbr title='x'>a.m.</abbr> <bdo dir=rtl>ab</bdo>", "overland a.m. ab"),
            ("full to <meter value=0.6></meter>", "full to 0.6"),
            ("5 &#150; 6 &#x80;", "5 – 6 €"),
            ("5 <font face=Symbol>m</font>g, <span style='font-family:Symbol'>&#179;</span> 3",
             "5 µg, ≥ 3"),
            ("<font face=Wingdings>þ</font> paid", "☑ paid"),
            ("<object data=x><p>A lamp</p></object>", "A lamp"),
            ("a<video>Your browser does not support video.</video> b", "a b"),
            ("<canvas>Wind: 9 m/s</canvas>", "Wind: 9 m/s"),
        ],
    )  # fmt: skip
    def test_says_what_it_means(self, body: str, text: str) -> None:
        assert blocks(f"<p>{body}</p>")[0] == text

    def test_what_a_style_sheet_raises_or_strikes_out_is_told_apart(self) -> None:
        sheet = (
            "<style>.a, span.b{color:red;vertical-align:super} "
            ".c{text-decoration: line-through}</style>"
        )
        body = "<p>10<span class=a>6</span> 3<span class=b>2</span> <i class=c>no</i> yes</p>"
        assert read(body, sheet).text == "10⁶ 3² ~~no~~ yes"

    def test_an_image_that_might_be_a_sign_leaves_a_mark(self) -> None:
        document = read("<p>A dose of <img src='ge.gif' width=12> 5 mg.</p>")
        assert (document.text, document.remark) == (
            f"A dose of {UNKNOWN} 5 mg.",
            WITHOUT_WORDS,
        )

    def test_a_photograph_without_words_leaves_none(self) -> None:
        assert read("<p><img src='a.jpg' width=640 alt='x.jpg'> The pier.</p>").text == "The pier."

    def test_a_sign_of_an_unknown_font_leaves_a_mark(self) -> None:
        document = read("<p>Press <font face='MT Extra'>A</font> twice.</p>")
        assert (document.text, document.remark) == (f"Press {UNKNOWN} twice.", SIGN_UNKNOWN)


class TestFormulas:
    @pytest.mark.parametrize(
        ("formula", "text"),
        [
            ("<msup><mi>x</mi><mn>2</mn></msup>", "x²"),
            ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
            ("<msqrt><mi>x</mi><mo>−</mo><mn>1</mn></msqrt>", "√(x − 1)"),
            ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√x"),
            ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E = mc²"),
            ("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "sin x"),
            ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi>"
             "</munderover><msub><mi>a</mi><mi>i</mi></msub>", "∑_(i = 1)ⁿa_i"),
            ("<mover><mi>x</mi><mo>¯</mo></mover>", "x̄"),
            ("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
             "¹⁴₆C"),
            ("<mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd>"
             "<mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>]</mo>", "[1, 2; 3, 4]"),
            ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
            ("<semantics><mi>y</mi><annotation encoding='x'>y_tex</annotation></semantics>", "y"),
            ("<semantics><annotation encoding='x'>y_tex</annotation></semantics>", "y_tex"),
            ("<mo>−</mo><mn>5</mn><mo>±</mo><mn>1</mn>", "−5 ± 1"),
            ("<madeup><mn>7</mn></madeup>", "7"),
        ],
    )  # fmt: skip
    def test_are_one_line_of_text(self, formula: str, text: str) -> None:
        assert read(f"<p>so <math>{formula}</math>.</p>").text == f"so {text}."

    def test_each_is_read_once(self) -> None:
        katex = (
            "<span class='katex'><span class='katex-mathml'><math><mi>x</mi></math></span>"
            "<span class='katex-html' aria-hidden='true'>x</span></span>"
        )
        wiki = (
            "<span class='mwe-math-element'><span style='display:none'><math><mi>y</mi></math>"
            "</span><img class='mwe-math-fallback' alt='y'></span>"
        )
        tex = (
            "<span class='MathJax_Preview'>z</span><span class='MathJax'>z</span>"
            "<script type='math/tex'>z^2</script>"
        )
        assert read(f"<p>{katex}, {wiki}, {tex}.</p>").text == "x, y, z^2."


class TestLines:
    def test_code_keeps_its_lines_and_its_indentation(self) -> None:
        body = "<p>So:</p><pre><code>if lamp:\n    light()\n\n{\n  end\n}</code></pre>"
        document = read(body)
        assert document.text == "So:\n\nif lamp:\n    light()\n\n{\n  end\n}"
        assert [block.whole for block in document.blocks] == [False, True, True, True]

    def test_verse_keeps_its_lines(self) -> None:
        body = "<pre>The lamp is lit\n  on the hill,\nand nobody\nwill tell us why</pre>"
        assert len(blocks(body)) == 4

    def test_wrapped_prose_is_joined(self) -> None:
        body = (
            "<pre>   The keeper of the light must not leave it before the\n"
            "   sun is up, nor may a guest climb the stair while the\n   lamp is lit.\n\n"
            "   He is paid in May.</pre>"
        )
        assert blocks(body) == [
            "The keeper of the light must not leave it before the sun is up, nor may a guest "
            "climb the stair while the lamp is lit.",
            "He is paid in May.",
        ]

    def test_quoted_lines_of_a_letter_are_joined_apart_from_the_answer(self) -> None:
        body = (
            "<pre>&gt; May the guests of the inn row out to the rock before\n"
            "&gt; the tide turns?\nNo, they may not do so before the tide has turned, and\n"
            "never alone.</pre>"
        )
        assert blocks(body) == [
            "> May the guests of the inn row out to the rock before the tide turns?",
            "No, they may not do so before the tide has turned, and never alone.",
        ]


class TestLists:
    @pytest.mark.parametrize(
        ("body", "items"),
        [
            ("<ol start=3><li>a<li>b</ol>", ["3. a", "4. b"]),
            ("<ol type=a><li>x<li>y</ol>", ["a. x", "b. y"]),
            ("<ol style='list-style-type:upper-roman' start=4><li>x</ol>", ["IV. x"]),
            ("<ol reversed><li>x<li>y</ol>", ["2. x", "1. y"]),
            ("<ol><li value=7>x<li>y</ol>", ["7. x", "8. y"]),
            ("<ul><li>(a) x<li>• y<li>z</ul>", ["(a) x", "• y", "• z"]),
            ("<ul><li><input type=checkbox checked> x</ul>", ["☑ x"]),
            ("<ol style='list-style:none'><li>§ 1 x</ol>", ["§ 1 x"]),
        ],
    )
    def test_items_have_the_numbers_that_are_shown(self, body: str, items: list[str]) -> None:
        assert blocks(body) == items

    def test_ways_back_from_notes_are_no_text_and_their_signs_are(self) -> None:
        body = "<p>So<sup><a href='#n'>*</a></sup>.</p><p id=n>* Not so. <a href='#r'>↩</a></p>"
        assert blocks(body) == ["So*.", "* Not so."]

    def test_a_list_set_by_hand_is_one(self) -> None:
        assert read("<p>• oars<br>• nets</p>").text == "• oars\n• nets"

    def test_two_breaks_make_a_paragraph(self) -> None:
        assert read("<p>Boats.<br><br>Nets.<br>Oars.</p>").text == "Boats.\n\nNets.\nOars."


class TestShown:
    @pytest.mark.parametrize(
        "body",
        [
            "<div class='alert alert-danger' role='alert'>Never more than 5 mg.</div>",
            "<x-a><template shadowrootmode='open'>Never more than 5 mg.</template></x-a>",
            "<div class='languages'>Never more than 5 mg.</div>",
            "<div class='subscription'><p>Never more than 5 mg.</p></div>",
            "<span class='tooltip' role='tooltip'>Never more than 5 mg.</span>",
            "<section class='comments'><p>Never more than 5 mg.</p></section>",
        ],
    )
    def test_a_name_alone_makes_nothing_part_of_the_site(self, body: str) -> None:
        assert blocks(f"<p>{PROSE}</p>{body}") == [PROSE, "Never more than 5 mg."]

    def test_what_somebody_wrote_into_a_form_is_text(self) -> None:
        body = (
            "<h3>Comments</h3><form class='comment-form'><textarea>Slept badly.</textarea></form>"
            "<div class='feedback-form'>Pain: <input value='7 of 10'></div>"
        )
        assert blocks(f"<p>{PROSE}</p>{body}") == [PROSE, "Slept badly.", "Pain: 7 of 10"]

    def test_what_stands_instead_of_frames_is_text(self) -> None:
        page = "<html><frameset><frame src=a><noframes><p>Oars.</p></noframes></frameset></html>"
        assert html.read("a.html", page.encode()).text == "Oars."


class TestQuestions:
    def test_a_question_in_a_list_of_terms_heads_its_answer(self) -> None:
        body = "<h1>Mill</h1><dl><dt>Who owns it?</dt><dd>The choir.</dd></dl>"
        assert headings(body) == [(1, "Mill"), (2, "Who owns it?")]

    def test_terms_among_questions_are_not_under_them(self) -> None:
        body = "<h1>Mill</h1><dl><dt>Who owns it?<dd>The choir.<dt>Sieve<dd>A net.</dl>"
        assert headings(body) == [(1, "Mill")]

    def test_a_term_stands_right_above_what_it_means(self) -> None:
        body = "<dl><dt>Wick<dt>Snuff<dd>What burns.<dt>Flue<dd>A pipe.</dl>"
        assert read(body).text == "Wick\nSnuff\nWhat burns.\n\nFlue\nA pipe."

    def test_a_bold_question_heads_its_answer(self) -> None:
        body = "<h2>Fees</h2><p><b>Is it free?</b></p><p>It is.</p><p><b>Bold.</b></p>"
        assert headings(body) == [(2, "Fees"), (3, "Is it free?")]

    def test_what_follows_the_answers_is_not_under_the_last_question(self) -> None:
        body = "<h2>Fees</h2><details><summary>Is it free?</summary>It is.</details><p>Pay now.</p>"
        assert headings(body) == [(2, "Fees")]
        assert read(body).text == "Fees\n\nIs it free?\nIt is.\n\nPay now."


class TestTables:
    def test_cells_over_rows_and_columns_are_repeated_and_empty_ones_kept(self) -> None:
        body = (
            "<table><caption>Crews</caption><tr><th>Boat<th>May<th>June<tr><td rowspan=2>Petrel"
            "<td>8<td><tr><td colspan=2>none</table>"
        )
        assert blocks(body) == [
            "Crews",
            "Boat | May | June",
            "Boat: Petrel | May: 8 | June:",
            "Boat: Petrel | May / June: none",
        ]

    def test_the_first_cell_of_a_row_is_no_name_of_a_column(self) -> None:
        body = "<table><tr><th colspan=2>Aldhaven<tr><th scope=row>Founded<td>1204</table>"
        assert blocks(body) == ["Aldhaven", "Founded | 1204"]

    def test_a_table_inside_a_cell_is_written_once(self) -> None:
        inner = "<table><tr><th>Low water<th>High water<tr><td>04:10<td>10:20</table>"
        body = f"<table><tr><td>Tides</td><td>{inner}</td></tr></table>"
        assert blocks(body) == [
            "Tides",
            "Low water | High water",
            "Low water: 04:10 | High water: 10:20",
        ]

    @pytest.mark.parametrize("between", ["<form>{}</form>", "Z1<o:p>Z2</o:p>{}", "<x-y>{}Z3</x-y>"])
    def test_words_and_rows_between_rows_are_read(self, between: str) -> None:
        row = "<tr><td>Petrel<td>8 hands</tr>"
        text = read(f"<p>{PROSE}</p><table>{row}{between.format(row)}</table>").text
        assert text.count("Petrel") == text.count("8 hands") == 2
        assert all((each in text) == (each in between) for each in ("Z1", "Z2", "Z3"))

    def test_rows_are_in_the_order_in_which_they_are_shown(self) -> None:
        body = "<table><tfoot><tr><td>Sum<td>9<tbody><tr><td>May<td>4<tr><td>June<td>5</table>"
        assert blocks(body) == ["May | 4", "June | 5", "Sum | 9"]


class TestWord:
    def test_lists_comments_and_deleted_text(self) -> None:
        def item(mark: str, text: str, font: str = "Arial") -> str:
            return (
                "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
                f"<span style='font-family:{font};mso-list:Ignore'>{mark}<span style='font:7.0pt'>"
                f"&nbsp;&nbsp; </span></span><![endif]>{text}<o:p></o:p></p>"
            )

        body = (
            "<p class=MsoTitle>Club</p>" + item("·", "Oars.", "Symbol") + item("2.", "Nets.")
            + item("o", "Rope.", "Courier New")
            + "<p class=MsoNormal>Pay <span class=msoDel><del>3</del></span><span class=msoIns>"
            "<ins>4</ins></span><a class=msocomanchor href='#c'>[BK1]</a>.</p>"
            "<div style='mso-element:comment-list'><p>Why four?</p></div>"
            "<p class=MsoToc1><a href='#_Toc1'>Club ..... 1</a></p>"
        )  # fmt: skip
        document = read(body)
        assert document.text == "Club\n\n• Oars.\n2. Nets.\n• Rope.\n\nPay 4."
        assert document.title == "Club"


class TestMetadata:
    def facts(self, head: str, body: str = "<p>Grief.</p>") -> tuple[str | None, ...]:
        document = read(body, head)
        return document.title, document.author, document.date

    def test_what_the_page_states(self) -> None:
        data = (
            '{"@graph": [{"@type": "NewsArticle", "author": [{"name": "Mira Holt"}, '
            '{"name": "Ida Lund"}], "datePublished": "2014-03-02T10:00"}]}'
        )
        head = (
            "<title>On Grief | The Post</title><meta property='og:site_name' content='The Post'>"
            f"<script type='application/ld+json'>{data}</script>"
        )
        assert self.facts(head) == ("On Grief", "Mira Holt, Ida Lund", "2014-03-02")

    def test_nothing_is_guessed(self) -> None:
        body = "<p>By Jane Doe, 3 March 2011.</p><p>Copyright 2019 <a href='/2015/04/'>x</a></p>"
        assert self.facts("<title>Untitled Document</title>", body) == (None, None, None)

    @pytest.mark.parametrize(
        ("title", "body", "found"),
        [
            ("Fees - Port library", "<h1>Port library</h1><h2>Fees</h2>", "Fees"),
            ("page7", "<h1>Fees of the port</h1>", "Fees of the port"),
            ("Fees of the port", "<h1><a href='/'>Port library</a></h1>", "Fees of the port"),
            ("Fees | Port", "<h2>Other</h2>", "Fees | Port"),
        ],
    )
    def test_a_title_is_the_pages_and_not_the_sites(
        self, title: str, body: str, found: str
    ) -> None:
        assert self.facts(f"<title>{title}</title>", body + "<p>x</p>")[0] == found

    def test_keywords(self) -> None:
        document = read("<p>x</p>", "<meta name=keywords content='grief, sleep'>")
        assert document.keywords == ("grief", "sleep")


class TestDepth:
    @pytest.mark.parametrize("depth", [250, 1000, 5000])
    def test_a_deep_page_loses_nothing(self, depth: int) -> None:
        page = f"<div>Above.{'<div>' * depth}Below.{'</div>' * depth}</div><p>After.</p>"
        document = html.read("a.html", page.encode())
        assert [document.text[each.start : each.end] for each in document.blocks] == [
            "Above.",
            "Below.",
            "After.",
        ]
        assert document.remark == (TOO_DEEP if depth > 2000 else None)

    def test_lists_in_lists_do_not_end_it(self) -> None:
        assert read("<ul><li>a" * 900).text == "\n".join(["• a"] * 900)

    def test_elements_of_one_line_in_one_another_do_not_end_it(self) -> None:
        for name in ("span", "sup", "q", "s", "font face=Symbol", "math", "x-y"):
            closed = f"</{name.split()[0]}>"
            text = read(f"<p>{f'<{name}>' * 400}5{closed * 400}</p>").text
            assert "5" in text or "⁵" in text


class TestEntities:
    def test_a_pages_own_are_read_and_bombs_are_not_unfolded(self) -> None:
        own = '<!ENTITY port "Aldhaven">' + "".join(
            f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "lol"}">' for n in range(9)
        )
        text = f"In &port;&eacute; {PROSE} &b8;"
        page = f"<!DOCTYPE html [{own}]><html><body><p>{text}</p></body></html>"
        start = time.perf_counter()
        document = html.read("a.xhtml", page.encode())
        assert time.perf_counter() - start < 1
        assert document.text == f"In Aldhavené {PROSE} {UNKNOWN}"

    def test_browsers_show_a_name_that_they_do_not_know(self) -> None:
        assert read("<p>Here &mynote; it is &amp; AT&T.</p>").text == "Here &mynote; it is & AT&T."


LETTERS = st.text(  # without vowels, or a word such as "contents" would be a site's by chance
    st.characters(
        categories=["Lu", "Ll", "Lo", "Nd", "Sm", "Sc", "So"],
        exclude_characters="<>^~`aeiouAEIOU",
    ),
    min_size=1,
    max_size=8,
)
OF_SITES = set("aside footer head header menu nav search".split())
RAW = set("body html listing optgroup plaintext xmp".split())
ELEMENTS = st.sampled_from(
    sorted(BLOCKS - OF_SITES - RAW - {"dialog"})
    + "span b em q u font label object canvas o:p ix:n x-y madeup bdo".split()
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, str]:
    """A body of known words in elements of all kinds, and the words."""
    written, words = "", ""
    for _ in range(draw(st.integers(1, 6))):
        parts = draw(st.lists(LETTERS, min_size=3, max_size=3))
        names = draw(st.lists(ELEMENTS, min_size=1, max_size=3))
        opened = "".join(f"<{name}>" for name in names)
        closed = "".join(f"</{name}>" for name in reversed(names))
        first, inner, last = (part.replace("&", "") for part in parts)
        written += f"<p>{first} </p>{opened}{inner}{closed} <p>{last}</p>"
        words += first + inner + last
    return written, words


def signs(text: str) -> list[str]:
    """Each letter, digit and sign, but for those that the reader writes itself."""
    return sorted(each for each in text if not each.isspace() and each not in "•|:.1“”‘’")


@given(pages())
@settings(max_examples=100)
def test_no_letter_digit_or_sign_is_lost_whatever_holds_it(page: tuple[str, str]) -> None:
    body, words = page
    expected = signs(unicodedata.normalize("NFC", words))
    assert signs(read(f"<p>{PROSE}</p>{body}").text.replace(PROSE, "")) == expected
