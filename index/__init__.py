"""The built index: open it, search it, answer from it. Imports none of our other packages."""

from index.errors import QuothError
from index.library import Library
from index.passage import Hit, Passage, Span

__all__ = ["Hit", "Library", "Passage", "QuothError", "Span"]
