"""HTML pages: the main text, with its headings, lists and tables, without the site around it."""

from collections.abc import Iterator

import trafilatura
from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from ingest.documents import Document
from ingest.readers.compose import Composer, Metadata
from ingest.readers.markup import write
from ingest.readers.normalise import one_line
from ingest.readers.tree import decoded_page, is_xml, tree_of

_MAIN = ("//main | //*[@role='main']", "//article[not(ancestor::article)]")
_AROUND = (
    ".//nav | .//dialog | .//*[@hidden or @aria-hidden='true' or @role='navigation' or "
    "@role='banner' or @role='contentinfo' or @role='search' or @role='dialog'] | "
    ".//*[self::footer or self::aside][not(ancestor::article or ancestor::main)]"
)
_CONTAINERS = ("article", "body", "div", "html", "main", "section", "td")
_SURE = 20  # characters of a stretch of text that hardly occurs twice in a page


def read(path: str, data: bytes) -> Document:
    """Title, author and date are the page's metadata; scripts and styles are no text."""
    decoded = decoded_page(data)
    tree = tree_of(decoded.text, path.lower().endswith(".xhtml") or is_xml(decoded.text))
    composer = Composer()
    for remark in filter(None, (decoded.remark, *tree.remarks)):
        composer.remark(remark)
    metadata = _metadata(tree.root)
    write(composer, main_text(tree.root))
    return composer.document(path, "text/html", metadata)


def _metadata(page: HtmlElement) -> Metadata:
    found = extract_metadata(page, extensive=False)
    said = page.xpath("//meta[translate(@name, 'AUTHOR', 'author') = 'author']/@content")
    author = said[0] if said else found.author  # the latter loses points and commas
    return Metadata(found.title, author, found.date)


def main_text(page: HtmlElement) -> HtmlElement:
    """The element of a page that holds its text.

    Where the page does not say which that is (`main`, or one `article`), it is the smallest that
    holds all that trafilatura extracts. The extract itself is not used: it lacks headings and
    lists.
    """
    for around in page.xpath(_AROUND):
        around.drop_tree()
    for path in _MAIN:
        said = page.xpath(path)
        if len(said) == 1 and len(one_line(said[0].text_content())) >= _SURE:
            return said[0]
    extract = trafilatura.extract(page, include_comments=False, favor_recall=True)
    found = one_line(extract or "")
    lines = [each for each in page.iter() if _holds_line_of(each, found)]
    return _common(lines) if lines else page


def _holds_line_of(element: HtmlElement, extract: str) -> bool:
    """Whether text right inside the element is of the extract."""
    texts = (one_line(text or "") for text in (element.text, *(each.tail for each in element)))
    return any(len(text) >= _SURE and text in extract for text in texts)


def _common(elements: list[HtmlElement]) -> HtmlElement:
    """The innermost container that holds them all."""
    paths = [list(_path(element)) for element in elements]
    together = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return next(each for each in reversed(together) if each.tag in _CONTAINERS)


def _path(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and those that hold it, outermost first."""
    yield from reversed(list(element.iterancestors()))
    yield element
