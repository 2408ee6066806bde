"""What of a PDF's pages is a running head, and what is text that stays."""

import random

import files
import pytest
from files import Line, paragraph
from test_ingest_pdf import blocks, headings, read, read_bytes

from index.passage import Span
from ingest.documents import Document
from ingest.split import Limits, split

TOPICS = "Grief Sleep Anger Music Tea Rain Snow Bread Light Wool Paper Stone".split()


def body(topic: str, lines: int = 3, top: float = 700) -> list[Line]:
    texts = [f"{topic} is what this page tells of in its line {number}," for number in range(lines)]
    return paragraph(*texts, f"and that of {topic} ends here.", top=top)


def test_an_invoice_of_two_pages_keeps_its_number_and_date() -> None:
    invoice = [
        [Line("Invoice 4711 of 3 May", 770), *body("Tea")],
        [Line("Invoice 4711 of 4 May", 770), *body("Wool")],
    ]
    text = read(*invoice).text
    assert "Invoice 4711 of 3 May" in text
    assert "Invoice 4711 of 4 May" in text


def test_letters_that_greet_in_the_same_words_keep_their_greeting() -> None:
    letters = [[Line("Dear colleague,", 724), *body(topic)] for topic in TOPICS[:4]]
    assert read(*letters).text.count("Dear colleague,") == 4


def test_patients_that_have_a_page_each_keep_their_headings() -> None:
    pages = [
        [Line(f"Patient {number}", 740, size=13 * 1.2), *body(topic)]
        for number, topic in enumerate(TOPICS, start=1)
    ]
    assert headings(read(*pages)) == [f"Patient {number}" for number in range(1, 13)]


def test_patients_in_plain_letters_stay_too() -> None:
    pages = [
        [Line(f"Patient {number}", 740), *body(topic)]
        for number, topic in enumerate(TOPICS, start=1)
    ]
    text = read(*pages).text
    assert all(f"Patient {number}" in text for number in range(1, 13))


def test_the_same_heading_on_top_of_each_page_stays() -> None:
    pages = [[Line("Summary", 740, size=16), *body(topic)] for topic in TOPICS]
    assert headings(read(*pages)) == ["Summary"] * 12


def test_a_heading_at_a_pages_lower_end_stays() -> None:
    pages = [[*body(topic), Line(f"On {topic}", 60, size=16)] for topic in TOPICS]
    assert headings(read(*pages)) == [f"On {topic}" for topic in TOPICS]


def test_heads_that_alternate_and_change_with_the_chapter_go() -> None:
    pages = []
    for number, topic in enumerate(TOPICS, start=1):
        chapter = "On feelings" if number < 7 else "On things"
        head = "A Handbook of All" if number % 2 == 0 else chapter
        title = [Line(chapter, 740, size=18)] if number in (1, 7) else []
        pages.append([Line(head, 775, size=9), *title, *body(topic), Line(f"{number}", 30, 300, 9)])
    document = read(*pages)
    assert headings(document) == ["On feelings", "On things"]
    assert document.text.count("On feelings") == document.text.count("On things") == 1
    assert "Handbook" not in document.text
    assert len(blocks(document)) == 12


def test_page_numbers_go_by_their_order_and_a_cell_with_a_number_stays() -> None:
    pages = [
        [*body(topic), Line("7", 120), Line(f"– {number} –", 40)]
        for number, topic in enumerate(TOPICS, start=20)
    ]
    document = read(*pages)
    assert "–" not in document.text
    assert document.text.count("7") == 12


def test_a_sentence_runs_over_a_running_head() -> None:
    pages = [
        [
            Line("A Handbook of All", 770, size=9),
            *paragraph(f"takes its time, {topic.lower()} too, and no one", f"hurries {topic}; it"),
            Line(str(page), 40, 300, size=9),
        ]
        for page, topic in enumerate(TOPICS, start=1)
    ]
    assert len(blocks(read(*pages))) == 1


def test_a_file_of_which_each_page_has_the_same_words_keeps_them() -> None:
    pages = [paragraph("Take one cup in the morning.", f"It is day {day}.") for day in range(1, 9)]
    assert read(*pages).text.count("Take one cup in the morning.") == 8


def random_document(seed: int) -> tuple[list[list[Line]], dict[str, str]]:
    """Pages with sections wherever they fall, and for each sentence the heading printed over it."""
    chance = random.Random(seed)
    size = chance.choice((9, 10, 11, 12))
    style = chance.choice(("larger", "bold", "both"))
    head = chance.choice((None, "A Handbook of All That Is Known", "alternating"))
    pages: list[list[Line]] = [[]]
    expected: dict[str, str] = {}
    y = 720.0
    for section in range(chance.randint(2, 9)):
        label = chance.choice(
            ("Patient {}", "{}. Monitoring", "Case of number {}", "On {}")
        ).format(section + 1)
        heading_size = size * (1.0 if style == "bold" else chance.choice((1.2, 1.4)))
        if y < 120 or chance.random() < 0.5:
            pages.append([])
            y = 720.0
        pages[-1].append(Line(label, y, 72, heading_size, style != "larger"))
        y -= 2 * size + 6
        for number in range(chance.randint(1, 20)):
            if y < 80:
                pages.append([])
                y = 720.0
            text = (
                f"The sentence {number} of section {section} tells what {chance.random():.6f} is."
            )
            expected[text] = label
            pages[-1].append(Line(text, y, 72, size))
            y -= 1.2 * size
        y -= 1.5 * size
    for number, page in enumerate(pages, start=1):
        if head:
            words = "Of all things" if head == "alternating" and number % 2 else head
            page.insert(0, Line(words, 765, 72, size - 1))
        page.append(Line(str(number), 36, 300, size - 1))
    return pages, expected


def cited(document: Document) -> dict[str, str]:
    """Each sentence with the heading that it is cited under."""
    pieces = split(document, Limits(128, 0, 256), lambda texts: [len(x.split()) for x in texts])
    found: dict[str, str] = {}
    for piece in pieces:
        spans = [Span(each.start, each.end) for each in piece.sentences]
        for span in spans:
            label = piece.heading[-1] if piece.heading else document.title
            found[span.of(document.text)] = label or ""
    return found


def test_the_heading_cited_is_the_one_printed_over_the_sentence() -> None:
    for seed in range(200):
        pages, expected = random_document(seed)
        found = cited(read(*pages))
        wrong = {
            text: found.get(text) for text, label in expected.items() if found.get(text) != label
        }
        assert not wrong, f"seed {seed}"


def printed(head: list[Line], foot: list[Line], title: str = "On tea") -> str:
    """The text of a page that a browser printed, with these above and below."""
    return read_bytes(files.pdf([[*head, *body("Tea"), *foot]], Title=title)).text


FOOT = [Line("https://example.org/on/tea", 16, 30, 6), Line("1/1", 16, 560, 6)]


@pytest.mark.parametrize(
    "date", ["11/25/26, 7:29 AM", "25.11.2026, 07:29", "2026/11/25 7:29", "25-11-2026 07.29"]
)
def test_what_a_browser_prints_around_a_single_page_goes(date: str) -> None:
    head = [Line(date, 776, 30, 6), Line("On tea", 776, 280, 6)]
    assert printed(head, FOOT) == read(body("Tea")).text


def test_a_title_that_the_browser_cuts_goes_too() -> None:
    head = [Line("25.11.2026, 07:29", 776, 30, 6), Line("On tea and its...", 776, 280, 6)]
    assert printed(head, FOOT, "On tea and its leaves") == read(body("Tea")).text


def test_of_some_of_a_prints_pages_what_is_around_them_goes() -> None:
    pages = [
        [
            Line("25.11.26, 07:29", 776, 300, 6),
            Line("On tea", 776, 30, 6),
            *body(topic),
            Line("example.org/on/tea", 16, 30, 6),
            Line(f"{number} of 12", 16, 560, 6),
        ]
        for number, topic in ((4, "Tea"), (5, "Wool"))
    ]
    text = read_bytes(files.pdf(pages, Title="On tea")).text
    assert text == read(body("Tea"), body("Wool")).text


@pytest.mark.parametrize(
    "head",
    [
        [Line("25.11.2026, 07:29", 776, 30, 6), Line("On wool", 776, 280, 6)],
        [Line("Seen on 25.11.2026", 776, 30, 6), Line("On tea", 776, 280, 6)],
        [Line("25.11.2026, 07:29 by Ward 3", 776, 30, 6), Line("On tea", 776, 280, 6)],
        [Line("25.11.2026, 07:29", 776, 30, 12), Line("On tea", 776, 280, 12)],
    ],
)
def test_a_head_with_anything_else_than_a_browsers_stays(head: list[Line]) -> None:
    text = printed(head, FOOT)
    assert all(line.text in text for line in [*head, *FOOT[:1]])


MARKED = "/MarkInfo << /Marked true >>"


def set_(line: Line) -> str:
    return f"BT /F1 {line.size} Tf {line.x} {line.y} Td ({line.text}) Tj ET"


def marked(*pages: list[Line], body: list[Line], catalog: str = MARKED) -> str:
    """The text of pages with this body and lines that are marked as no part of the text."""
    inside = "/P << /MCID 0 >> BDC " + " ".join(map(set_, body)) + " EMC"
    drawn = [
        " ".join(f"/Artifact BMC {set_(line)} EMC" for line in page) + inside for page in pages
    ]
    return read_bytes(files.pdf_drawn(drawn, catalog=catalog)).text


HEAD = Line("A Handbook of All", 770)


def test_heads_that_the_file_marks_go_even_from_a_single_page() -> None:
    heads = [HEAD, Line("Ward 3, page 1 of 9", 40)]
    assert marked(heads, body=body("Tea", 8)) == read(body("Tea", 8)).text


def test_marks_in_a_file_that_is_not_said_to_be_marked_tell_nothing() -> None:
    assert "A Handbook" in marked([HEAD], body=body("Tea", 8), catalog="")


def test_what_is_marked_as_no_text_among_the_text_stays() -> None:
    lines = [Line("Draft of 3 May", 690, 400), Line("Dose", 700, 400)]
    text = marked(lines, body=body("Tea", 8))
    assert "Draft of 3 May" in text
    assert "Dose" in text


def test_a_title_that_is_marked_as_no_text_stays() -> None:
    assert "On Tea" in marked([Line("On Tea", 770, size=20)], body=body("Tea", 8))


def test_a_file_most_of_which_is_marked_as_no_text_keeps_it() -> None:
    above = paragraph("One cup in the morning,", "two of them at night.", top=770)
    assert "One cup in the morning" in marked(above, body=[Line("Tea", 400)])


def test_a_tables_head_that_is_printed_once_more_and_marked_as_no_text_stays() -> None:
    close = [HEAD, Line("Tea", 718), Line("Dose", 718, 300)]
    assert marked(close, body=body("Wool", 8)) == f"Tea Dose {read(body('Wool', 8)).text}"
    apart = [HEAD, Line("Herb", 724), Line("Cups", 724, 300)]
    table = [*body("Tea", 8), Line("Herb", 500), Line("Cups", 500, 300)]
    assert marked(apart, body=table).startswith("Herb Cups")
