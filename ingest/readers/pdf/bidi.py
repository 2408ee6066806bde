"""Puts what is written from right to left in the order of reading, by where the letters stand."""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from ingest.readers.pdf.letters import RIGHT_TO_LEFT, Run

_GAP = 0.4  # between words where the file has no blank, over the size of the letters
_BRACKETS = str.maketrans("()[]{}«»‹›<>", ")(][}{»«›‹><")


def is_right_to_left(text: str) -> bool:
    """Whether most of its letters are of a script written so."""
    if text.isascii() or not RIGHT_TO_LEFT.search(text):
        return False
    kinds = [_kind(each) for each in text]
    return kinds.count("R") > kinds.count("L")


def in_order(runs: Sequence[Run]) -> str:
    """A line's text as it is read. `runs` are in the order of the file, one for each letter that is
    written from right to left; letters of one sign have one place.
    """
    backwards = is_right_to_left("".join(run.text for run in runs))
    signs = _from_left(runs)
    kinds = _settled([_kind(text) for text in signs], "R" if backwards else "L")
    stretches = [
        [sign for sign, _ in stretch]
        for _, stretch in groupby(zip(signs, kinds, strict=True), key=lambda pair: pair[1])
    ]
    firsts = [kind for kind, _ in groupby(kinds)]
    written = [
        _mirrored("".join(reversed(stretch))) if kind == "R" else "".join(stretch)
        for kind, stretch in zip(firsts, stretches, strict=True)
    ]
    return "".join(reversed(written) if backwards else written)


def _from_left(runs: Sequence[Run]) -> list[str]:
    """The line's signs from the left, blanks between them where there is room for one."""
    order = sorted(range(len(runs)), key=lambda place: (round(runs[place].left, 1), place))
    words = list(accumulate(run.spaced for run in runs))
    signs: list[str] = []
    right, word = None, 0
    for _, same in groupby(order, key=lambda place: round(runs[place].left, 1)):
        places = list(same)
        run = runs[places[0]]
        if right is not None and (words[places[0]] != word or run.left - right > _GAP * run.size):
            signs.append(" ")
        word = words[places[0]]
        text = "".join(runs[place].text for place in places)
        if len(places) > 1 and _falls(runs, places):
            text = text[::-1]
        signs.extend([text] if _kind(text) == "R" else text)
        right = max(runs[place].right for place in places)
    return signs


def _falls(runs: Sequence[Run], places: Sequence[int]) -> bool:
    """Whether PDFium has the letters around these from the left, and so these backwards."""
    around = runs[max(0, places[0] - 2) : places[-1] + 3]
    steps = [after.left - before.left for before, after in pairwise(around)]
    return sum(step > 0 for step in steps) > sum(step < 0 for step in steps)


def _kind(text: str) -> str:
    """R or L for letters, N for digits, else nothing."""
    kind = unicodedata.bidirectional(text[:1])
    if kind in ("R", "AL"):
        return "R"
    return kind if kind == "L" else "N" if kind in ("EN", "AN") else ""


def _settled(kinds: Sequence[str], base: str) -> list[str]:
    """R or L for each sign: numbers run from the left, other signs go with both neighbours."""
    firm = ["L" if kind == "N" else kind for kind in kinds]
    settled: list[str] = []
    for place, kind in enumerate(firm):
        before = next((each for each in reversed(firm[:place]) if each), base)
        after = next((each for each in firm[place:] if each), base)
        settled.append(kind or (before if before == after else base))
    return settled


def _mirrored(text: str) -> str:
    """Brackets as they are typed: the opening one is read first."""
    opens, closes = text.find("("), text.find(")")
    wrong = closes >= 0 and (opens > closes or (opens < 0 and text.find(")") == 0))
    return text.translate(_BRACKETS) if wrong else text
