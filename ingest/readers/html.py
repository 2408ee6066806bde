"""HTML pages: the main text, with its headings, lists and tables, without the site around it."""

from ingest.documents import Document
from ingest.readers.compose import Composer
from ingest.readers.web.maintext import main_text
from ingest.readers.web.markup import write
from ingest.readers.web.office_pages import settle
from ingest.readers.web.stated import metadata_of
from ingest.readers.web.styles import apply_sheets
from ingest.readers.web.tree import decoded_page, is_xml, tree_of


def read(path: str, data: bytes) -> Document:
    """Title, author and date are what the page states; scripts and styles are no text."""
    decoded = decoded_page(data)
    tree = tree_of(decoded.text, path.lower().endswith(".xhtml") or is_xml(decoded.text))
    composer = Composer()
    for remark in filter(None, (decoded.remark, *tree.remarks)):
        composer.remark(remark)
    metadata = metadata_of(tree.root)
    apply_sheets(tree.root, [style.text or "" for style in tree.root.iter("style")])
    if "mso" in decoded.text.casefold():
        settle(tree.root)
    write(composer, main_text(tree.root))
    return composer.document(path, "text/html", metadata)
