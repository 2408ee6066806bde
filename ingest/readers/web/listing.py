"""Text set line for line (<pre>): code and verse keep their lines, wrapped prose is joined."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.readers.compose import Composer
from ingest.readers.normalise import means_something, one_line
from ingest.readers.plain import line_spans, unwrapped

_CODE = re.compile(r"[{}\[\]<>=;$#\\|_]|\w\(|::|//")
_QUOTED = re.compile(r"((?:> ?)+)")


def write_lines(composer: Composer, text: str, code: bool) -> None:
    """`code`: the page says that it is; else each stretch between blank lines is looked at."""
    lines = text.expandtabs(8).replace("\xa0", " ").splitlines()
    stretches = [
        list(group) for full, group in groupby(lines, lambda line: bool(line.strip())) if full
    ]
    wrapped = not code and any(_prose(stretch) for stretch in stretches)
    for stretch in stretches:
        for quoted, part in _by_quotation(stretch):
            prose = None if code else _prose(part)
            if wrapped and len(part) == 1 and _reads_on(part[0]):
                prose = [one_line(part[0])]
            if prose:
                composer.paragraph(quoted + prose[0])
                for more in prose[1:]:
                    composer.line(quoted + more)
            else:
                _write_code(composer, [quoted + line for line in part])


def _write_code(composer: Composer, lines: Sequence[str]) -> None:
    """Lines of mere punctuation belong to the one before, or to the first."""
    pieces: list[str] = []
    for line in lines:
        if pieces and not (means_something(line) and means_something(pieces[-1])):
            pieces[-1] += "\n" + line
        else:
            pieces.append(line)
    for number, piece in enumerate(pieces):
        composer.code(piece, apart=number == 0)


def _by_quotation(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines of a letter that are quoted ("> ") as often, without what marks them so, and that."""
    for mark, group in groupby(lines, lambda line: _mark(line).count(">")):
        part = list(group)
        yield (_mark(part[0]), [line[len(_mark(line)) :] for line in part]) if mark else ("", part)


def _mark(line: str) -> str:
    match = _QUOTED.match(line)
    return match[1] if match else ""


def _prose(lines: Sequence[str]) -> list[str] | None:
    """The paragraphs that the lines were before wrapping; None where they were none."""
    inner = [len(line) - len(line.lstrip()) for line in lines[1:]]
    text = "\n".join(line.strip() for line in lines)
    if len(lines) < 2 or len(set(inner)) > 1 or not _reads_on(text):
        return None
    joined = [text[block.start : block.end] for block in unwrapped(text, line_spans(text))]
    mostly = len(joined) <= (len(lines) + 1) / 2
    return [one_line(each) for each in joined] if mostly else None


def _reads_on(text: str) -> bool:
    """Whether it is made of words, not in columns and hardly of signs."""
    letters = sum(each.isalpha() for each in text)
    in_columns = re.search(r"\S {3,}\S", text) is not None
    signs = len(_CODE.findall(text))
    return letters > 0.6 * len(text.replace(" ", "")) and not in_columns and signs * 25 < len(text)
