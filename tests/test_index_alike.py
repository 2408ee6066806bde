from index.answering.alike import collapse
from index.passage import Hit, Passage, Span

WORDS = (
    "Take two tablets of the usual size each morning before breakfast with a large glass of "
    "water and tell your doctor at the next visit how you slept and what you dreamt of"
)


def hit(text: str, document: str = "a.txt", start: int = 0) -> Hit:
    end = start + len(text)
    return Hit(Passage(document, None, (), (), start, end, text, (Span(start, end),)), 0, 0, 0)


def collapsed(*hits: Hit) -> list[tuple[str, list[str]]]:
    """The document of each that stands, and of those behind it."""
    return [
        (each.passage.document, [other.document for other in each.alike])
        for each in collapse(hits, 10)
    ]


def test_the_same_text_twice_stands_once_with_the_other_behind_it() -> None:
    found = collapsed(hit(WORDS, "a.txt"), hit("Something else.", "b.txt"), hit(WORDS, "c.txt"))
    assert found == [("a.txt", ["c.txt"]), ("b.txt", [])]


def test_a_word_more_or_less_makes_no_other_text() -> None:
    changed = WORDS.replace("doctor", "physician").upper()
    assert collapsed(hit(WORDS), hit(changed, "b.txt")) == [("a.txt", ["b.txt"])]


def test_another_number_does() -> None:
    one, other = WORDS.replace("two", "2"), WORDS.replace("two", "3")
    assert collapsed(hit(one), hit(other, "b.txt")) == [("a.txt", []), ("b.txt", [])]


def test_a_text_on_the_same_matter_in_other_words_stands_by_itself() -> None:
    other = "Before breakfast each morning, swallow a pair of tablets of the usual size."
    assert len(collapsed(hit(WORDS), hit(other, "b.txt"))) == 2


def test_stretches_of_one_document_that_mostly_overlap_stand_once() -> None:
    assert len(collapsed(hit(WORDS), hit(WORDS[20:] + " And 7 more.", start=20))) == 1
    assert len(collapsed(hit(WORDS), hit("The end. " + WORDS[:9], start=len(WORDS) - 9))) == 2


def test_texts_without_words_are_not_alike() -> None:
    assert len(collapsed(hit("…"), hit("—", "b.txt"))) == 2


def test_no_more_are_taken_than_wanted_but_what_is_alike_does_not_count() -> None:
    hits = [
        hit(WORDS, "a.txt"),
        hit(WORDS, "b.txt"),
        hit("Sleep.", "c.txt"),
        hit("Grief.", "d.txt"),
    ]
    assert [each.passage.document for each in collapse(hits, 2)] == ["a.txt", "c.txt"]
