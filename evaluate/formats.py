"""Whether each format is read right, on documents that other people's tools have made.

Markdown documents are converted by pandoc and LibreOffice, read, and held against what they were
converted from; pages are held against poppler's pdftotext. The tools are Debian's pandoc,
libreoffice-writer-nogui and poppler-utils.
"""

import csv
import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.errors import QuothError
from index.passage import Passage
from index.store.catalog import Stamp
from index.store.writer import Piece
from ingest.documents import Document, File, Unreadable
from ingest.progress import Progress, Watcher
from ingest.readers import markdown, reader_for
from ingest.reading import ReadingLimits, ReadingProcess
from ingest.split import Limits, split

FORMATS = ("pdf", "columns.pdf", "docx", "odt", "rtf", "epub", "html", "csv", "jsonl")
_TOOLS = {
    "pandoc": "pandoc",
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
}
_LIMITS = Limits(passage_tokens=128, overlap=0, max_tokens=256)
_AROUND = "<header><nav><ul>{links}</ul></nav></header>{main}<footer><p>{foot}</p></footer>"
_LINKS = [f"Section {number} of the site and all that is in it" for number in range(1, 9)]
_HEAD = "A Handbook of All That Is Known"
_FOOT = "This page is part of a site, and this line stands at the end of each of its pages."


@dataclass(frozen=True, slots=True)
class Row:
    """How the documents of one format were read; shares from 0 to 1.

    sentences: of all passages
    true:      sentences that stand in the original, letter for letter
    kept:      sentences of the original that stand in what was read
    headed:    sentences under the same heading as in the original; None where a format has none
    paged:     sentences on the page that the passage gives; None where a format has none
    foreign:   documents with something of the site around the page
    """

    format: str
    documents: int
    sentences: int
    true: float
    kept: float
    headed: float | None
    paged: float | None
    foreign: int


def convert(sources: Sequence[Path], folder: Path, watch: Watcher) -> None:
    """Makes each Markdown source into a file of every format, FORMAT/NAME.FORMAT in the folder.

    Raises QuothError when a tool is missing or fails.
    """
    for tool, package in _TOOLS.items():
        if shutil.which(tool) is None:
            raise QuothError(f"{tool} is not installed: apt-get install {package}")
    for name in FORMATS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(sources):
        watch(Progress("Making", number, len(sources), f"{number} of {len(sources)} documents"))
        target = {name: folder / name / f"{_name(source)}.{name}" for name in FORMATS}
        for name in ("docx", "epub"):
            _run("pandoc", "-f", "commonmark", str(source), "-o", str(target[name]))
        body = _run("pandoc", "-f", "commonmark", "-t", "html", str(source))
        target["html"].write_text(_page(_name(source), body), encoding="utf-8")
        _write_table(source, target["csv"])
        _write_lines(source, target["jsonl"])
        _set_in_columns(target["docx"], target["columns.pdf"].with_suffix(".docx"))
    word = [str(folder / "docx" / f"{_name(source)}.docx") for source in sources]
    for name in ("pdf", "odt", "rtf"):
        watch(Progress("Making", 0, 1, f"{name} by LibreOffice"))
        _run("soffice", "--headless", "--convert-to", name, "--outdir", str(folder / name), *word)
    set_ = [str(path) for path in sorted((folder / "columns.pdf").glob("*.docx"))]
    _run(
        "soffice", "--headless", "--convert-to", "pdf", "--outdir", str(Path(set_[0]).parent), *set_
    )
    watch(Progress("Making", 1, 1, f"{len(sources) * len(FORMATS)} files"))


def _set_in_columns(word: Path, target: Path) -> None:
    """The same document in two columns, justified, with a running head and page numbers."""
    document = docx.Document(str(word))
    section = document.sections[0]
    section._sectPr.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="400"/>'))
    section.header.paragraphs[0].text = _HEAD
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    section.footer.paragraphs[0]._p.append(parse_xml(field))
    for paragraph in document.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(str(target))


def _name(source: Path) -> str:
    return f"{source.parent.name}-{source.stem}"


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise QuothError(f"{command[0]} failed: {error}") from error
    return done.stdout


def _page(name: str, body: str) -> str:
    links = "".join(f'<li><a href="/{words}">{words}</a></li>' for words in _LINKS)
    around = _AROUND.format(links=links, main=f"<div id='content'>{body}</div>", foot=_FOOT)
    return f"<html><head><title>{name}</title></head><body>{around}</body></html>"


def _sections(source: Path) -> Iterator[tuple[str, str]]:
    """Each piece of the document with its innermost heading."""
    document = _original(source)
    for piece in _pieces(document):
        label = piece.heading[-1] if piece.heading else ""
        yield label, document.text[piece.start : piece.end]


def _write_table(source: Path, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["question", "answer"])
        rows.writerows(_sections(source))


def _write_lines(source: Path, target: Path) -> None:
    with target.open("w", encoding="utf-8") as file:
        for title, text in _sections(source):
            print(json.dumps({"title": title, "text": text}), file=file)


def check(sources: Sequence[Path], folder: Path, watch: Watcher) -> Iterator[Row]:
    """Reads what `convert` made and holds it against the sources; a row a format."""
    with ReadingProcess(ReadingLimits(60, 2000)) as process:
        for number, name in enumerate(FORMATS):
            watch(Progress("Checking", number, len(FORMATS), name))
            tallies = [
                _compared(_original(source), folder / name / f"{_name(source)}.{name}", process)
                for source in sources
            ]
            yield _summed(name, tallies)
    watch(Progress("Checking", len(FORMATS), len(FORMATS), "done"))


@dataclass(frozen=True, slots=True)
class _Tally:
    """Counts of sentences, for one document."""

    read: int
    true: int
    original: int
    kept: int
    headed: int
    to_head: int
    paged: int
    to_page: int
    foreign: bool


def _compared(original: Document, path: Path, process: ReadingProcess) -> _Tally:
    reader = reader_for(path.name)
    if reader is None:
        raise QuothError(f"{path} has no reader")
    try:
        document = process.read(File(path.name, path, Stamp(0, 0)), reader).document
    except Unreadable as reason:
        raise QuothError(f"{path}: {reason}") from None
    letters, letters_read = _letters(original.text), _letters(document.text)
    wanted: defaultdict[str, set[str]] = defaultdict(set)  # some stand under several headings
    for text, heading, _ in _sentences(original):
        wanted[_letters(text)].add(heading)
    found = [
        (re.sub("^(question|answer): ", "", text) if path.suffix == ".csv" else text, heading, page)
        for text, heading, page in _sentences(document)
    ]
    true = [_letters(text) in letters for text, _, _ in found]
    keyed = [(_letters(text), heading) for text, heading, _ in found]
    to_head = [(wanted[key], heading) for key, heading in keyed if key in wanted]
    to_page = [(text, page) for text, _, page in found if page is not None]
    pages = _pages(path) if to_page else []
    return _Tally(
        read=len(found),
        true=sum(true),
        original=len(wanted),
        kept=sum(key in letters_read for key in wanted),
        headed=sum(theirs in mine for mine, theirs in to_head) if document.headings else 0,
        to_head=len(to_head) if document.headings else 0,
        paged=sum(_begins_on(text, pages[page - 1]) for text, page in to_page),
        to_page=len(to_page),
        foreign=any(_letters(words) in letters_read for words in (*_LINKS, _FOOT, _HEAD)),
    )


def _summed(name: str, tallies: Sequence[_Tally]) -> Row:
    def share(part: Callable[[_Tally], int], whole: Callable[[_Tally], int]) -> float | None:
        all_of_it = sum(map(whole, tallies))
        return sum(map(part, tallies)) / all_of_it if all_of_it else None

    return Row(
        format=name,
        documents=len(tallies),
        sentences=sum(tally.read for tally in tallies),
        true=share(lambda tally: tally.true, lambda tally: tally.read) or 0.0,
        kept=share(lambda tally: tally.kept, lambda tally: tally.original) or 0.0,
        headed=share(lambda tally: tally.headed, lambda tally: tally.to_head),
        paged=share(lambda tally: tally.paged, lambda tally: tally.to_page),
        foreign=sum(tally.foreign for tally in tallies),
    )


def _original(source: Path) -> Document:
    return markdown.read(source.name, source.read_bytes())


def _pieces(document: Document) -> list[Piece]:
    return split(document, _LIMITS, lambda texts: [len(text.split()) for text in texts])


def _sentences(document: Document) -> Iterator[tuple[str, str, int | None]]:
    """Each sentence with its innermost heading and the page that it begins on."""
    for piece in _pieces(document):
        text = document.text[piece.start : piece.end]
        passage = Passage(
            document.path, None, piece.heading, piece.pages, piece.start, piece.end, text, ()
        )
        for span in piece.sentences:
            heading = piece.heading[-1] if piece.heading else ""
            page = passage.page_at(span.start)
            yield span.of(document.text), heading, page.number if page else None


def _letters(text: str) -> str:
    """The letters and digits alone: what stands between them differs from format to format."""
    return re.sub(r"\W|_", "", text).casefold()


def _pages(path: Path) -> list[str]:
    """The letters of each page of a PDF, as poppler reads them."""
    return [_letters(page) for page in _run("pdftotext", "-raw", str(path), "-").split("\f")]


def _begins_on(sentence: str, page: str) -> bool:
    """Whether the page has the sentence's beginning: the rest may stand on the next."""
    letters = _letters(sentence)[:12]
    return letters in page or any(page.endswith(letters[:end]) for end in range(2, len(letters)))
