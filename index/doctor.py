"""What is wrong with an index, and what could be better, each with the command that mends it."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote as _quoted

import numpy as np

from index.answering.alike import shared_share
from index.arrays import Vectors
from index.errors import DamagedIndex, ModelError, NothingToIndex
from index.files import opened, sha256_of
from index.models.bge import NAME as BGE
from index.models.encoder import DEFAULT_ENCODER, Encoder, is_meant
from index.models.language import reads
from index.models.named import encoder_named
from index.names import is_under
from index.passage import count_of
from index.store.caches import cache_problems
from index.store.catalog import (
    RULES,
    Build,
    Catalog,
    Listed,
    Recipe,
    Root,
    Skipped,
    Source,
    Stamp,
    build_command,
    place_of,
)
from index.store.folders import FORGOTTEN, IGNORED, File, find_files

_SHORT = 200  # characters of a document
_SHORT_PAGE = 100  # characters of a page
_NEAR = 0.95  # cosine of two documents' mean vectors, from where their words are compared
_SAME = 0.8  # share of the shorter one's runs of words
_MOST_COMPARED = 20_000  # documents
_MOST_NAMED = 5
_LOOKED_AT = 7  # passages of a document, by which its language is judged
_SAVED_ANEW = "open it in the program that made it and save it anew"
_BY_HAND = "mend the file or take it out of its folder, then build again"


@dataclass(frozen=True, slots=True)
class Advice:
    """Something found. `wrong` tells what must be mended from what could be better.

    command: what mends it, as a shell takes it; None where only a person can, by hand
    """

    found: str
    command: str | None
    wrong: bool = False

    @property
    def remedy(self) -> str:
        """The command, or what is to be done by hand."""
        return self.command or _BY_HAND


def advice(
    catalog: Catalog, build: Build, encoder: Encoder | None, watch: Callable[[str], None]
) -> Iterator[Advice]:
    """What there is to say about the catalog's snapshot; `encoder` stands in for the recipe's."""
    again = build_command(build.roots, catalog.folder)
    watch("Checking every passage and vector")
    if damages := list(catalog.problems()):
        remedy = f"{again} --rebuild" if _can_be_written(catalog) else _afresh(catalog, again)
        yield from (Advice(damage, remedy, wrong=True) for damage in damages)
        return
    first_question = f'python -m index ask "anything" --index {_quoted(str(catalog.folder))}'
    for problem in cache_problems(catalog, build):
        yield Advice(problem, first_question, wrong=True)
    watch("Comparing with the files")
    documents = catalog.documents()
    show = f"python -m index show --index {_quoted(str(catalog.folder))}"
    yield from _stale(catalog, build, again)
    yield from _remarked(documents, show)
    watch("Comparing with the models")
    yield from _recipe(catalog, build, encoder, again)
    yield from _foreign(catalog, build.recipe, again)
    yield from _short(catalog, documents, show)
    watch("Comparing the documents with one another")
    yield from _twice(catalog, documents)


def _can_be_written(catalog: Catalog) -> bool:
    try:
        catalog.check()
    except DamagedIndex:
        return False
    return True


def _afresh(catalog: Catalog, again: str) -> str:
    folder = _quoted(str(catalog.folder))
    return f"mv {folder} {folder}.damaged && {again}"


def _stale(catalog: Catalog, build: Build, again: str) -> Iterator[Advice]:
    """What is otherwise in the folders than in the index; without one of them no build begins."""
    if lost := [root for root in build.roots if not os.path.lexists(root.path)]:
        yield _moved(build, lost, catalog.folder)
        return
    sources, skipped = catalog.sources(), catalog.skipped()
    changed, unseen, gone = _compared(build, sources)
    changed += [each.path for each in skipped if each.stamp and _is_another(build, each)]
    try:
        new = list(_new(build, sources, skipped, catalog.forgotten()))
    except NothingToIndex as error:
        yield Advice(str(error), None)
        return
    for paths, words in ((new, "new"), (changed, "changed"), (gone, "gone")):
        if paths:
            yield Advice(f"{words} since the build: {_named(sorted(paths))}", again)
    if unseen:
        words = f"other bytes, of the same size and times, than at the build: {_named(unseen)}"
        yield Advice(words, f"{again} --rebuild")
    yield from _refused(build, skipped, again)


def _moved(build: Build, lost: Sequence[Root], folder: Path) -> Advice:
    """Folders that are not there: put back, or named where they are now."""
    places = ", ".join(root.path for root in lost)
    roots = [replace(root, path="FOLDER") if root in lost else root for root in build.roots]
    words = f"not there; put it back, or name the folder where it is now: {places}"
    return Advice(words, build_command(roots, folder))


def _compared(build: Build, sources: Sequence[Source]) -> tuple[list[str], list[str], list[str]]:
    """Documents whose files are others, by their stamps or by their bytes alone, or are gone.

    Each file is read, since size and time may deceive.
    """
    changed: list[str] = []
    unseen: list[str] = []
    gone: list[str] = []
    for source in sources:
        try:
            location = place_of(build, source.path)
            with opened(location.parent.resolve() / location.name) as data:
                if sha256_of(data) != source.sha256:
                    stamp = Stamp.of(os.fstat(data.fileno()))
                    (unseen if stamp == source.stamp else changed).append(source.path)
        except OSError:
            gone.append(source.path)
    return changed, unseen, gone


def _new(
    build: Build, sources: Sequence[Source], skipped: Sequence[Skipped], left_out: Sequence[str]
) -> Iterator[str]:
    """Files that the last build has not met, or that it would not leave out again."""
    known = {source.path for source in sources}
    known |= {item.path for item in skipped if item.reason not in (IGNORED, FORGOTTEN)}
    for item in find_files(build.roots):
        forgotten = any(is_under(item.path, folder) for folder in left_out)
        if isinstance(item, File) and item.path not in known and not forgotten:
            yield item.path


def _is_another(build: Build, item: Skipped) -> bool:
    """Whether a file that was refused has changed, so that the next build tries it again."""
    try:
        return Stamp.of(place_of(build, item.path).lstat()) != item.stamp
    except OSError:
        return False


def _refused(build: Build, skipped: Sequence[Skipped], again: str) -> Iterator[Advice]:
    """Files that a reader has seen and not taken, by reason, which says what to do."""
    refused = (each for each in skipped if each.stamp and not _is_another(build, each))
    for reason, paths in _grouped((each.reason, each.path) for each in refused):
        remedy = f"{reason}; {_SAVED_ANEW}" if reason.startswith("damaged: ") else reason
        limits = {
            "--reader-seconds": build.recipe.reader_seconds,
            "--reader-mb": build.recipe.reader_mb,
        }
        raised = next((f" {name} {2 * limits[name]}" for name in limits if name in reason), "")
        command = f"{again}{raised}" if raised else None
        yield Advice(f"not taken, {remedy}: {_named(paths)}", command)


def _remarked(documents: Sequence[Listed], show: str) -> Iterator[Advice]:
    """Documents that were taken, but not without a guess or a gap."""
    remarks = ((each.remark, each.path) for each in documents if each.remark)
    for remark, paths in _grouped(remarks):
        yield Advice(f"to be looked at, {remark}: {_named(paths)}", f"{show} {_quoted(paths[0])}")


def _grouped(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The paths that share a reason, in the order in which the reasons come first."""
    groups: dict[str, list[str]] = {}
    for reason, path in pairs:
        groups.setdefault(reason, []).append(path)
    yield from groups.items()


def _recipe(
    catalog: Catalog, build: Build, encoder: Encoder | None, again: str
) -> Iterator[Advice]:
    recipe = build.recipe
    if recipe.splitter != RULES:
        yield Advice(
            f"built by an earlier program's rules for reading and splitting ({recipe.splitter}, "
            f"now {RULES})",
            again,
        )
    try:
        encoder = encoder or encoder_named(recipe.encoder)
        if not is_meant(encoder, recipe.encoder_sha256):
            yield Advice(
                f"the files of {recipe.encoder} are not those that the index was built with",
                f"{again} --rebuild",
                wrong=True,
            )
            return
        limit = encoder.max_tokens
    except ModelError as error:
        yield Advice(str(error), f"{again} --rebuild --encoder NAME_OR_FOLDER", wrong=True)
        return
    if number := catalog.longer_than(limit):
        yield Advice(
            f"{count_of(number, 'passage')} longer than the {limit} tokens that the encoder reads: "
            "their ends are found by words only",
            f"{again} --rebuild --passage-tokens {max(64, recipe.passage_tokens // 2)}",
        )


def _foreign(catalog: Catalog, recipe: Recipe, again: str) -> Iterator[Advice]:
    """Documents in languages that the default encoders don't know; of others nothing is known."""
    if recipe.encoder not in (DEFAULT_ENCODER, BGE):
        return
    foreign = []
    for each in catalog.stretches():
        if not each.passages:
            continue
        looked_at = np.unique(np.linspace(each.first, each.end - 1, _LOOKED_AT).astype(np.int64))
        passages = list(catalog.passages(looked_at))
        if 2 * sum(reads(each.text) for each in passages) < len(passages):
            foreign.append(each.path)
    if foreign:
        yield Advice(
            f"in a language that {recipe.encoder} doesn't know, so found by words only; name a "
            f"multilingual encoder, or its folder: {_named(foreign)}",
            f"{again} --rebuild --encoder NAME_OR_FOLDER",
        )


def _short(catalog: Catalog, documents: Sequence[Listed], show: str) -> Iterator[Advice]:
    pages = catalog.pages()
    short = [
        document.path
        for document in documents
        if document.characters < max(_SHORT, _SHORT_PAGE * pages.get(document.path, 0))
    ]
    if short:
        yield Advice(
            f"hardly any text (a scan, a form, a mere title?): {_named(short)}",
            f"{show} {_quoted(short[0])}",
        )


def _twice(catalog: Catalog, documents: Sequence[Listed]) -> Iterator[Advice]:
    """Documents nearly all of whose words another has too."""
    paths = [document.path for document in documents[:_MOST_COMPARED]]
    forget = f"python -m ingest --index {_quoted(str(catalog.folder))} --forget"
    found: set[str] = set()
    for one, other in _near(_means(catalog, paths)):
        if paths[one] in found or paths[other] in found:
            continue
        first, second = catalog.text(paths[one]), catalog.text(paths[other])
        if shared_share(first, second) >= _SAME:
            shorter = paths[one] if len(first) < len(second) else paths[other]
            longer = paths[other] if shorter == paths[one] else paths[one]
            found.add(shorter)
            yield Advice(
                f"{shorter} says nearly the same as {longer}", f"{forget} {_quoted(shorter)}"
            )


def _means(catalog: Catalog, paths: Sequence[str]) -> Vectors:
    """Each document's mean vector, brought to length one, shape (len(paths), dimension)."""
    numbers = catalog.documents_of_passages()
    means = np.zeros((len(paths), catalog.dimension()), np.float32)
    first = 0
    for vectors in catalog.vectors():
        of_document = numbers[first : first + len(vectors)]
        known = of_document < len(paths)
        np.add.at(means, of_document[known], vectors[known])
        first += len(vectors)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    means /= np.maximum(lengths, 1e-9)
    return means


def _near(means: Vectors, batch: int = 512) -> Iterator[tuple[int, int]]:
    for first in range(0, len(means), batch):
        cosines = means[first : first + batch] @ means.T
        for row, column in np.argwhere(cosines >= _NEAR):
            if first + row < column:
                yield first + int(row), int(column)


def _named(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _MOST_NAMED:,} more" if len(paths) > _MOST_NAMED else ""
    return ", ".join(paths[:_MOST_NAMED]) + more
