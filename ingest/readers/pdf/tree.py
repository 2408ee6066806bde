"""What a tagged PDF says of its own text, as far as the text bears it out: its headings, paragraphs
and tables.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.readers.pdf.blocks import Block, Blocks, Path
from ingest.readers.pdf.cells import Cells
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.paragraphs import ENDED, is_item
from ingest.readers.pdf.sheets import rows

_MOST_OF_IT = 0.8  # of a file's letters, for its tree to be believed
_MOST_HEADINGS = 0.5  # of them, in headings
_LONGEST = 200  # letters of a heading
_DEEPEST = 6  # level of a heading
_PARTED = 0.1  # of neighbouring paragraphs, parted inside a sentence: each line is one, it seems
_SAME_SIZE = 0.6
_FAR = 2.0  # the distance between lines of one paragraph, over their size
_ONE_EACH = ("P", "LI")  # kinds of blocks that are a paragraph each, as headings are
_MAY_BE_HEADINGS = ("", "P", "Document", "Part", "Art", "Sect", "Div", "TD", "TH")


class Tree:
    """Knows what a file's lines are; nothing of them where its tags are not sane.

    cells:    knows the tables
    headings: how many are tagged
    """

    def __init__(self, pages: Mapping[int, Mapping[int, Block]], lines: Sequence[Line]) -> None:
        """`pages` are those by number that are tagged, each with the blocks of its runs' things;
        `lines` are all of the file's.
        """
        blocks = Blocks(pages)
        named = sum(len(line.text) for line in lines if blocks.of(line)) if blocks else 0
        letters = sum(len(line.text) for line in lines)
        self._blocks = blocks if named >= _MOST_OF_IT * letters else Blocks({})
        told = lines if self._blocks else ()
        self.cells = Cells(self._blocks, told)
        self._levels = self._true_levels(told)
        self._sizes = self._of_levels(told)
        self._parted = self._truly_parted(told)

    @property
    def headings(self) -> int:
        return len(self._levels)

    @property
    def depth(self) -> int:
        """The lowest level of its headings; 0 where it has none."""
        return max(self._sizes, default=0)

    def begins(self, above: Line, line: Line) -> bool | None:
        """Whether a paragraph begins with the line, after the one above; None where the tree
        doesn't tell: inside of what may hold several, and where a list may be written as one.
        """
        one, other = self._blocks.of(above), self._blocks.of(line)
        if one is None or other is None or above.mono or line.mono:
            return None
        if one.path != other.path:
            nested = one.holds(other) or other.holds(one)
            return True if self._parted[_turns(above, line)] and not nested else None
        alike = abs(above.size - line.size) <= _SAME_SIZE or one.path in self._levels
        near = above.baseline - line.baseline < _FAR * line.size
        return False if self._is_one(one) and alike and near and not is_item(line.text) else None

    def text(self, lines: Sequence[Line]) -> set[Line]:
        """The lines of a page that are of paragraphs over several rows, one of these with a gap:
        justified text, and no cells.
        """
        blocks: defaultdict[Path, list[Line]] = defaultdict(list)
        for line in lines if self._blocks else ():
            block = self._blocks.of(line)
            if block and self._is_one(block):
                blocks[block.path].append(line)
        found: set[Line] = set()
        for own in blocks.values():
            layout = rows(own)
            if 1 < len(layout) < len(own):
                found.update(own)
        return found

    def level(self, line: Line) -> int | None:
        """The level of the heading that begins with the line; 0 where the file says that it is
        something else, None where it may be one by its looks.
        """
        block = self._blocks.of(line) if self._levels else None
        if block is None:
            return None
        level = self._levels.get(block.path)
        return level or (None if block.kind in _MAY_BE_HEADINGS else 0)

    def level_of(self, size: float) -> int:
        """The level of a heading by its size among those that are tagged."""
        larger = sum(least > size + _SAME_SIZE for least in self._sizes.values())
        return min(1 + larger, _DEEPEST)

    def _is_one(self, block: Block) -> bool:
        """Whether the block is one paragraph."""
        return block.kind in _ONE_EACH or block.path in self._levels

    def _true_levels(self, lines: Sequence[Line]) -> dict[Path, int]:
        """The level of each heading that has words and is not too long. None at all where many
        have not, or where hardly anything else is left.
        """
        texts: defaultdict[Path, str] = defaultdict(str)
        levels: dict[Path, int] = {}
        for line in lines:
            block = self._blocks.of(line)
            if block and block.level and self.cells.of(line) is None:
                texts[block.path] += f"{line.text} "
                levels[block.path] = min(block.level, _DEEPEST)
        true = {path for path, text in texts.items() if _may_be_heading(text)}
        most = _MOST_HEADINGS * sum(len(line.text) for line in lines)
        if sum(map(len, texts.values())) > most or 2 * len(true) < len(texts):
            return {}
        return {path: level for path, level in levels.items() if path in true}

    def _of_levels(self, lines: Sequence[Line]) -> dict[int, float]:
        """The least size of each level's headings."""
        sizes: dict[int, float] = {}
        for line in lines if self._levels else ():
            level = self.level(line)
            if level:
                sizes[level] = min(line.size, sizes.get(level, line.size))
        return sizes

    def _truly_parted(self, lines: Sequence[Line]) -> dict[bool, bool]:
        """Whether hardly any sentence goes on over the end of a paragraph: False for those on one
        page or column, True for those where another begins, at which some programs end them all.
        """
        pairs: Counter[bool] = Counter()
        cut: Counter[bool] = Counter()
        for above, line in pairwise(lines):
            one, other = self._blocks.of(above), self._blocks.of(line)
            if one and other and one.path != other.path and one.kind == other.kind == "P":
                goes_on = line.text[:1].islower() and not ENDED.search(above.text)
                pairs[_turns(above, line)] += 1
                cut[_turns(above, line)] += goes_on
        return {turn: cut[turn] <= _PARTED * pairs[turn] for turn in (False, True)}


def _turns(above: Line, line: Line) -> bool:
    """Whether the line stands on another page, or in another column."""
    return line.page != above.page or line.baseline > above.baseline


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST and any(letter.isalpha() for letter in text)
