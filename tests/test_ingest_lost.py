"""No word of a file is lost in silence, however deep it lies, however long it is."""

import files
import pytest

from ingest.documents import Document
from ingest.readers import reader_for
from ingest.readers.web.tree import TOO_DEEP
from ingest.split import Limits, split

DEPTHS = [9, 10, 40, 250, 400, 3000]


def read(name: str, data: str | bytes) -> Document:
    reader = reader_for(name)
    assert reader is not None
    return reader.read(name, data if isinstance(data, bytes) else data.encode())


def words(document: Document) -> list[str]:
    """The words of its passages, in order."""
    limits = Limits(128, 0, 256)
    pieces = split(document, limits, lambda texts: [len(text.split()) for text in texts])
    return [word for p in pieces for word in document.text[p.start : p.end].split()]


@pytest.mark.parametrize("depth", [9, 10, 40, 250])
@pytest.mark.parametrize("mark", ["-", "1.", ">"])
def test_of_lists_and_quotations_in_markdown(depth: int, mark: str) -> None:
    indent = "> " if mark == ">" else " " * (len(mark) + 1)
    lines = [f"{indent * level}{mark} word{level}" for level in range(depth)]
    found = words(read("a.md", "\n".join([*lines, "", "last"])))
    assert [word for word in found if word.isalnum()] == [
        *(f"word{level}" for level in range(depth)),
        "last",
    ]


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("tag", ["div", "b", "li", "blockquote"])
@pytest.mark.parametrize("closed", [True, False])
def test_of_elements_in_a_page_and_in_a_book(depth: int, tag: str, closed: bool) -> None:
    inner = "".join(f"<{tag}>word{level} " for level in range(depth)) + f"</{tag}>" * depth * closed
    page = f"<p>first</p>{inner}<p>last</p>"
    for name, data in (("a.html", page.encode()), ("a.epub", files.epub({"a.xhtml": page}))):
        document = read(name, data)
        found = "".join(words(document))
        lost = [level for level in range(depth) if f"word{level}" not in found]
        assert not lost, name
        assert "first" in found
        assert "last" in found
        assert document.remark in (None, TOO_DEEP)


def test_of_a_text_of_many_million_letters() -> None:
    page = f"<p>first {'word ' * 2_200_000} last</p><p>end</p>"
    text = read("a.html", page).text
    assert (text.count("word"), text[:5], text[-3:]) == (2_200_000, "first", "end")


@pytest.mark.parametrize(
    "name", ["unicode_escape", "raw_unicode_escape", "punycode", "rot13", "zlib"]
)
def test_of_a_page_that_names_a_codec_that_is_no_encoding(name: str) -> None:
    page = f"<html><head><meta charset='{name}'></head><body><p>C:\\new\\u0041</p></body></html>"
    assert read("a.html", page).text == "C:\\new\\u0041"
