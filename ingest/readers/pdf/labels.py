"""What a PDF says is printed on its pages: i, ii, 1, 2, A-1."""

import pypdfium2 as pdfium

from ingest.readers.normalise import label


def page_labels(pdf: pdfium.PdfDocument) -> list[str | None]:
    """A page's label each; None where it is the page's number, or all pages share it."""
    count = len(pdf)
    labels = [label(_label(pdf, number)) for number in range(count)]
    if count > 1 and len(set(labels)) == 1:
        return [None] * count
    return [None if words == str(n) else words for n, words in enumerate(labels, start=1)]


def _label(pdf: pdfium.PdfDocument, number: int) -> str:
    try:
        return str(pdf.get_page_label(number))
    except (pdfium.PdfiumError, ValueError):
        return ""
