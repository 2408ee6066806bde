"""Which pages of a PDF are letters without meaning, and what the person can do about it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.documents import Document, Unreadable
from ingest.readers.normalise import UNKNOWN
from ingest.readers.readable import is_noise

_REMEDY = "make its text anew with an OCR program"
_MOST_NAMED = 6
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNKNOWN_SIGNS = f"some signs have no meaning that the file states; {UNKNOWN} stands for each"
_SHORT = 300  # characters of a page that may be too few to judge it by itself


def with_unknown_shown(document: Document) -> Document:
    """The document with a visible mark for each sign of a font's own that says not what it is.

    Each is one character as before, so that all places stay.
    """
    if document.text.isascii() or not _PRIVATE.search(document.text):
        return document
    headings = tuple(replace(each, label=_shown(each.label)) for each in document.headings)
    return replace(
        document,
        title=document.title and _shown(document.title),
        text=_shown(document.text),
        headings=headings,
        remark="; ".join(filter(None, (document.remark, _UNKNOWN_SIGNS))),
    )


def _shown(text: str) -> str:
    return _PRIVATE.sub(UNKNOWN, text)


def remark_on_noise(pages: Sequence[str]) -> str | None:
    """Names the pages whose text is noise; None without such pages.

    Raises Unreadable where all pages with text are.
    """
    noisy = [number for number, text in enumerate(pages, start=1) if is_noise(text)]
    full = sum(bool(text.strip()) for text in pages)
    short = all(len(text) < _SHORT for text in pages)
    if (noisy and len(noisy) == full) or (short and is_noise("\n".join(pages))):
        raise Unreadable(f"its letters have no meaning (a font without a map, it seems); {_REMEDY}")
    if not noisy:
        return None
    named = ", ".join(_ranges(noisy)[:_MOST_NAMED]) + "…" * (len(_ranges(noisy)) > _MOST_NAMED)
    pages_named = f"page {named}" if len(noisy) == 1 else f"pages {named}"
    return f"the letters on {pages_named} of {len(pages)} have no meaning; {_REMEDY}"


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Numbers in order, those that follow one another as "3–5"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
