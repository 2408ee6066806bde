r"""The formulas that older Word documents keep in the words of a field: EQ \f(1,2)."""

import re
from collections.abc import Sequence

from ingest.readers.office import linear
from ingest.readers.office.runs import GAP

_OPENING = re.compile(r"\s*\(")
_OPTION = re.compile(r"\\([A-Za-z]+)\s?(-?\d+)?\s*(?=[\\(]|\s)")
_BRACKET = re.compile(r"\\([lrb]c)\s*\\(.)\s*")  # what \b is told to draw: \lc\{ \rc\}
_SWITCH = re.compile(r'\\\*\s+(?:"[^"]*"|\S+)')
_WORD = re.compile(r"[A-Za-z]+")
_DEEPEST = 40


class Eq:
    """Reads a field's words from the left. Raises ValueError for what it cannot write."""

    def __init__(self, text: str) -> None:
        self._text = _SWITCH.sub("", text)
        self._place = 0
        self._depth = 0

    def written(self) -> str:
        """The formula in one line, with gaps."""
        return self._until("").strip()

    def _until(self, ends: str) -> str:
        """What stands up to one of these signs, which stays."""
        parts: list[str] = []
        depth = 0
        while self._place < len(self._text):
            sign = self._text[self._place]
            if sign == "\\":
                parts.append(self._command())
                continue
            if ends and not depth and sign in ends:
                return "".join(parts)
            depth += (sign == "(") - (sign == ")")
            parts.append(sign)
            self._place += 1
        if ends:
            raise ValueError("a bracket that never closes")
        return "".join(parts)

    def _command(self) -> str:
        self._place += 1
        match = _WORD.match(self._text, self._place)
        if match is None:  # a sign that would mean something else
            self._place += 1
            return self._text[self._place - 1 : self._place]
        options = [match[0].lower()]
        self._place = match.end()
        while not _OPENING.match(self._text, self._place):
            option = _BRACKET.match(self._text, self._place) or _OPTION.match(
                self._text, self._place
            )
            if option is None:
                break
            options.append(option[1].lower() + (option[2] or ""))
            self._place = option.end()
        return self._formed(options, self._arguments())

    def _arguments(self) -> list[str]:
        opening = _OPENING.match(self._text, self._place)
        self._depth += 1
        if opening is None or self._depth > _DEEPEST:
            raise ValueError("a command without its parts")
        self._place = opening.end()
        found = [self._until(",;)")]
        while self._text[self._place] != ")":
            self._place += 1
            found.append(self._until(",;)"))
        self._place += 1
        self._depth -= 1
        return found

    def _formed(self, options: Sequence[str], parts: list[str]) -> str:
        kind, count = options[0], len(parts)
        if kind == "f" and count == 2:
            return linear.fraction(*parts)
        if kind == "r" and count <= 2:
            return linear.root(parts[-1], parts[0] if count == 2 else "")
        if kind == "s":
            return _shifted(options, parts)
        if kind == "i" and count == 3:
            signs = {"su": "∑", "pr": "∏"}
            sign = next((signs[each] for each in options if each in signs), "∫")
            return linear.operator(sign, *parts)
        if kind == "b":
            return _bracketed(options, parts)
        if kind == "a":
            return f"[{'; '.join(parts)}]"
        if kind == "l":
            return ", ".join(parts)
        if kind in ("x", "d"):
            return "".join(parts)
        if kind == "o":
            return _over(parts)
        raise ValueError(f"a command that is not known: {kind}")


def _shifted(options: Sequence[str], parts: Sequence[str]) -> str:
    r"""\s\up6(2) is raised, \s\do6(2) lowered; of two, one over the other."""
    if len(parts) == 2:
        return linear.scripts("", parts[1], parts[0])
    if any(each.startswith("do") for each in options):
        return linear.scripts("", parts[0])
    return linear.scripts("", "", parts[0])


def _bracketed(options: Sequence[str], parts: Sequence[str]) -> str:
    drawn = {each[:2]: each[2:] for each in options[1:]}
    opening = drawn.get("lc") or drawn.get("bc") or "("
    pairs = {"(": ")", "[": "]", "{": "}", "<": ">"}
    closing = drawn.get("rc") or pairs.get(opening, opening)
    return linear.delimited(list(parts), opening, "" if closing == "." else closing, ", ")


def _over(parts: Sequence[str]) -> str:
    """Of what is printed over one another all parts; a reading stands after its word."""
    small, *others = parts
    if len(parts) == 2 and small.startswith("^"):
        reading = small.strip(f"^(){GAP}")
        return f"{others[0]}({reading})"
    return "".join(parts)
