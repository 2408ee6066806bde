import numpy as np
import pytest
from conftest import Write
from fakes import FakeEncoder, opened

from index.answering.explain import Explanation, Share, shares_of
from index.errors import UnknownDocument
from index.library import Library
from index.models.encoder import TokenVectors
from index.passage import Page, Span
from ingest.build import build


@pytest.fixture
def library(write: Write, index, encoder: FakeEncoder) -> Library:
    folder = write(
        {
            "a.md": "# On rest\n\n## Nights\n\nSleeping and so much more than that, or music.\n\n"
            "## Days\n\nSleep, sleep, music.\n",
            "b.md": "Grief.",
        }
    )
    build([folder], index, encoder=encoder)
    return opened(index, encoder)


def test_shares_of_the_words_sum_to_the_cosine() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 1]], dtype=np.float32)
    tokens = TokenVectors((Span(0, 3), Span(4, 6), Span(6, 9)), vectors)
    question = np.array([1, 0], dtype=np.float32)
    shares = shares_of("one twice", tokens, question)
    mean = vectors.mean(axis=0)
    assert [share.word for share in shares] == ["one", "twice"]
    assert sum(share.share for share in shares) == pytest.approx(mean[0] / np.linalg.norm(mean))
    assert shares[0].share == pytest.approx(shares[1].share)


def test_an_explanation_has_both_places_and_the_words_that_matched(library: Library) -> None:
    passage = library.ask("sleep music").hits[0].passage
    explained = library.explain("slept to music", passage)
    assert (explained.lexical_rank, explained.dense_rank) == (1, 2)
    assert explained.words == ("music",)
    assert [share.word for share in explained.shares][:3] == ["On", "rest", "Days"]


def test_a_passage_that_words_alone_do_not_find_has_no_place_there(library: Library) -> None:
    passage = library.ask("grief").hits[0].passage
    explained = library.explain("music", passage)
    assert explained == Explanation(3, None, (), (Share("Grief", 0.0),), 0.0)


def test_more_like_a_passage_leaves_itself_out(library: Library) -> None:
    passage = library.ask("sleep music").hits[0].passage
    assert passage.text == "Sleep, sleep, music."
    like = library.like(passage, k=1)
    assert [hit.passage.text for hit in like] == ["Sleeping and so much more than that, or music."]
    assert [
        hit.passage.document for hit in library.like(passage, 5, lambda path: path == "b.md")
    ] == ["b.md"]


def test_a_passage_that_is_gone_is_named(library: Library, write: Write, index) -> None:
    passage = library.ask("grief").hits[0].passage
    build([write({"b.md": "Anger, by now."})], index, encoder=FakeEncoder())
    with pytest.raises(UnknownDocument, match=r"no longer holds this passage of b\.md"):
        library.like(passage)


def test_the_passage_at_a_place_is_the_one_that_holds_it_or_the_last_before(
    library: Library,
) -> None:
    text = library.text("a.md")
    for place, words in ((text.index("more"), "Sleeping"), (text.index("## Days"), "Sleeping")):
        passage = library.passage_at("a.md", place)
        assert passage is not None
        assert passage.text.startswith(words)
    assert library.passage_at("a.md", 0) is None


def test_an_outline_lists_headings_where_they_begin(library: Library) -> None:
    outline = library.outline("a.md")
    assert [(each.heading, outline.text[each.start :][:5]) for each in outline.sections] == [
        (("Nights",), "Sleep"),
        (("Days",), "Sleep"),
    ]
    assert outline.place.name == "a.md"


def test_an_outline_lists_the_pages(write: Write, index, encoder: FakeEncoder) -> None:
    import files

    pages = [files.paragraph(f"{word} is what this page tells of.") for word in ("Grief", "Sleep")]
    build([write({"a.pdf": files.pdf(pages)})], index, encoder=encoder)
    outline = opened(index).outline("a.pdf")
    assert outline.pages == (Page(1, 0), Page(2, outline.text.index("Sleep")))
