"""PDF files written anew: the same words on the same places, said in another way."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evaluate.formats.scaling import scale
from evaluate.formats.tools import package, run


def by_ghostscript(sources: Sequence[Path], folder: Path) -> None:
    """Through Ghostscript's pdfwrite."""
    for source in sources:
        options = ("-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite")
        run("gs", *options, f"-sOutputFile={folder / source.name}", str(source))


def scale_text(sources: Sequence[Path], folder: Path) -> None:
    """Fonts of size 1, made larger by the text's matrix, as Quartz and Distiller write them."""
    _rewrite(sources, folder, _each(scale))


def turn_pages(sources: Sequence[Path], folder: Path) -> None:
    """Pages with /Rotate 90 whose content is turned the other way, so that they look the same."""
    _rewrite(sources, folder, _each(_turn))


def crop_spreads(sources: Sequence[Path], folder: Path) -> None:
    """Two pages side by side on one, which stands there twice, each time cropped to one of them."""
    _rewrite(sources, folder, _spread)


def _rewrite(sources: Sequence[Path], folder: Path, change: Callable[[Any], None]) -> None:
    pikepdf = package("pikepdf")
    for source in sources:
        with pikepdf.open(source) as pdf:
            change(pdf)
            pdf.save(folder / source.name)


def _each(change: Callable[[Any, Any], None]) -> Callable[[Any], None]:
    """What changes a file page by page."""

    def change_all(pdf: Any) -> None:
        for page in pdf.pages:
            change(pdf, page)

    return change_all


def _turn(pdf: Any, page: Any) -> None:
    left, bottom, right, top = map(float, page.mediabox)
    width, height = right - left, top - bottom
    page.contents_add(b"q 0 1 -1 0 %f %f cm\n" % (height + bottom, -left), prepend=True)
    page.contents_add(b"\nQ")
    page.mediabox = page.cropbox = [0, 0, height, width]
    page.rotate(90, relative=False)


def _spread(pdf: Any) -> None:
    pages = list(pdf.pages)
    for place in range(0, len(pages), 2):
        _lay_side_by_side(pdf, pages[place : place + 2])
    del pdf.pages[: len(pages)]
    if "/Outlines" in pdf.Root:  # they name pages that are gone
        del pdf.Root.Outlines


def _lay_side_by_side(pdf: Any, pages: Sequence[Any]) -> None:
    """Adds the spread at the file's end, once for each of its pages."""
    pikepdf = package("pikepdf")
    _, _, width, height = map(float, pages[0].mediabox)
    forms = pikepdf.Dictionary()
    drawn = b""
    for number, page in enumerate(pages):
        forms[f"/P{number}"] = page.as_form_xobject()
        drawn += b"q 1 0 0 1 %f 0 cm /P%d Do Q\n" % (number * width, number)
    for number in range(len(pages)):
        pdf.add_blank_page(page_size=(2 * width, height))
        page = pdf.pages[-1]
        page.obj.Resources = pikepdf.Dictionary(XObject=forms)
        page.obj.Contents = pdf.make_stream(drawn)
        page.cropbox = [number * width, 0, (number + 1) * width, height]
