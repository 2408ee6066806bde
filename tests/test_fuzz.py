"""Whatever bytes a file has, it is read or refused, and what is read can be split and located.

QUOTH_FUZZ=100000 pytest tests/test_fuzz.py tries that many inputs; otherwise a few hundred.
"""

import io
import os
import unicodedata

import docx
import files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import READERS, Reader
from ingest.readers.__main__ import read_bytes
from ingest.split import Limits, split

INPUTS = int(os.environ.get("QUOTH_FUZZ", "300"))
SETTINGS = settings(
    max_examples=INPUTS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
HTML = """<html><head><title>T</title></head><body><main><h1>A</h1><p>b <b>c</b><br>d</p><ul>
<li>e<li>f</ul><table><tr><td>g<td>h</table><pre>i
j</pre></main></body></html>"""
MARKDOWN = (
    "---\ntitle: T\n---\n\n# A\n\nb *c*\n\n- d\n- e\n\n| f | g |\n|---|---|\n| h | i |\n\n> j\n"
)


def word() -> bytes:
    document = docx.Document()
    document.add_heading("A")
    document.add_paragraph("b", "List Bullet")
    document.add_table(1, 2)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SEEDS = {
    ".txt": b"A\n=\n\nb c d.\ne f\n\n- g\n",
    ".md": MARKDOWN.encode(),
    ".html": HTML.encode(),
    ".pdf": files.pdf([files.paragraph("A b-", "c. D e", "f."), files.paragraph("g h.")]),
    ".docx": word(),
    ".odt": files.odt('<text:h text:outline-level="1">A</text:h><text:p>b<text:tab/>c</text:p>'),
    ".epub": files.epub({"a.xhtml": "<h1>A</h1><p>b</p>"}, {"a.xhtml": "C"}),
    ".rtf": rb"{\rtf1\ansi{\info{\title T}}A \'f6\par b\u8212?\par}",
    ".csv": b'a,b\n"c ""d""",e\nf\n',
    ".jsonl": b'{"title": "A", "text": "b\\nc"}\n{"text": "d"}\n',
}
ARCHIVES = (".docx", ".odt", ".epub")


@st.composite
def edited(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with some stretches replaced, doubled or left out."""
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        new = draw(st.binary(max_size=12) | st.just(data[start:end] * 3) | st.sampled_from(ODD))
        data = data[:start] + new + data[end:]
    return data


ODD = [
    b"<",
    b"</p>",
    b"&#0;",
    b"&x;",
    b"\xff\xfe",
    b"\0",
    "\u202e\u200d\u0301".encode(),
    b"{",
    b"\\u",
]
ODD += [b"<div>" * 50, b"(" * 50, b"]]>", b"\xf4\x90\x80\x80", "\ufb03\ufffe\U0001f600".encode()]


@st.composite
def file_of_a_format(draw: st.DrawFn) -> tuple[str, bytes]:
    """A suffix and a file that once was of that format; of archives, a part may be edited."""
    suffix = draw(st.sampled_from(sorted(SEEDS)))
    data = SEEDS[suffix]
    if suffix in ARCHIVES and draw(st.booleans()):
        with files.ZipFile(io.BytesIO(data)) as archive:
            parts: dict[str, str | bytes] = {
                name: archive.read(name) for name in archive.namelist()
            }
        name = draw(st.sampled_from(sorted(parts)))
        part = parts[name]
        parts[name] = draw(edited(part if isinstance(part, bytes) else part.encode()))
        return suffix, files.archive(parts)
    return suffix, draw(edited(data))


@given(file_of_a_format())
@SETTINGS
def test_a_damaged_file_is_read_or_refused_with_a_reason(file: tuple[str, bytes]) -> None:
    suffix, data = file
    reply = read_bytes(READERS[suffix], f"a{suffix}", data)
    if reply.document is None:
        assert reply.reason
    else:
        check(reply.document)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("ab. \n\r\t#-=|>*`0:[]()<&\u202e\u0301"),
    max_size=200,
)


@given(TEXTS, st.sampled_from(["plain", "markdown", "html", "table"]))
@SETTINGS
def test_any_text_is_read_and_split(text: str, name: str) -> None:
    reply = read_bytes(Reader(name), "a", text.encode())
    if reply.document is not None:
        check(reply.document)


def check(document: Document) -> None:
    """The invariants of a document and of its passages."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    text.encode()
    for stretches in (document.headings, document.blocks):
        edges = [edge for each in stretches for edge in (each.start, each.end)]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(text) for edge in edges)
    starts = [page.start for page in document.pages]
    assert starts == sorted(starts)
    assert list(document.edges) == sorted(set(document.edges))
    limits = Limits(passage_tokens=64, overlap=0, max_tokens=128)
    pieces = split(document, limits, lambda texts: [len(each.split()) for each in texts])
    end = 0
    for piece in pieces:
        assert end <= piece.start < piece.end <= len(text)
        end = piece.end
        spans = [edge for span in piece.sentences for edge in (span.start, span.end)]
        assert spans == sorted(spans)
        assert (spans[0], spans[-1]) == (piece.start, piece.end)
        assert all(text[span.start : span.end].strip() for span in piece.sentences)
        assert not any(piece.start < edge < piece.end for edge in document.edges)
    covered = {place for piece in pieces for place in range(piece.start, piece.end)}
    for block in document.blocks:  # all of it is in a passage, but for the number of a list item
        inside = range(block.start, block.end)
        assert all(place in covered for place in inside if text[place].isalpha()), document
