import ctypes
from pathlib import Path

import pypdfium2
import pytest
from conftest import Write
from fakes import FakeEncoder, opened
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from index.errors import UnknownDocument
from index.letters import Letter, Rectangle, _in_reading_order, reduced
from index.passage import Page, Span
from index.places import Place, Places, places_in_pdf
from ingest.build import build
from ingest.readers import pdf as reader
from tests.files import Line, paragraph, pdf

FINE = 1_000_000


def asked(data: bytes, words: str, which: int = 0) -> Places:
    """Where the words stand, the first time that the text has them, or a later one."""
    document = reader.read("a.pdf", data)
    start = -1
    for _ in range(which + 1):
        start = document.text.index(words, start + 1)
    span = Span(start, start + len(words))
    return places_in_pdf(data, document.text, span, document.pages)


def under(data: bytes, place: Place) -> list[str]:
    """The page's text in each rectangle, as PDFium finds it there."""
    page = pypdfium2.PdfDocument(data)[place.page - 1]
    return [_text(page, rectangle) for rectangle in place.rectangles]


def _text(page: pypdfium2.PdfPage, box: Rectangle) -> str:
    x, y = ctypes.c_double(), ctypes.c_double()
    corners = []
    for across, down in ((box.left, box.top), (box.right, box.bottom)):
        place = round(across * FINE), round(down * FINE)
        raw.FPDF_DeviceToPage(page, 0, 0, FINE, FINE, 0, *place, x, y)
        corners.append((x.value, y.value))
    (left, top), (right, bottom) = corners
    middle = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    return str(page.get_textpage().get_text_bounded(*middle)).strip().replace("\x02", "-")


PILOTS = paragraph(
    "The pilots met at Aldhaven each autumn and chose a",
    "warden for the winter. The warden kept the key of the",
    "chart room.",
)


def test_a_sentence_has_a_rectangle_on_each_of_its_lines() -> None:
    data = pdf([PILOTS])
    (place,) = asked(data, "The warden kept the key of the chart room.").places
    assert place.page == 1
    assert under(data, place) == ["The warden kept the key of the", "chart room."]


def test_rectangles_are_fractions_from_the_top_left() -> None:
    ((box,),) = (place.rectangles for place in asked(pdf([[Line("Mill", 693)]]), "Mill").places)
    assert box.left == pytest.approx(72 / 612, abs=0.003)
    assert box.top < 1 - 693 / 792 < box.bottom
    assert 0.01 < box.bottom - box.top < 0.03
    assert 0.025 < box.right - box.left < 0.035


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_turned_is_measured_as_it_is_shown(turn: int) -> None:
    ((box,),) = (
        place.rectangles
        for place in asked(pdf([[Line("Mill", 693)]], page=f"/Rotate {turn}"), "Mill").places
    )
    left, top = 72 / 612, 1 - 693 / 792
    begins = {0: (left, top), 90: (1 - top, left), 180: (1 - left, 1 - top), 270: (top, 1 - left)}
    across, down = begins[turn]
    assert box.left - 0.03 < across < box.right + 0.03
    assert box.top - 0.03 < down < box.bottom + 0.03
    assert (box.right - box.left > box.bottom - box.top) == (turn in (0, 180))


def test_a_cropped_page_is_measured_as_it_is_shown() -> None:
    data = pdf([[Line("Mill", 693)]], page="/CropBox [50 500 350 800]")
    ((box,),) = (place.rectangles for place in asked(data, "Mill").places)
    assert box.left == pytest.approx((72 - 50) / 300, abs=0.005)
    assert box.top < 1 - (693 - 500) / 292 < box.bottom


def test_a_sentence_over_two_pages_has_a_place_on_each() -> None:
    data = pdf([[Line("The pilots met", 100)], [Line("at Aldhaven each autumn.", 700)]])
    places = asked(data, "The pilots met at Aldhaven each autumn.")
    assert [(place.page, under(data, place)) for place in places.places] == [
        (1, ["The pilots met"]),
        (2, ["at Aldhaven each autumn."]),
    ]
    assert places.reason is None


def test_a_word_that_is_parted_at_a_lines_end_is_found() -> None:
    data = pdf([paragraph("The pilots of the har-", "bour met in the mill.")])
    (place,) = asked(data, "The pilots of the harbour met in the mill.").places
    assert under(data, place) == ["The pilots of the har-", "bour met in the mill."]


def test_of_words_that_come_twice_the_surroundings_tell() -> None:
    lines = [
        *paragraph("In the first year the dose was 5 mg. It was too little.", top=700),
        *paragraph("In the second year it fell. The dose was 5 mg. It was enough.", top=600),
    ]
    data = pdf([lines])
    tops = [asked(data, "dose was 5 mg.", which).places[0].rectangles[0].top for which in (0, 1)]
    assert tops[0] < 1 - 700 / 792 < tops[0] + 0.03
    assert tops[1] < 1 - 600 / 792 < tops[1] + 0.03


def test_words_that_nothing_tells_apart_have_no_place() -> None:
    text = "Yes. No."
    data = pdf([[Line("Yes.", 700)], [Line("Yes.", 700), Line("Yes.", 500)]])
    places = places_in_pdf(data, text, Span(0, 4), [Page(2, 0)])
    assert places == Places((), "The words cannot be told on page 2.")


def test_words_that_the_page_has_otherwise_have_no_place() -> None:
    data = pdf([PILOTS])
    places = places_in_pdf(data, "The pilots met at Brool.", Span(0, 24), [Page(1, 0)])
    assert places == Places((), "The words cannot be told on page 1.")


def test_a_short_word_of_a_note_is_not_shown_in_the_text() -> None:
    note = "/Subtype /Text /Rect [400 700 420 720] /Contents (warden)"
    data = pdf([PILOTS], [[note]])
    document = reader.read("a.pdf", data)
    start = document.text.rindex("warden")
    places = places_in_pdf(data, document.text, Span(start, start + 6), document.pages)
    assert places == Places((), "The words cannot be told on page 1.")


def test_a_row_that_names_its_columns_is_found_by_its_values() -> None:
    lines = [Line("Tea", 700), Line("Largest dose", 700, x=200)]
    lines += [Line("Yew", 680), Line("15 drops", 680, x=200)]
    text = "Tea: Yew | Largest dose: 15 drops"
    data = pdf([lines])
    (place,) = places_in_pdf(data, text, Span(0, len(text)), [Page(1, 0)]).places
    assert [each.split() for each in under(data, place)] == [["Yew", "15", "drops"]]


def test_a_sentence_that_a_running_head_parts_in_the_file_is_found() -> None:
    lines = [
        Line("The pilots of the northern coast met", 700),
        Line("Annals of the harbour, volume 3", 760),
        Line("at Aldhaven in the ninth week of autumn.", 686),
    ]
    text = "The pilots of the northern coast met at Aldhaven in the ninth week of autumn."
    data = pdf([lines])
    (place,) = places_in_pdf(data, text, Span(0, len(text)), [Page(1, 0)]).places
    assert under(data, place) == [lines[0].text, lines[2].text]


def test_lines_that_run_from_right_to_left_are_read_so_with_their_numbers() -> None:
    shown = "תונורק 25 יח"  # as a file draws it, from the left
    letters = [
        Letter(sign, Rectangle(place / 20, 0.1, (place + 1) / 20, 0.2), 0, begins=False)
        for place, sign in enumerate(shown)
        if sign != " "
    ]
    read = "".join(letter.sign for letter in _in_reading_order(letters))
    assert read == "חי25קרונות"


def test_a_row_whose_values_stand_apart_in_the_file_is_found_in_pieces() -> None:
    lines = [
        Line("One patient with a book", 700, x=72),
        Line("Annals of the harbour", 760),
        Line("Often under thirty minutes", 700, x=300),
    ]
    text = "Who: One patient with a book | Length: Often under thirty minutes"
    data = pdf([lines])
    (place,) = places_in_pdf(data, text, Span(0, len(text)), [Page(1, 0)]).places
    assert under(data, place) == [lines[0].text, lines[2].text]


@pytest.mark.parametrize(
    ("page", "document"),
    [("10⁶ ﬁne", "106 fine"), ("ﬂow CO₂", "flow CO2"), ("Äther", "A\u0308ther"), ("a\u00adb", "ab"),
     ("word^a", "worda"), ("~~struck~~", "struck"), ("5 µg", "5μg"), ("½ − 1", "1⁄2 1")],
)  # fmt: skip
def test_both_are_reduced_to_what_they_share(page: str, document: str) -> None:
    assert reduced(page) == reduced(document)


@pytest.mark.parametrize(("one", "other"), [("5 µg", "5 g"), ("> 3", "< 3"), ("a+b", "ab")])
def test_what_means_something_else_stays_different(one: str, other: str) -> None:
    assert reduced(one) != reduced(other)


def test_a_page_that_the_file_has_not_and_a_damaged_file_have_no_places() -> None:
    data = pdf([PILOTS])
    reason = "The file has no such page."
    assert places_in_pdf(data, "Mill", Span(0, 4), [Page(9, 0)]) == Places((), reason)
    assert places_in_pdf(data, "Mill", Span(0, 4), [Page(None, 0, "4")]) == Places((), reason)
    assert places_in_pdf(b"%PDF", "Mill", Span(0, 4), [Page(1, 0)]).reason == "The file is damaged."
    assert places_in_pdf(data, "…", Span(0, 1), [Page(1, 0)]).reason == "There are no words in it."


WORDS = "pilot warden key mill red box door tea rye 15 mg Brool autumn".split()


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=8), min_size=2, max_size=9))
def test_a_place_that_is_given_holds_the_words(lines: list[list[str]]) -> None:
    data = pdf([paragraph(*(" ".join(line) for line in lines))])
    document = reader.read("a.pdf", data)
    start = document.text.index(lines[1][0], len(" ".join(lines[0])))
    span = Span(start, min(len(document.text), start + 25))
    for place in places_in_pdf(data, document.text, span, document.pages).places:
        height = 1 - (700 - 14.4) / 792
        assert reduced("".join(under(data, place))) == reduced(span.of(document.text))
        assert place.rectangles[0].top < height < place.rectangles[0].bottom


class TestLibrary:
    def test_places_are_asked_of_the_file_as_it_was_indexed(
        self, write: Write, index: Path, encoder: FakeEncoder
    ) -> None:
        data = pdf([[Line("Sleep heals.", 700)]])
        folder = write({"a.pdf": data, "b.txt": "Grief takes time."})
        build([folder], index, encoder=encoder)
        library = opened(index, encoder)
        (place,) = library.places("a.pdf", Span(0, 12)).places
        assert (place.page, under(data, place)) == (1, ["Sleep heals."])
        assert library.places("b.txt", Span(0, 5)) == Places(
            (), "b.txt has no pages on which the words could be shown."
        )
        with pytest.raises(UnknownDocument):
            library.places("c.pdf", Span(0, 5))
        (folder / "a.pdf").write_bytes(pdf([[Line("Sleep heals!", 700)]]))
        assert library.places("a.pdf", Span(0, 12)) == Places(
            (), "a.pdf has changed since it was indexed; build again."
        )
        (folder / "a.pdf").unlink()
        reason = library.places("a.pdf", Span(0, 12)).reason
        assert str(reason).endswith("a.pdf cannot be read any more; put it back, or build again.")
