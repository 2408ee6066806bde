"""What IGNORE_FILE names, in the syntax of .gitignore, matched in a time that no pattern drives up.

A pattern like `*a*a*a*b` makes a regular expression try every way to share out a name among its
stars. It need not: of each star but the last, the first place where what follows it fits is as
good as any later one, since nothing between two stars can be of more than one length.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# As pathspec writes them: a star, folders before the first part of a pattern, folders within it.
_STAR, _BEFORE, _WITHIN = "[^/]*", "^(?:.+/)?", "(?:/.+)?/"
_STARS = re.compile(r"(?:\[\^/\]\*){2,}")
_UP_TO_THE_NEXT = re.compile(
    r"\[\^/\]\*((?:\\.|\[(?!\^/\]\*)\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[(/^$])+)(?=\[\^/\]\*)"
)


def ignored(lines: list[str]) -> "GitIgnoreSpec":
    """The patterns of those lines. Raises ValueError, or re.error, for one that means nothing."""
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(lines)
    for pattern in spec.patterns:
        if pattern.regex is not None:
            pattern.regex = re.compile(bounded(pattern.regex.pattern))
    return spec


def bounded(expression: str) -> str:
    """The same, of what pathspec makes; of each part but the last, the first fit is taken."""
    expression = _STARS.sub(_STAR, expression)
    expression = _UP_TO_THE_NEXT.sub(r"(?>[^/]*?\1)", expression)
    first, *within = expression.split(_WITHIN)
    if not within:
        return expression
    if first.startswith(_BEFORE):
        first = f"^(?>(?:.+?/)??{first.removeprefix(_BEFORE)}(?=/))"
    inner = [f"(?>(?:/.+?)??/{each}(?=/))" for each in within[:-1]]
    return "".join([first, *inner, _WITHIN, within[-1]])
