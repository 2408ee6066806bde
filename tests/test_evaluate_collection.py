from pathlib import Path

from fakes import FakeEncoder, opened

from evaluate.collection import Text, collection_hash, make_index
from index import Library
from ingest.progress import unwatched

LONG = "Sleep heals. " * 200
TEXTS = [
    Text("one/1", "On rest", LONG),
    Text("two", "", "Grief\n=====\n\nIt takes time."),
    Text("3", "", " "),
]


def test_a_text_is_one_passage_however_long_with_its_title_and_headings(index: Path) -> None:
    make_index(TEXTS, index, FakeEncoder(), False, unwatched)
    library = opened(index)
    assert library.info().counts.passages == 2
    sleep, grief = (library.search(word, 1)[0].passage for word in ("sleep", "grief"))
    assert (sleep.document, sleep.title, sleep.text) == ("one/1", "On rest", LONG.strip())
    assert (grief.document, grief.title, grief.text) == (
        "two",
        None,
        "Grief\n=====\n\nIt takes time.",
    )
    assert len(sleep.sentences) == 200


def test_in_passages_it_is_split_as_documents_are(index: Path) -> None:
    make_index(TEXTS, index, FakeEncoder(), True, unwatched)
    assert Library.open(index).info().counts.passages > 2
    assert Library.open(index).problems() == []


def test_what_is_there_already_is_not_embedded_again(index: Path) -> None:
    make_index(TEXTS, index, FakeEncoder(), False, unwatched)
    again = FakeEncoder()
    make_index(TEXTS, index, again, False, unwatched)
    assert again.seen == []
    make_index([*TEXTS, Text("new", "", "Music.")], index, again, False, unwatched)
    assert again.seen == ["Music."]
    assert opened(index).search("music", 1)[0].passage.document == "new"


def test_a_hash_tells_collections_apart() -> None:
    hashes = {
        collection_hash(texts)
        for texts in ([], TEXTS, TEXTS[:1], [Text("one/1", "On res", "t" + LONG)])
    }
    assert len(hashes) == 4
    assert collection_hash(list(TEXTS)) == collection_hash(tuple(TEXTS))
