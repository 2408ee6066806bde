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
    drawn = [" ".join(map(_drawn, lines)) for lines in pages]
    return pdf_drawn(drawn, page, annotations, catalog, **info)


def pdf_drawn(
    pages: Sequence[str],
    page: str = "",
    annotations: Sequence[Sequence[str]] = (),
    catalog: str = "",
    objects: Sequence[str] = (),
    **info: str,
) -> bytes:
    """A PDF of pages drawn by these operators; F1 is Helvetica, F2 bold, F3 Courier.

    The rest is as in `pdf`. # in `page` is the page's number from 0; `objects` are further ones,
    numbered from 7 + 2 * pages where there are no annotations.
    """
    streams = [content.encode("cp1252") for content in pages]
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    facts = " ".join(f"/{name} ({value})" for name, value in info.items())
    drawn = 2 * len(pages)
    numbers = iter(range(7 + drawn, 7 + drawn + sum(map(len, annotations))))
    added = [[(next(numbers), each) for each in of_page] for of_page in annotations]
    added += [[]] * (len(pages) - len(added))
    fields = " ".join(f"{n} 0 R" for of_page in added for n, each in of_page if "/FT" in each)
    if fields:
        catalog += f" /AcroForm << /Fields [{fields}] /DA (/F1 12 Tf) >>"
    written = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
        f"<< {facts} >>".encode(),
        _font("Courier"),
    ]
    for number, stream in enumerate(streams):
        links = " ".join(f"{each} 0 R" for each, _ in added[number])
        written.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {8 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 6 0 R >> >> "
            f"/Annots [{links}] {page.replace('#', str(number))} >>".encode()
        )
        written.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    written += [f"<< /Type /Annot {each} >>".encode() for of_page in added for _, each in of_page]
    written += [each.encode() for each in objects]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(written, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(written) + 1}\n0000000000 65535 f \n{table}".encode())
    size = len(written) + 1
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


def odt(body: str, meta: str = "", styles: str = "", **objects: str) -> bytes:
    """An OpenDocument text of this body, with automatic styles and embedded objects by name."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("meta", "meta"),
            ("style", "style"),
            ("form", "form"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
        )
    )
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="urn:nobody:knows"'
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    names += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    names += ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:text>{body}</office:text></office:body>"
    return archive(
        {
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
            "meta.xml": f"<office:document-meta {names}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        }
        | {
            f"{name}/content.xml": inside.replace("NAMES", names)
            for name, inside in objects.items()
        }
    )


WORD_NAMES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "x": "urn:nobody:knows",
    }.items()
)
_OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(body: str, relations: str = "", core: str | None = None, **parts: str) -> bytes:
    """A Word file of this body; `parts` are others by name ("styles") with what is in their root.

    `relations` are further Relationship elements of the main part; `core` what is in the
    properties.
    """
    roots = {"settings": "settings", "styles": "styles", "numbering": "numbering"}
    related = "".join(
        f'<Relationship Id="p{name}" Type="{_OFFICE_RELATIONS}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE_TYPE}.{kind}+xml"/>'
        for name, kind in {"document": "document.main", **{name: name for name in parts}}.items()
    )
    written: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations(
            f'<Relationship Id="a" Type="{_OFFICE_RELATIONS}/officeDocument" '
            'Target="word/document.xml"/><Relationship Id="b" Target="docProps/core.xml" '
            f'Type="{_PACKAGE}/metadata/core-properties"/>'
        ),
        "word/_rels/document.xml.rels": _relations(related + relations),
        "word/document.xml": f"<w:document {WORD_NAMES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        root = roots.get(name, name)
        written[f"word/{name}.xml"] = f"<w:{root} {WORD_NAMES}>{content}</w:{root}>"
    if core is not None:
        names = (
            'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        )
        written["docProps/core.xml"] = f"<cp:coreProperties {names}>{core}</cp:coreProperties>"
    return archive(written)


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'
