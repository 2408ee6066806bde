"""Document → passages: whole sentences under one heading, as many as the recipe allows. Pure."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from index.passage import Page, Span
from index.store.writer import Piece
from ingest.documents import Block, Document, Heading
from ingest.sentences import sentences_of

TokenCounter = Callable[[Sequence[str]], list[int]]
"""Tokens of each text, the marks that a model adds at both ends not counted."""

_MARKER = re.compile(
    r"(?:[>\s]|#{1,6}[ \t]|[-*+•–][ \t]|\(?\d{1,3}[.)][ \t]|\((?:[A-Za-z]|[ivxIVX]{1,4})\)[ \t])*"
)
_CLAUSE = (
    r"[Aa]rticle|[Ss]ection|[Cc]lause|[Cc]hapter|[Pp]art|[Rr]ule|[Ss]tep|Art\.|Sec\.|§|Artikel"
)
_NUMBER = r"(?:\d{1,4}|[A-Za-z]|[ivxlcIVXLC]{1,6})(?:\.(?:\d{1,3}|[A-Za-z]))*"
_NUMBER_ALONE = re.compile(rf"(?:(?:{_CLAUSE})\s)?\(?{_NUMBER}[.)]{{1,2}}")
_BREAK = re.compile(r"[\r\n\t\f\v]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"\S{1,64}")
_MODEL_MARKS = 2  # tokens that a model adds at both ends
LONGEST = 64  # characters, space and all, for each token that a passage may have
_LONGEST_LABEL = 1000  # characters of a heading, or of a table's names, above a passage
LEAST_TOKENS = 64
_BREAK_IN_PARAGRAPH = 0.5  # as bad as a group that leaves 70 % of its room empty
_BREAK_AFTER_QUESTION = 10.0  # worse than several groups: only where the answer doesn't fit
_QUESTION = re.compile(r"[?？؟][\s*_~=\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long passages may be, in tokens of the encoder.

    passage_tokens: of a passage's text, at most; at least LEAST_TOKENS
    overlap:        repeated of the passage before, at most
    max_tokens:     what the encoder reads, headings and its own marks included
    """

    passage_tokens: int
    overlap: int
    max_tokens: int


@dataclass(frozen=True, slots=True)
class _Section:
    heading: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Spread:
    """A section's sentences, not yet counted, each with what names its columns (see Block.head).

    paths: for each of these names, and for none, the headings above
    """

    paths: dict[str | None, tuple[str, ...]]
    spans: tuple[tuple[Span, str | None], ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    tokens: int
    head: str | None = None
    """Of a table's row: what names its columns."""


def split(document: Document, limits: Limits, count_tokens: TokenCounter) -> list[Piece]:
    """The document's passages, in order.

    A passage begins and ends with a sentence, list item, table row or line of code, and never
    crosses a heading or an edge. Only a sentence longer than a whole passage is cut, between
    words. A heading with nothing under it is a passage of its own. Where a passage begins with a
    table's row, the words that name its columns are its innermost heading. However few tokens an
    encoder makes of it, no passage is longer than LONGEST characters for each token it may have.
    """
    text, pieces = document.text, list[Piece]()
    longest = max(limits.passage_tokens, LEAST_TOKENS) * LONGEST
    sections = [_spread(text, section, longest) for section in _sections(document)]
    paths = list(dict.fromkeys(path for section in sections for path in section.paths.values()))
    contexts = count_tokens([document.about.context(path) for path in paths])
    above = {path: count + _MODEL_MARKS for path, count in zip(paths, contexts, strict=True)}
    counts = iter(count_tokens([span.of(text) for each in sections for span, _ in each.spans]))
    for section in sections:
        most = max(above[path] for path in section.paths.values())
        budget = max(min(limits.passage_tokens, limits.max_tokens - most), LEAST_TOKENS)
        sentences = list(_sentences(text, section.spans, counts, budget, count_tokens))
        for group in _pack(text, sentences, budget, limits.overlap, longest):
            path = section.paths[group[0].head]
            pieces.append(_piece(document, path, group, above[path]))
    return pieces


def whole(document: Document, count_tokens: TokenCounter) -> list[Piece]:
    """The document as one passage, of whatever length, its headings among its sentences."""
    lines = (Block(each.start, each.end) for each in document.headings)
    blocks = sorted([*lines, *document.blocks], key=lambda block: block.start)
    spans = tuple(span for block in blocks for span in _sentence_spans(document.text, block))
    if not spans:
        return []
    context = document.about.context(())
    tokens = count_tokens([context + document.text])[0] + _MODEL_MARKS
    start, end = spans[0].start, spans[-1].end
    return [Piece(start, end, (), _pages(document.pages, start, end), spans, tokens)]


def _piece(
    document: Document,
    heading: tuple[str, ...],
    group: Sequence[_Sentence],
    context_tokens: int,
) -> Piece:
    spans = tuple(sentence.span for sentence in group)
    start, end = spans[0].start, spans[-1].end
    return Piece(
        start=start,
        end=end,
        heading=heading,
        pages=_pages(document.pages, start, end),
        sentences=spans,
        tokens=context_tokens + sum(sentence.tokens for sentence in group),
    )


def _pages(pages: Sequence[Page], start: int, end: int) -> tuple[Page, ...]:
    """Those of the pages that a stretch stands on."""
    starts = [page.start for page in pages]
    return tuple(pages[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)])


def _sections(document: Document) -> Iterator[_Section]:
    """The text between headings, with the headings above it; the title's own is left out."""
    blocks = iter(document.blocks)
    block = next(blocks, None)
    above: list[Heading] = []
    for heading, following in pairwise([None, *document.headings, None]):
        if heading is not None:
            while above and above[-1].level >= heading.level:
                above.pop()
            above.append(heading)
        end = following.start if following else len(document.text)
        inside: list[Block] = []
        while block is not None and block.start < end:
            inside.append(block)
            block = next(blocks, None)
        path = tuple(_short(each.label) for each in above if not _is_title(each, document))
        if inside:
            yield from (_Section(path, part) for part in _parts(inside, document.edges))
        elif heading and not (following and following.level > heading.level):
            line = Block(heading.start, heading.start + len(_first_line(heading, document.text)))
            yield _Section(path[:-1], (line,))


def _parts(blocks: Sequence[Block], edges: Sequence[int]) -> Iterator[tuple[Block, ...]]:
    """The blocks, parted where an edge lies between them."""
    for _, part in groupby(blocks, key=lambda block: bisect_right(edges, block.start)):
        yield tuple(part)


def _is_title(heading: Heading, document: Document) -> bool:
    return heading is document.headings[0] and heading.label == document.title


def _first_line(heading: Heading, text: str) -> str:
    return text[heading.start : heading.end].splitlines()[0]


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def _spread(text: str, section: _Section, longest: int) -> _Spread:
    """The section's sentences, none over so many characters."""
    heads = {block.head: block.head and _short(block.head) for block in section.blocks}
    spans = tuple(
        (part, heads[block.head])
        for block in section.blocks
        for span in _sentence_spans(text, block)
        for part in _bounded(text, span, longest)
    )
    paths = {head: (*section.heading, *([head] if head else [])) for head in heads.values()}
    return _Spread({None: section.heading, **paths}, spans)


def _bounded(text: str, span: Span, longest: int) -> Iterator[Span]:
    """The span, cut where it is too long: at a space, or, where there is none, anywhere."""
    start = span.start
    while span.end - start > longest:
        space = text.rfind(" ", start + longest // 2, start + longest)
        end = start + longest if space < 0 else space
        if text[start:end].strip():
            yield _stripped(text, start, end)
        start = end
    yield _stripped(text, start, span.end)


def _sentences(
    text: str,
    spans: Sequence[tuple[Span, str | None]],
    counts: Iterator[int],
    budget: int,
    count_tokens: TokenCounter,
) -> Iterator[_Sentence]:
    """Each with its tokens, the next of `counts`; those over the budget cut."""
    for (span, head), count in zip(spans, counts, strict=False):
        if count <= budget:
            yield _Sentence(span, max(1, count), head)
        else:
            parts = _cut(text, span, budget, count_tokens)
            yield from (replace(part, head=head) for part in parts)


def _sentence_spans(text: str, block: Block) -> Iterator[Span]:
    """The block's sentences without the space around them, a list marker left out."""
    if block.whole:
        yield _stripped(text, block.start, block.end)
        return
    unwrapped = _BREAK.sub(" ", text[block.start : block.end])
    marker = _MARKER.match(unwrapped)
    offset = marker.end() if marker and marker.end() < len(unwrapped) else 0
    offset += block.start
    spans = [
        Span(offset + span.start, offset + span.end)
        for span in sentences_of(unwrapped[offset - block.start :])
    ]
    if len(spans) > 1 and _NUMBER_ALONE.fullmatch(spans[0].of(text)):  # of a clause: "2.2."
        spans[:2] = [Span(spans[0].start, spans[1].end)]
    yield from spans


def _stripped(text: str, start: int, end: int) -> Span:
    """The stretch without the space around it."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _cut(text: str, span: Span, budget: int, count_tokens: TokenCounter) -> Iterator[_Sentence]:
    """A sentence longer than a passage, cut between words (a very long word, inside it)."""
    words = [
        Span(span.start + match.start(), span.start + match.end())
        for match in _WORD.finditer(span.of(text))
    ]
    counts = count_tokens([word.of(text) for word in words])
    start, size = span.start, 0
    for word, tokens, before in zip(words, counts, [span, *words], strict=False):
        if size and size + tokens > budget:
            yield _Sentence(Span(start, before.end), size)
            start, size = word.start, 0
        size += tokens
    yield _Sentence(Span(start, span.end), size)


def _pack(
    text: str, sentences: Sequence[_Sentence], budget: int, overlap: int, longest: int
) -> Iterator[Sequence[_Sentence]]:
    """Groups of neighbours within the budget, each with the end of the one before repeated.

    None is over `longest` characters, repetition apart. Of all ways to group them the one of
    least cost: the squared share of the budget that each group leaves empty, and for each break
    what `_break_cost` says. So groups come out full and about equally long, and break between
    paragraphs rather than inside them. (Knuth and Plass, Breaking paragraphs into lines, 1981,
    find line breaks in the same way.)
    """
    breaks = [_break_cost(text, sentences, start) for start in range(len(sentences))]
    costs = [0.0, *(math.inf for _ in sentences)]
    starts = [0] * (len(sentences) + 1)
    for end in range(1, len(sentences) + 1):
        size = 0
        for start in range(end - 1, -1, -1):
            size += sentences[start].tokens
            stretch = sentences[end - 1].span.end - sentences[start].span.start
            if size > budget or stretch > longest:
                break
            cost = costs[start] + breaks[start] + (1 - size / budget) ** 2
            if cost < costs[end]:
                costs[end], starts[end] = cost, start
    edges = [len(sentences)]
    while edges[-1] > 0:
        edges.append(starts[edges[-1]])
    for start, end in pairwise(reversed(edges)):
        size = sum(sentence.tokens for sentence in sentences[start:end])
        repeated = _tail(sentences, start, min(overlap, budget - size))
        yield [*repeated, *sentences[start:end]]


def _break_cost(text: str, sentences: Sequence[_Sentence], start: int) -> float:
    """What a break before this sentence costs: nothing after a blank line, a lot elsewhere.

    Most of all it costs to part a question from what may be its answer.
    """
    if start == 0:
        return 0.0
    if _QUESTION.search(sentences[start - 1].span.of(text)[-12:]):
        return _BREAK_AFTER_QUESTION
    gap = text[sentences[start - 1].span.end : sentences[start].span.start]
    return 0.0 if len(_LINE_END.findall(gap)) > 1 else _BREAK_IN_PARAGRAPH


def _tail(sentences: Sequence[_Sentence], end: int, tokens: int) -> Sequence[_Sentence]:
    """As many of the last sentences before `end` as together hold at most so many tokens."""
    first = end
    while first > 0 and sentences[first - 1].tokens <= tokens:
        first -= 1
        tokens -= sentences[first].tokens
    return sentences[first:end]
