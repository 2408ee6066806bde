"""Every character of a text is shown or is markup that was recognised, and marks end where told."""

import re
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from conftest import sample_texts
from hypothesis import given
from hypothesis import strategies as st

from index.passage import Span
from views.inline import Element
from views.rendered import Insertion, Marked, blocks_of, html_of, passage_html

TEXT = """---
title: Sleep & rest
---

# Rest *well*

> 1. One `` c ` `` \\* <http://x.example/a> ![a *t*](u "t") [x][r] <b>
>    next\x20\x20
>    line

3. [ ] three
7. seven
   - inner

     further

[r]: http://z.example

| a \\| b | c |
|:--|--|
| `x` | **y** |

Set
Head
====

    code
      more

```py
fence *a*

  b
```

~~gone~~ &amp; end ##

* * *
"""
WORDS = (
    "a b # ## > - * + 1. ` `` ``` ~~~ ** __ _ ~~ [ ] ( ) ![ <http://a.b> <b> \\ | |-|-| \\| \t --- "
    '=== é 漢 &amp; [r]: "t" word [w](http://a.b) [w](x (t))'
)
LINES = ("\n", "\n\n", " ", "    ", "\n- ", "\n> ", "\n1. ", "\n| a | b |\n|---|---|\n| c | d |\n")
PIECES = st.sampled_from([*WORDS.split(" "), *LINES])
MARKUP = set('#>-*+`~_[]()!<\\|=: \t\n.0123456789"')


class Seen(HTMLParser):
    """What a reader sees: all text, without where links lead, and what stands in each mark."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.marks: dict[str, str] = {}
        self.tags: list[str] = []
        self._open: list[str] = []
        self._away: list[str] = []
        self.feed(html)
        self.close()
        assert self._away == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("hr", "br"):
            return
        self._away.append(tag if ("class", "where") not in attrs else "where")
        if tag == "mark":
            self._open.append(dict(attrs)["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        popped = self._away.pop()
        assert popped in (tag, "where")
        if tag == "mark":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if "where" not in self._away:
            self.text += data
            for mark in self._open:
                self.marks[mark] = self.marks.get(mark, "") + data


def spans(element: Element) -> Iterator[Span]:
    for each in element.children:
        if isinstance(each, Span):
            yield each
        else:
            yield from spans(each)


def shown(text: str, markdown: bool = True) -> list[int]:
    """The places of the characters that are shown; each once, in order."""
    places = [
        place
        for block in blocks_of(text, markdown)
        for span in spans(block.content)
        for place in range(span.start, span.end)
    ]
    assert places == sorted(set(places))
    return places


def check(text: str, markdown: bool, window: Span, mark: Span) -> None:
    places = shown(text, markdown)
    marks = [Marked(mark, '<mark id="m">'), Marked(Span(0, len(text)), '<mark id="all">')]
    seen = Seen(html_of(text, blocks_of(text, markdown), window, marks))
    inside = [place for place in places if window.start <= place < window.end]
    assert seen.text == "".join(text[place] for place in inside)
    assert seen.marks.get("all", "") == seen.text
    wanted = "".join(text[place] for place in inside if mark.start <= place < mark.end)
    assert seen.marks.get("m", "") == wanted


@given(st.lists(PIECES, max_size=40).map("".join), st.data())
def test_each_character_is_shown_or_is_markup_and_marks_hold_exactly_their_own(
    text: str, data: st.DataObject
) -> None:
    offsets = st.integers(0, len(text))
    window, mark = (Span(*sorted((data.draw(offsets), data.draw(offsets)))) for _ in range(2))
    markdown = data.draw(st.booleans())
    check(text, markdown, window, mark)
    hidden = {text[place] for place in set(range(len(text))) - set(shown(text, markdown))}
    if not markdown:
        assert not {each for each in hidden if not each.isspace()}
    elif "](" not in text and "][" not in text:
        assert hidden <= MARKUP


@pytest.mark.parametrize("path", [each for each in sample_texts() if each.endswith(".md")])
def test_sample_documents_lose_no_word(path: str) -> None:
    text = sample_texts()[path]
    check(text, True, Span(len(text) // 3, len(text)), Span(len(text) // 2, len(text) // 2 + 50))
    hidden = {text[place] for place in set(range(len(text))) - set(shown(text))}
    if "](" not in text:
        assert hidden <= MARKUP


def test_markdown_is_shown_as_what_it_means() -> None:
    html = html_of(TEXT, blocks_of(TEXT, True), Span(0, len(TEXT)))
    for part in (
        "---\ntitle: Sleep &amp; rest\n---",
        "<h2>Rest <em>well</em></h2>",
        "<blockquote><ol><li value='1'>One <code>c `</code> * ",
        '<span class="picture">a *t*</span>',
        "&lt;b&gt;\nnext<br>line</li></ol></blockquote>",
        "<ol><li value='3'>[ ] three</li><li value='7'>seven<ul><li>",
        "<div class='p plain'>[r]: http://z.example</div>",
        "<th class='left'>a | b</th><th>c</th>",
        "<td class='left'><code>x</code></td><td><strong>y</strong></td>",
        "<h2>Set\nHead</h2>",
        "<pre><code>code\n  more\n</code></pre>",
        "<pre><code><span class='info'>py</span>fence *a*\n\n  b\n</code></pre>",
        "<s>gone</s> &amp;amp; end ##",
        "<hr>",
    ):
        assert part in html, part


def test_an_empty_cell_keeps_its_column() -> None:
    text = "| a | | c |\n| --- | --- | --- |\n| | e | |\n"
    html = html_of(text, blocks_of(text, True), Span(0, len(text)))
    assert re.findall("<t[hd]>(.*?)</t[hd]>", html) == ["a", "", "c", "", "e", ""]


def test_a_stretch_has_only_its_own_elements() -> None:
    start = TEXT.index("seven")
    html = passage_html(TEXT, Span(start, start + 5), "a.md", [Marked(Span(start + 1, start + 3))])
    assert html == "<ol><li value='7'>s<mark>ev</mark>en</li></ol>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        '[a](http://x.example/"onmouseover="alert(1))',
        "![a](http://x.example/p.png)",
        "<javascript:alert(1)>",
        '| a | b |\n|---|---|\n| <b onclick="x"> | </td></table><script> |',
        "```<script>\n</code></pre><script>\n```",
        '1. <a href="http://x.example">',
        "[r]\n\n[r]: javascript:alert(1)",
        "[](//x.example)",
    ],
)
def test_hostile_text_stays_text(hostile: str) -> None:
    html = passage_html(hostile, Span(0, len(hostile)), "a.md")
    seen = Seen(html)
    assert not {"script", "img", "iframe", "b", "style"} & set(seen.tags)
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'onmouseover="alert' not in html
    places = shown(hostile)
    assert seen.text == "".join(hostile[place] for place in places)


def test_a_link_says_where_it_leads_before_it_does() -> None:
    html = passage_html("[here](https://x.example/a?b&c)", Span(0, 31), "a.md")
    assert html.startswith('<details class="link"><summary>here</summary>')
    assert '<a href="https://x.example/a?b&amp;c" target="_blank" rel="noopener' in html
    assert "<a " not in passage_html("[here](../b.md)", Span(0, 15), "a.md")


def test_text_that_is_no_markdown_stays_as_it_is() -> None:
    text = "1) *One* | two\n    three_four_\n\n# Five <b>"
    assert html_of(text, blocks_of(text, False), Span(0, len(text))) == (
        '<div class="p plain">1) *One* | two\n    three_four_</div>'
        '<div class="p plain"># Five &lt;b&gt;</div>'
    )
    marks = [Marked(Span(3, 8))]
    assert passage_html(text, Span(0, 14), "a.txt", marks) == "1) <mark>*One*</mark> | two"


def test_what_comes_between_stands_before_its_character_and_never_in_a_word() -> None:
    text = "One two.\n\n- three\n"
    html = html_of(
        text,
        blocks_of(text, True),
        Span(0, len(text)),
        insertions=[Insertion(4, "<i></i>"), Insertion(8, "<u></u>"), Insertion(99, "<s></s>")],
    )
    assert html == ("<div class='p'>One <i></i>two.</div><ul><li><u></u>three</li></ul><s></s>")


def test_a_long_paragraph_is_parted_between_words() -> None:
    text = "Grief takes its time. " * 2000
    blocks = blocks_of(text, False)
    assert len(blocks) > 1
    assert "".join(block.span.of(text) for block in blocks) == text
    assert all(text[block.span.end - 1] in " ." for block in blocks)


WRAPPED = (
    "Grief takes its time, and no one can hurry it along, as the keeper of the\n"
    "lighthouse said to those who came to visit him in the long winter. Then he\n"
    "went up the stairs and lit the lamp."
)
KEPT = [
    "  Shall I compare thee to a summer's day?\n  Thou art more lovely and more temperate:\n"
    "  Rough winds do shake the darling buds of May,\n  And summer's lease hath too short a date",
    "because I could not stop for death, that evening by the sea,\nhe kindly\nstopped for me"
    "\nand on we drove",
    "Name        Dose     Hours of the day when it is to be given to them\n"
    "lithium     450      8, 14 and 20 o'clock, after the meals have been had\n"
    "sertraline  50       8",
    "drug\tdose, and the hours of the day when it is to be given to the patients\nlithium\t450",
    "> the words of another's letter, which a program has wrapped at some\n> width or other",
    "- Take the tablet in the morning with a glass of water, never without\n- Sit down, rest",
    "Dear Anna,\nthank you for the letter.",
    "Ministry of Health and Welfare\nBahnhofstrasse 12\nAldhaven",
    "def lit(lamp):\n    if lamp.oil and not lamp.wick.is_trimmed_and_turned():\n        return",
    "漢字の文章は空白なしで書かれ、行の終わりで折り返されることが多いのです。この行はとても長い行です、ほんとう。\n次の行",
]


def lines_of(text: str, window: Span, html: str) -> list[str]:
    """The lines that are seen: what is mere wrapping is a blank."""
    flowing = re.sub(r"<span class='wrap'>\s*</span>", " ", html)
    assert re.sub("<[^>]*>", "", html) == escape(window.of(text))
    return unescape(re.sub("<[^>]*>", "", flowing)).split("\n")


def test_lines_that_a_program_has_wrapped_flow_in_a_plain_text() -> None:
    whole = Span(0, len(WRAPPED))
    html = html_of(WRAPPED, blocks_of(WRAPPED, False, True), whole)
    assert lines_of(WRAPPED, whole, html) == [WRAPPED.replace("\n", " ")]
    assert "wrap" not in html_of(WRAPPED, blocks_of(WRAPPED, False), whole)
    item = WRAPPED.replace("\n", "\n   ").replace("Grief", "1. Grief") + "\n2. Rest."
    assert lines_of(item, Span(0, len(item)), passage_html(item, Span(0, len(item)), "a.txt")) == [
        "1. " + WRAPPED.replace("\n", " "),
        "2. Rest.",
    ]


@pytest.mark.parametrize("text", KEPT)
def test_lines_that_were_meant_stay(text: str) -> None:
    text = f"{WRAPPED}\n\n{text}"
    whole = Span(0, len(text))
    html = passage_html(text, whole, "a.txt")
    assert lines_of(text, whole, html) == [WRAPPED.replace("\n", " "), *text.split("\n")[3:]]


def test_a_mark_over_a_wrapped_line_ends_at_its_character() -> None:
    start, end = WRAPPED.index("keeper"), WRAPPED.index(" said")
    html = passage_html(WRAPPED, Span(10, 120), "a.txt", [Marked(Span(start, end))])
    marked = "".join(re.findall("<mark>(.*?)</mark>", html, re.DOTALL))
    assert marked == WRAPPED[start:end] == "keeper of the\nlighthouse"
