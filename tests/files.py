"""Makes small files of each format, so that a test can see every byte that matters."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile


@dataclass(frozen=True)
class Line:
    """A line of a PDF page: place of its beginning in points from the lower left, and size."""

    text: str
    y: float
    x: float = 72
    size: float = 12
    bold: bool = False


def pdf(
    pages: Sequence[Sequence[Line]],
    annotations: Sequence[Sequence[str]] = (),
    catalog: str = "",
    page: str = "",
    **info: str,
) -> bytes:
    """A PDF of these lines, set in Helvetica; `info` is its metadata.

    annotations: of each page, what stands in their dictionaries; those with /FT are form fields
    catalog, page: what else stands in the dictionaries of the file and of each page
    """
    streams = [" ".join(map(_drawn, page)).encode("cp1252") for page in pages]
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    facts = " ".join(f"/{name} ({value})" for name, value in info.items())
    drawn = 2 * len(pages)
    numbers = iter(range(6 + drawn, 6 + drawn + sum(map(len, annotations))))
    added = [[(next(numbers), each) for each in of_page] for of_page in annotations]
    added += [[]] * (len(pages) - len(added))
    fields = " ".join(f"{n} 0 R" for of_page in added for n, each in of_page if "/FT" in each)
    if fields:
        catalog += f" /AcroForm << /Fields [{fields}] /DA (/F1 12 Tf) >>"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
        f"<< {facts} >>".encode(),
    ]
    for number, stream in enumerate(streams):
        links = " ".join(f"{each} 0 R" for each, _ in added[number])
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {7 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Annots [{links}] {page} >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects += [f"<< /Type /Annot {each} >>".encode() for of_page in added for _, each in of_page]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    size = len(objects) + 1
    out.write(f"trailer << /Size {size} /Root 1 0 R /Info 5 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
    )


def _drawn(line: Line) -> str:
    escaped = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = "F2" if line.bold else "F1"
    return f"BT /{font} {line.size} Tf 1 0 0 1 {line.x} {line.y} Tm ({escaped}) Tj ET"


def paragraph(*lines: str, top: float = 700, size: float = 12) -> list[Line]:
    """Lines under one another, as close as in a paragraph."""
    return [Line(text, top - 1.2 * size * number, size=size) for number, text in enumerate(lines)]


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def epub(
    chapters: Mapping[str, str], contents: Mapping[str, str] = {}, metadata: str = ""
) -> bytes:
    """A book of these pages (name to body), with a table of contents (name to label)."""
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(chapters)))
    links = "".join(f'<li><a href="{name}">{words}</a></li>' for name, words in contents.items())
    package = f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata><manifest>
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        {items}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>"""
    nav = f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol>{links}</ol></nav>'
    container = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
        <rootfile full-path="OPS/book.opf"/></rootfiles></container>"""
    return archive(
        {
            "META-INF/container.xml": container,
            "OPS/book.opf": package,
            "OPS/nav.xhtml": _xhtml(nav),
        }
        | {f"OPS/{name}": _xhtml(body) for name, body in chapters.items()}
    )


def _xhtml(body: str) -> str:
    head = "<head><title>t</title></head>"
    return f'<html xmlns="http://www.w3.org/1999/xhtml">{head}<body>{body}</body></html>'


def odt(body: str, meta: str = "") -> bytes:
    """An OpenDocument text of this body."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("meta", "meta"),
        )
    )
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    return archive(
        {
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
            "meta.xml": f"<office:document-meta {names}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        }
    )
