"""Words that a line's end parts are joined, as the rest of the file writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.readers.pdf.lines import Line

_HYPHENS = "-\u2010\u00ad"
_PARTED = re.compile(f"(\\w+)[{_HYPHENS}]$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_HYPHENATED = re.compile(
    r"self|quasi|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety", re.IGNORECASE
)
_ADDRESS = re.compile(r"://|www\.")
_LONG_WORD = 4  # letters; shorter parts are words by chance: "with-out"
_OFTEN = 0.03  # of all lines
_ENDINGS = re.compile(r"(?:ish|less|hood|ness|same|ies|ieth|ieths)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of a text stands on one page, and what joins it to what is before."""

    page: int
    joint: str
    text: str


class Words:
    """What words a file has, which tells how a word parted at a line's end is written.

    Each set is made when a word is first found parted, which in many files none is.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._texts = [line.text.strip() for line in lines]

    @cached_property
    def _known(self) -> frozenset[str]:
        inside = " ".join(_without_parted(text) for text in self._texts).casefold()
        return _words_of(inside)

    @cached_property
    def _amid(self) -> frozenset[str]:
        """The words that stand amid a line."""
        amid = " ".join(" ".join(text.split()[1:-1]) for text in self._texts).casefold()
        return _words_of(amid)

    @cached_property
    def _soft(self) -> bool:
        """Whether a sign of its own stands where words are parted, and nowhere else."""
        ends = "".join(text[-1:] for text in self._texts)
        return "\u2010" in ends and not re.search("\u2010.", "\n".join(self._texts))

    @cached_property
    def _parts_words(self) -> bool:
        """Whether the file parts words at all: its lines end with a hyphen often, or in words that
        it has whole elsewhere.
        """
        texts = self._texts
        ends = [
            (match[1], after.split(maxsplit=1)[0])
            for before, after in pairwise(texts)
            if before[-1] in _HYPHENS and (match := _PARTED.search(before)) and after[:1].islower()
        ]
        whole = sum((first + second).casefold() in self._known for first, second in ends)
        return whole > 0 or len(ends) > _OFTEN * len(texts)

    def joined(self, lines: Sequence[Line], narrow: bool = False) -> list[Stretch]:
        """The lines as one text, a stretch for each page. In a `narrow` place words are parted
        without a hyphen, too.
        """
        stretches: list[Stretch] = []
        before = ""
        for line in lines:
            after = line.text.strip()
            kept, joint = self._joint(before, after) if before else ("", "")
            if narrow and joint and self._is_one_word(kept, after):
                joint = ""
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

    def text(self, lines: Sequence[Line], narrow: bool = False) -> str:
        """The lines as one text."""
        return "".join(stretch.joint + stretch.text for stretch in self.joined(lines, narrow))

    def _is_one_word(self, before: str, after: str) -> bool:
        """Whether the file has the last and the first word as one elsewhere, and not both by
        themselves amid a line.
        """
        first, second = before.split()[-1].casefold(), after.split()[0].casefold()
        return (
            after[:1].islower()
            and first + second in self._known
            and not {first, second} <= self._amid
        )

    def _joint(self, before: str, after: str) -> tuple[str, str]:
        """What is before, without a hyphen that only parts, and what joins both."""
        if _ADDRESS.search(before, before.rfind(" ") + 1) and "/" in after.split(maxsplit=1)[0]:
            return before, ""
        match = _PARTED.search(before) if before[-1] in _HYPHENS else None
        if match is None or not after[:1].isalnum():
            return before, " "
        first, second = match[1], re.split(r"\W", after, maxsplit=1)[0]
        if self._soft and after[:1].islower():  # a hyphen of its own for words that are parted
            return (before[: match.end(1)], "") if before[-1] == "\u2010" else (before, "")
        rest = before[before.rfind(" ") + 1 : match.start()]
        one_word = after[:1].islower() or (first + second).casefold() in self._known
        if not one_word or self._is_hyphenated(rest, first, second):
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
        address = "/" in rest or "@" in rest or "." in rest
        written = f"{first}-{second}".casefold() in self._known or self._are_words(first, second)
        return written or address or rest.endswith("-") or not self._parts_words

    def _are_words(self, first: str, second: str) -> bool:
        """Whether both are words of the file by themselves, as in "disease-causing"."""
        both = {first.casefold(), second.casefold()}
        return min(map(len, both)) >= _LONG_WORD and both <= self._amid


def _words_of(text: str) -> frozenset[str]:
    whole = set(text.split())
    plain = {word for word in whole if word.isalnum()}  # most are, and need no pattern
    return frozenset(plain.union(_WORD.findall(" ".join(whole - plain))))


def _without_parted(text: str) -> str:
    return _PARTED.sub("", text) if text[-1:] in _HYPHENS else text
