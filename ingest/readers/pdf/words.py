"""Words that a line's end parts are joined, as the rest of the file writes them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.lines import Line

_HYPHENS = "-\u2010\u00ad"
_PARTED = re.compile(f"(\\w+)[{_HYPHENS}]$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_HYPHENATED = re.compile(
    r"self|quasi|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety", re.IGNORECASE
)
_ENDINGS = re.compile(r"(?:ish|less|hood|ness|same|ies|ieth|ieths)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of a text stands on one page, and what joins it to what is before."""

    page: int
    joint: str
    text: str


class Words:
    """What words a file has, which tells how a word parted at a line's end is written."""

    def __init__(self, lines: Iterable[Line]) -> None:
        inside = " ".join(_without_parted(line.text.rstrip()) for line in lines).casefold()
        self._known = frozenset(_WORD.findall(inside))

    def joined(self, lines: Sequence[Line]) -> list[Stretch]:
        """The lines as one text, a stretch for each page."""
        stretches: list[Stretch] = []
        before = ""
        for line in lines:
            after = line.text.strip()
            kept, joint = self._joint(before, after) if before else ("", "")
            if stretches and stretches[-1].page == line.page:
                last = stretches[-1]
                stretches[-1] = Stretch(last.page, last.joint, kept + joint + after)
            else:
                if stretches:
                    last = stretches[-1]
                    stretches[-1] = Stretch(last.page, last.joint, kept)
                stretches.append(Stretch(line.page, joint, after))
            before = stretches[-1].text
        return stretches

    def text(self, lines: Sequence[Line]) -> str:
        return "".join(stretch.joint + stretch.text for stretch in self.joined(lines))

    def _joint(self, before: str, after: str) -> tuple[str, str]:
        """What is before, without a hyphen that only parts, and what joins both."""
        match = _PARTED.search(before) if before[-1] in _HYPHENS else None
        if match is None or not after[:1].isalnum():
            return before, " "
        first, second = match[1], re.split(r"\W", after, maxsplit=1)[0]
        rest = before[: match.start()]
        if not after[:1].islower() or self._is_hyphenated(rest, first, second):
            return before, ""
        return before[: match.end(1)], ""

    def _is_hyphenated(self, rest: str, first: str, second: str) -> bool:
        """Whether the hyphen belongs to the word: "self-help", "24-hour", "well-known"."""
        if first[-1].isdigit() or len(first) == 1 or (first.isupper() and len(first) < 6):
            return True
        if (first + second).casefold() in self._known:
            return False
        if _HYPHENATED.fullmatch(first) and not _ENDINGS.fullmatch(second):
            return True
        return rest.endswith("-") or f"{first}-{second}".casefold() in self._known


def _without_parted(text: str) -> str:
    return _PARTED.sub("", text) if text[-1:] in _HYPHENS else text
