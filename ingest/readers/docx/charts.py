"""The figures of a chart in a Word file: its title, and a table of its categories and series."""

from collections.abc import Iterator

from lxml.etree import _Element

from ingest.readers.office.parts import Paragraph, Part, Table, TableCell

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = f"{_C}chartSpace"
_MOST_POINTS = 10_000


def parts_of(chart: _Element) -> Iterator[Part]:
    """What the chart shows, as the file keeps it beside the picture."""
    title = chart.find(f"{_C}chart/{_C}title")
    if title is not None and (words := _words(title)):
        yield Paragraph(words)
    series = [each for _, each in zip(range(100), chart.iter(f"{_C}ser"), strict=False)]
    names = [_words(each.find(f"{_C}tx")) for each in series]
    values = [_points(each, "val", "yVal") for each in series]
    categories: dict[str, str] = {}
    for each in series:
        categories = _points(each, "cat", "xVal") | categories
    places = list(dict.fromkeys([*categories, *(place for each in values for place in each)]))
    rows = [
        _row([categories.get(place, ""), *(each.get(place, "") for each in values)])
        for place in places[:_MOST_POINTS]
    ]
    if rows:
        yield Table((_row(["", *names]), *rows), heads=int(any(names)))


def _row(cells: list[str]) -> tuple[TableCell, ...]:
    return tuple(TableCell((Paragraph(words),) if words else ()) for words in cells)


def _points(series: _Element, *kinds: str) -> dict[str, str]:
    """The values of a series, by their place."""
    for kind in kinds:
        holder = series.find(f"{_C}{kind}")
        if holder is not None:
            return {
                point.get("idx", ""): point.findtext(f"{_C}v") or ""
                for point in holder.iter(f"{_C}pt")
            }
    return {}


def _words(element: _Element | None) -> str:
    if element is None:
        return ""
    return " ".join(each.text or "" for each in element.iter(f"{_A}t", f"{_C}v")).strip()
