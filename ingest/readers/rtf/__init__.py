"""Rich Text Format: text, lists, tables and notes as printed, and what the file says of itself."""

from ingest.documents import Document, Unreadable
from ingest.readers.compose import Composer
from ingest.readers.office.parts import write
from ingest.readers.rtf.reader import Reader
from ingest.readers.rtf.words import VOCABULARY


def read(path: str, data: bytes) -> Document:
    """Comments, deleted and hidden text, headers and footers are left out."""
    source = data.decode("latin-1")  # the format is ASCII; other letters are written in its escapes
    if not source.lstrip().startswith("{\\rtf"):
        raise Unreadable("not Rich Text Format, whatever its name says")
    composer = Composer()
    reader = Reader(source, composer.remark, VOCABULARY)
    write(composer, reader.parts())
    return composer.document(path, "application/rtf", reader.head.metadata())
