"""What a Rich Text file says before its text: fonts, styles of headings, and of itself."""

import re
from dataclasses import dataclass, field

from ingest.readers.compose import Metadata
from ingest.readers.rtf.encodings import USUAL, Font

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9


@dataclass(slots=True)
class Head:
    """Filled while the file is read."""

    page: str = USUAL
    usual_font: int | None = None
    fonts: dict[int, Font] = field(default_factory=dict)
    headings: dict[int, int] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)

    def add_style(self, number: int, name: str, level: int | None) -> None:
        """Keeps a style if its paragraphs are headings."""
        words = name.strip().rstrip(";").strip()
        if match := _HEADING.fullmatch(words):
            self.headings[number] = int(match[1])
        elif words.casefold() == "title":
            self.headings[number] = 1
        elif level:
            self.headings[number] = level

    def metadata(self) -> Metadata:
        """What the file says of itself."""
        said = self.info.get("keywords", "").replace(";", ",").split(",")
        keywords = (*said, self.info.get("subject", ""))
        return Metadata(
            self.info.get("title"),
            self.info.get("author"),
            "-".join(self.created) or None,
            tuple(words.strip() for words in keywords if words.strip()),
        )


def outline(number: int | None) -> int | None:
    """A heading's level of an outline level from 0; 0 of what is told to be no heading."""
    if number is None:
        return None
    return number + 1 if 0 <= number < _BODY_LEVEL else 0
