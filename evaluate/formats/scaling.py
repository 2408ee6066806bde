"""A PDF page's text set in fonts of size 1 that the text's matrix makes larger."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from evaluate.formats.tools import package

_SHOWS = {"Tj", "TJ", "'", '"', "ET"}
_SPACINGS = ("TL", "Tc", "Tw", "Ts")
Instruction = tuple[Sequence[Any], str]


def scale(pdf: Any, page: Any) -> None:
    """Rewrites the page's own stream; it looks the same."""
    pikepdf = package("pikepdf")
    parsed: list[Instruction] = [
        (list(each.operands), str(each.operator)) for each in pikepdf.parse_content_stream(page)
    ]
    scaler = _Scaler()
    written = [
        (operands, pikepdf.Operator(operator))
        for place, (operands, operator) in enumerate(parsed)
        for operands, operator in scaler.rewritten(operands, operator, parsed[place + 1 :])
    ]
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(written))


class _State:
    """The text's part of the graphics state."""

    def __init__(self) -> None:
        self.font: Any = None
        self.size = 1.0
        self.spacings = dict.fromkeys(_SPACINGS, 0.0)

    def copy(self) -> "_State":
        other = _State()
        other.font, other.size, other.spacings = self.font, self.size, dict(self.spacings)
        return other


class _Scaler:
    """Rewrites text operators; each text object is scaled by the first size in it."""

    def __init__(self) -> None:
        self.by = 1.0
        self.state = _State()
        self.outer: list[_State] = []

    def rewritten(
        self, operands: Sequence[Any], operator: str, after: Sequence[Instruction]
    ) -> list[Instruction]:
        """What stands in place of an instruction."""
        match operator:
            case "q":
                self.outer.append(self.state.copy())
            case "Q" if self.outer:
                self.state = self.outer.pop()
            case "BT":
                return [(operands, operator), *self._begun(_first_size(after) or self.state.size)]
            case "Tf":
                self.state.font, self.state.size = operands[0], float(operands[1])
                return [self._font()]
            case "TL" | "Tc" | "Tw" | "Ts":
                self.state.spacings[operator] = float(operands[0])
                return [self._spacing(operator)]
            case "Td" | "TD":
                if operator == "TD":
                    self.state.spacings["TL"] = -float(operands[1])
                return [([_number(float(each) / self.by) for each in operands], operator)]
            case "Tm":
                scaled = [_number(float(each) * self.by) for each in operands[:4]]
                return [([*scaled, *operands[4:]], operator)]
        return [(operands, operator)]

    def _begun(self, size: float) -> list[Instruction]:
        """The state as it is, in the text object's measure."""
        self.by = size
        font = [self._font()] if self.state.font is not None else []
        matrix = ([_number(size), 0, 0, _number(size), 0, 0], "Tm")
        return [*map(self._spacing, _SPACINGS), *font, matrix]

    def _font(self) -> Instruction:
        return [self.state.font, _number(self.state.size / self.by)], "Tf"

    def _spacing(self, name: str) -> Instruction:
        return [_number(self.state.spacings[name] / self.by)], name


def _first_size(after: Sequence[Instruction]) -> float | None:
    """Of the font that is chosen before anything is shown."""
    for operands, operator in after:
        if operator in _SHOWS:
            return None
        if operator == "Tf":
            return float(operands[1]) or None
    return None


def _number(value: float) -> Decimal:
    return Decimal(f"{value:.5f}")
