"""One build: what changed since the last, read and split, embedded, and swapped in."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from index.errors import NothingToIndex, QuothError, RecipeMismatch, UnknownDocument
from index.files import opened, sha256_of
from index.models.encoder import DEFAULT_ENCODER, Encoder, is_meant
from index.models.named import encoder_named
from index.names import is_under
from index.passage import count_of
from index.store.caches import Caches, remove_others
from index.store.catalog import (
    FILE_NAME,
    READER_MB,
    READER_SECONDS,
    RULES,
    Build,
    Catalog,
    Recipe,
    Root,
    Skipped,
    Source,
    Stamp,
)
from index.store.folders import FORGOTTEN, File, as_root, find_files
from index.store.tokens import forget_tokens
from index.store.writer import CatalogWriter, Content
from ingest.ahead import Ahead, Text
from ingest.documents import Unreadable
from ingest.memory import give_back
from ingest.progress import Progress, Watcher, unwatched
from ingest.readers import Reader, known_suffixes, reader_for
from ingest.reading import Read, ReadingLimits, ReadingProcess, Splitter
from ingest.split import LEAST_TOKENS, Limits

PASSAGE_TOKENS = 128  # measured: evaluate/LOG.md
OVERLAP = 0
LARGEST_FILE = 20_000_000
_NOT_CONFINED = (
    "this system could not keep the process that reads files from the network, nor from starting "
    "programs"
)
_STEP = 64  # passages embedded and stored at a time


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose; None leaves it as the index has it, or at its default.

    largest_file is in bytes.
    """

    encoder: str | None = None
    passage_tokens: int | None = None
    overlap: int | None = None
    reader_seconds: int | None = None
    reader_mb: int | None = None
    largest_file: int = LARGEST_FILE
    rebuild: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a file that the person should know."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `passages` is what the index now holds, `embedded` what was new.

    `remarks` are on files that were taken, but not without a guess. `renewed` says that all were
    read again, since the rules for reading have changed.
    """

    build: int
    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    remarks: tuple[Remark, ...]
    passages: int
    embedded: int
    seconds: float
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do, as far as that is known before any file is read: documents' paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def build(
    roots: Sequence[Path | Root],
    index: Path,
    choices: Choices = Choices(),
    encoder: Encoder | None = None,
    watch: Watcher = unwatched,
) -> Report:
    """Makes the index in folder `index` hold the documents under `roots`, and nothing else.

    Reads what is new or changed, embeds passages that were never embedded, and swaps the build in
    at the end; until then, and if anything fails, the former build answers. A build broken off is
    taken up where it stopped. `encoder` stands in for the one that the choices name.

    Raises NothingToIndex, IndexLocked, DamagedIndex, NotWritable, ModelError, or RecipeMismatch.
    """
    started = time.monotonic()
    asked = _rooted(roots)
    found = list(find_files(asked))
    if not index.exists() and not any(isinstance(item, File) for item in found):
        skipped = [item for item in found if isinstance(item, Skipped)]
        raise NothingToIndex(_nothing(asked, skipped, index, kept=False))
    with CatalogWriter.locked(index) as catalog:
        former = catalog.build()
        _check_roots(former, asked, index, choices)
        renewed = former is not None and former.recipe.splitter != RULES
        encoder = encoder or encoder_named(encoder_name(former, choices))
        recipe = _recipe(former, encoder, choices)
        anew = replace(choices, rebuild=choices.rebuild or renewed)
        builder = _Builder(catalog, encoder, former, recipe, anew, watch)
        report = builder.run(found, asked, started)
    give_back()
    return replace(report, renewed=renewed)


def preview(roots: Sequence[Path | Root], index: Path, choices: Choices = Choices()) -> Plan:
    """What `build` would do with the same roots and choices; nothing is written, no model loaded.

    Raises NothingToIndex, DamagedIndex, or RecipeMismatch where the index is of other roots.
    """
    asked = _rooted(roots)
    found = list(find_files(asked))
    held = _Held()
    if (index / FILE_NAME).exists():
        with Catalog.open(index) as catalog:
            _check_roots(catalog.build(), asked, index, choices)
            held = _Held.of(catalog)
    added, changed, unchanged, skipped = [], [], [], []
    for item in found:
        decided = held.decide(item, choices)
        if isinstance(decided, Skipped):
            skipped.append(decided)
        elif decided.path not in held.sources:
            added.append(decided.path)
        elif isinstance(decided, Source) or _same_bytes(decided, held.sources[decided.path]):
            unchanged.append(decided.path)
        else:
            changed.append(decided.path)
    gone = held.sources.keys() - {*added, *changed, *unchanged}
    return Plan(tuple(added), tuple(changed), tuple(unchanged), tuple(sorted(gone)), tuple(skipped))


def forget(index: Path, path: str, watch: Watcher = unwatched) -> Report:
    """Takes a document, or all under a folder, out of the index; their files stay as they are.

    `path` is as the index names it. Later builds leave it out, until `remember`. Raises
    UnknownDocument, NoIndex, IndexLocked or DamagedIndex, and QuothError for the last document.
    """
    started = time.monotonic()
    path = path.rstrip("/")
    Catalog.open(index).close()  # NoIndex where there is none: nothing is to be made here
    with CatalogWriter.locked(index) as catalog:
        former, sources = catalog.build(), catalog.sources()
        kept = [source for source in sources if not is_under(source.path, path)]
        if former is None or len(kept) == len(sources):
            raise UnknownDocument(
                f"The index in {index} holds no document {path}, and none in a folder of that "
                f"name. List them: python -m index info --index {index}"
            )
        if not kept:
            raise QuothError(
                f"Nothing would be left of the index in {index}. If that is meant, delete the "
                "folder."
            )
        left = sorted({source.path for source in sources} - {source.path for source in kept})
        skipped = [*catalog.skipped(), *(Skipped(each, FORGOTTEN) for each in left)]
        catalog.stage(kept)
        catalog.stage_passages()
        watch(Progress("Indexing", 0, 1, f"{len(kept):,} documents"))
        number = swap_in(catalog, former.recipe_id, former.roots, skipped, forgotten=path)
        watch(Progress("Indexing", 1, 1, f"{len(kept):,} documents"))
        return Report(
            build=number,
            added=0,
            changed=0,
            unchanged=len(kept),
            removed=len(left),
            skipped=tuple(skipped),
            remarks=(),
            passages=catalog.counts().passages,
            embedded=0,
            seconds=round(time.monotonic() - started, 3),
        )


def remember(index: Path, path: str) -> None:
    """Undoes `forget` for the same path: the next build takes up what it finds there.

    Raises UnknownDocument for what was not forgotten.
    """
    path = path.rstrip("/")
    Catalog.open(index).close()
    with CatalogWriter.locked(index) as catalog:
        if not catalog.remember(path):
            forgotten = ", ".join(sorted(catalog.forgotten())) or "nothing"
            raise UnknownDocument(f"{path} was not forgotten. Forgotten in {index}: {forgotten}.")


def _rooted(roots: Sequence[Path | Root]) -> list[Root]:
    return [root if isinstance(root, Root) else as_root(root) for root in roots]


def _check_roots(
    former: Build | None, asked: Sequence[Root], index: Path, choices: Choices
) -> None:
    if former and not choices.rebuild and not _same_roots(former.roots, asked):
        raise RecipeMismatch(
            f"The index in {index} is of {_listed(former.roots)}, not of {_listed(asked)}. "
            "Name another folder with --index, name all folders that it is to hold, or replace "
            "what it holds with --rebuild."
        )


def _listed(roots: Sequence[Root]) -> str:
    return ", ".join(root.path for root in roots)


def _same_roots(former: Sequence[Root], asked: Sequence[Root]) -> bool:
    """Whether they are the same folders; one that is gone may have moved and kept its name."""
    pairs = zip(sorted(former, key=_name), sorted(asked, key=_name), strict=False)
    return len(former) == len(asked) and all(
        old == new or (old.name == new.name and _is_gone(Path(old.path))) for old, new in pairs
    )


def _is_gone(path: Path) -> bool:
    """Whether nothing is there; behind a folder that may not be entered something may be."""
    try:
        return not path.exists()
    except OSError:
        return False


def _name(root: Root) -> str:
    return root.name


def encoder_name(former: Build | None, choices: Choices) -> str:
    """The encoder asked for, else the index's, else the default one."""
    return choices.encoder or (former.recipe.encoder if former else DEFAULT_ENCODER)


def _recipe(former: Build | None, encoder: Encoder, choices: Choices) -> Recipe:
    """The recipe asked for; RecipeMismatch when the index has another and is not made anew."""
    kept = former.recipe if former else None
    if kept and is_meant(encoder, kept.encoder_sha256):
        kept = replace(kept, encoder_sha256=encoder.sha256)

    def chosen(name: str, default: int) -> int:
        asked: int | None = getattr(choices, name)
        if asked is not None:
            return asked
        return getattr(kept, name) if kept else default

    tokens, overlap = chosen("passage_tokens", PASSAGE_TOKENS), chosen("overlap", OVERLAP)
    if tokens < LEAST_TOKENS:
        raise RecipeMismatch(
            f"A passage of {tokens} tokens is too short; give --passage-tokens {LEAST_TOKENS} or "
            "more."
        )
    if not 0 <= overlap < tokens:
        raise RecipeMismatch(
            f"An overlap of {overlap} tokens does not fit passages of {tokens}; give --overlap a "
            "number from 0 to half the passage."
        )
    recipe = Recipe(
        encoder.name,
        encoder.sha256,
        tokens,
        overlap,
        reader_seconds=chosen("reader_seconds", READER_SECONDS),
        reader_mb=chosen("reader_mb", READER_MB),
    )
    if kept and not kept.same_choices(recipe) and not choices.rebuild:
        raise RecipeMismatch(
            f"The index was built with {_described(kept)}; asked for is {_described(recipe)}. Add "
            "--rebuild to build it anew (it answers as before until that is done), or name another "
            "folder with --index."
        )
    return recipe


def _described(recipe: Recipe) -> str:
    return (
        f"{recipe.encoder} ({recipe.encoder_sha256[:12]}), passages of {recipe.passage_tokens} "
        f"tokens, overlap {recipe.overlap}, splitter {recipe.splitter}"
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """What the index holds of the files, and what it knows of those that it does not hold."""

    sources: dict[str, Source] = field(default_factory=dict)
    refused: dict[str, Skipped] = field(default_factory=dict)
    forgotten: tuple[str, ...] = ()

    @classmethod
    def of(cls, catalog: Catalog) -> "_Held":
        return cls(
            {source.path: source for source in catalog.sources()},
            {item.path: item for item in catalog.skipped() if item.stamp is not None},
            tuple(catalog.forgotten()),
        )

    def decide(self, item: File | Skipped, choices: Choices) -> Source | Skipped | File:
        """A file as the index holds it, why it is left out, or, to be read, the file itself."""
        if isinstance(item, Skipped):
            return item
        if any(is_under(item.path, folder) for folder in self.forgotten):
            return Skipped(item.path, FORGOTTEN)
        if reader_for(item.path) is None:
            suffix = PurePosixPath(item.path).suffix
            return Skipped(item.path, f"no reader for {suffix} files" if suffix else "no file type")
        if item.size > choices.largest_file:
            return Skipped(
                item.path,
                f"{item.size / 1e6:,.1f} MB, over the limit of {choices.largest_file / 1e6:,.0f} "
                "MB; raise it with --max-file-mb",
            )
        held = self.sources.get(item.path) or self.refused.get(item.path)
        return held if held and held.stamp == item.stamp and not choices.rebuild else item


def _same_bytes(file: File, source: Source) -> bool:
    try:
        with opened(file.location) as data:
            return sha256_of(data) == source.sha256
    except OSError:
        return False


class _Builder:
    """The steps of one build."""

    def __init__(
        self,
        catalog: CatalogWriter,
        encoder: Encoder,
        former: Build | None,
        recipe: Recipe,
        choices: Choices,
        watch: Watcher,
    ) -> None:
        self.catalog = catalog
        self.encoder = encoder
        self.former = former
        self.recipe = recipe
        self.choices = choices
        self.watch = watch
        self.remarks: list[Remark] = []
        self.progress = Progress("Reading", 0, 1, "")
        self.held = _Held.of(catalog)
        self.recipe_id = self._recipe_id()
        self.spare = self._recipe_with_vectors()
        self.ahead = Ahead(catalog, encoder, self.recipe_id, self.spare)

    def run(self, found: Sequence[File | Skipped], roots: Sequence[Root], started: float) -> Report:
        limits = ReadingLimits(self.recipe.reader_seconds, self.recipe.reader_mb)
        with ReadingProcess(limits, lambda: self.watch(self.progress)) as process, self.ahead:
            taken = list(self._take(found, process))
        if not process.confined:
            self.remarks.append(Remark("reading", _NOT_CONFINED))
        sources = {item.path: item for item in taken if isinstance(item, Source)}
        skipped = tuple(item for item in taken if isinstance(item, Skipped))
        before = self.held.sources
        if not sources:
            raise NothingToIndex(_nothing(roots, skipped, self.catalog.folder, kept=bool(before)))
        self.catalog.stage(sources.values())
        number, embedded = self._swap_in(sources, roots, skipped)
        both = sources.keys() & before.keys()
        changed = sum(sources[path].sha256 != before[path].sha256 for path in both)
        return Report(
            build=number,
            added=len(sources) - len(both),
            changed=changed,
            unchanged=len(both) - changed,
            removed=len(before) - len(both),
            skipped=skipped,
            remarks=tuple(self.remarks),
            passages=self.catalog.counts().passages,
            embedded=embedded,
            seconds=round(time.monotonic() - started, 3),
        )

    def _recipe_id(self) -> int:
        """The former build's, or, to build anew, that of a broken-off build or a new one."""
        former, recipe = self.former, self.recipe
        if former and not self.choices.rebuild:
            if former.recipe != recipe:  # only in what reading may take, or in how a hash is made
                self.catalog.renew_recipe(former.recipe_id, recipe)
                self.held.refused.clear()
            return former.recipe_id
        after = former.recipe_id if former else 0
        return self.catalog.unfinished_recipe(recipe, after) or self.catalog.add_recipe(recipe)

    def _take(
        self, found: Sequence[File | Skipped], process: ReadingProcess
    ) -> Iterator[Source | Skipped]:
        """Each file as the catalog now holds it, read where it is new or changed."""
        for number, item in enumerate(found):
            self.ahead.store()
            embedded = self.ahead.passages
            more = f", {count_of(embedded, 'passage')} embedded" if embedded else ""
            words = f"{number:,} of {len(found):,} files{more}"
            self.progress = Progress("Reading", number, len(found), words)
            self.watch(self.progress)
            decided = self.held.decide(item, self.choices)
            if not isinstance(decided, File):
                yield decided
                continue
            try:
                yield self._read(decided, process)
            except Unreadable as reason:
                yield Skipped(decided.path, str(reason), decided.stamp)
            except OSError as error:
                yield Skipped(decided.path, f"cannot be read: {error.strerror}")
        self.watch(Progress("Reading", len(found), len(found), f"{len(found):,} files"))

    def _read(self, file: File, process: ReadingProcess) -> Source:
        """Reads and splits a file, unless the catalog has the same bytes of another one.

        All is done with the file as it was opened: what comes into its place is for the next time.
        """
        reader = reader_for(file.path)
        if reader is None:
            raise Unreadable("no reader")
        with opened(file.location) as data:
            stamp = Stamp.of(os.fstat(data.fileno()))
            sha256 = sha256_of(data)
            content_id = self.catalog.content_id(self.recipe_id, sha256, reader.name)
            if content_id is not None:
                return Source(file.path, content_id, sha256, stamp)
            read = process.read(file, reader, self._splitter(), data)
        if read.document.remark:
            self.remarks.append(Remark(file.path, read.document.remark))
        return Source(file.path, self._stored(read, reader), read.sha256, stamp)

    def _splitter(self) -> Splitter:
        recipe = self.recipe
        limits = Limits(recipe.passage_tokens, recipe.overlap, self.encoder.max_tokens)
        return Splitter(limits, self.encoder.count_tokens)

    def _stored(self, read: Read, reader: Reader) -> int:
        """The id of what was read; another file may have brought the same meanwhile."""
        document = read.document
        known = self.catalog.content_id(self.recipe_id, read.sha256, reader.name)
        if known is not None:
            return known
        if not read.pieces:
            raise Unreadable("no text in it")
        content = Content(
            sha256=read.sha256,
            reader=reader.name,
            title=document.title,
            author=document.author,
            date=document.date,
            media_type=document.media_type,
            text=document.text,
            keywords=document.keywords,
            remark=document.remark,
        )
        content_id = self.catalog.add_content(self.recipe_id, content, read.pieces)
        about, text = document.about, document.text
        self.ahead.take(
            Text(about.searched(each.heading, text[each.start : each.end]), each.tokens)
            for each in read.pieces
        )
        return content_id

    def _swap_in(
        self, sources: dict[str, Source], roots: Sequence[Root], skipped: tuple[Skipped, ...]
    ) -> tuple[int, int]:
        """Makes what is staged the build, unless the former holds the same.

        Gives the build's number, and how many passages were embedded.
        """
        former = self.former
        if former and former.recipe_id == self.recipe_id and _same(sources, self.held.sources):
            self.catalog.note(skipped)
            return former.number, 0
        embedded = embed(
            self.catalog, self.recipe_id, self.encoder, self.watch, self.spare, self.ahead
        )
        self.watch(Progress("Indexing", 0, 1, f"{len(sources):,} documents"))
        number = swap_in(self.catalog, self.recipe_id, roots, skipped)
        self.watch(Progress("Indexing", 1, 1, f"{len(sources):,} documents"))
        return number, embedded

    def _recipe_with_vectors(self) -> int | None:
        """The former build's recipe, where it is replaced and its vectors are as good."""
        former = self.former
        if former is None or former.recipe_id == self.recipe_id or former.recipe.splitter == RULES:
            return None
        same = is_meant(self.encoder, former.recipe.encoder_sha256)
        return former.recipe_id if same else None


def embed(
    catalog: CatalogWriter,
    recipe_id: int,
    encoder: Encoder,
    watch: Watcher,
    spare: int | None = None,
    ahead: Ahead | None = None,
) -> int:
    """Gives every staged passage a vector; how many had none before the build.

    `spare` is another recipe of the same encoder, whose vectors are taken over; `ahead` has
    embedded some already.
    """
    catalog.stage_passages()
    if spare is not None:
        catalog.take_vectors(recipe_id, spare)
    passage_ids = catalog.unembedded(recipe_id)
    tokens = catalog.tokens(passage_ids)
    before = ahead.passages if ahead else 0
    done = ahead.tokens if ahead else 0
    total, passages, started = done + sum(tokens), before + len(passage_ids), time.monotonic()
    for first in range(0, len(passage_ids), _STEP):
        speed = first / max(time.monotonic() - started, 1e-9)
        words = f"{before + first:,} of {passages:,} passages, {speed:,.0f} a second"
        watch(Progress("Embedding", done, total, words))
        texts = catalog.texts_to_embed(passage_ids[first : first + _STEP])
        catalog.add_vectors(recipe_id, texts, encoder.encode(texts))
        done += sum(tokens[first : first + _STEP])
    if total:
        watch(Progress("Embedding", total, total, f"{passages:,} passages"))
    return passages


def swap_in(
    catalog: CatalogWriter,
    recipe_id: int,
    roots: Sequence[Root],
    skipped: Sequence[Skipped],
    forgotten: str | None = None,
) -> int:
    """Makes what is staged the newest build, with its caches; the build's number.

    `forgotten` is a path that later builds are to leave out.
    """
    with catalog.transaction():
        if forgotten is not None:
            catalog.forget(forgotten)
        former = catalog.build()
        build = catalog.replace_build(recipe_id, roots, skipped)
        Caches.make(catalog, build, former)
    with suppress(OSError, sqlite3.Error):  # it answers by now; the next build clears away, too
        remove_others(catalog.folder, build)
        forget_tokens(catalog.folder)
        catalog.tidy()
    return build.number


def _same(sources: dict[str, Source], before: dict[str, Source]) -> bool:
    contents = {path: source.content_id for path, source in sources.items()}
    return contents == {path: source.content_id for path, source in before.items()}


def _nothing(roots: Sequence[Root], skipped: Sequence[Skipped], index: Path, kept: bool) -> str:
    """Why nothing could be indexed, and that nothing was lost."""
    reasons = "; ".join(f"{item.path}: {item.reason}" for item in skipped[:3])
    more = f"; and {len(skipped) - 3:,} more" if len(skipped) > 3 else ""
    left = f" The index in {index} is left as it was." if kept else ""
    if not skipped:
        return f"{_listed(roots)} holds no files. Put documents there: {known_suffixes()}.{left}"
    return (
        f"{_listed(roots)} holds no document that can be read ({reasons}{more}). Files with these "
        f"endings are read: {known_suffixes()}.{left}"
    )
