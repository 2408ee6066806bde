"""One build: what changed since the last, read and split, embedded, and swapped in."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.caches import Caches, remove_others
from index.catalog import Build, Recipe, Skipped, Source
from index.encoder import DEFAULT_ENCODER, Encoder, SentenceTransformerEncoder
from index.errors import RecipeMismatch
from index.writer import CatalogWriter, Content
from ingest.documents import File, NothingToIndex, Unreadable, find_files
from ingest.progress import Progress, Watcher, unwatched
from ingest.readers import known_suffixes, reader_for
from ingest.split import LEAST_TOKENS, VERSION, Limits, split

PASSAGE_TOKENS = 128  # measured: evaluate/LOG.md
OVERLAP = 0
LARGEST_FILE = 20_000_000
_STEP = 64  # passages embedded and stored at a time


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose; None leaves it as the index has it, or at its default.

    largest_file is in bytes.
    """

    encoder: str | None = None
    passage_tokens: int | None = None
    overlap: int | None = None
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

    `remarks` are on files that were taken, but not without a guess.
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


def build(
    roots: Sequence[Path],
    index: Path,
    choices: Choices = Choices(),
    encoder: Encoder | None = None,
    watch: Watcher = unwatched,
) -> Report:
    """Makes the index in folder `index` hold the documents under `roots`, and nothing else.

    Reads what is new or changed, embeds passages that were never embedded, and swaps the build in
    at the end; until then, and if anything fails, the former build answers. A build broken off is
    taken up where it stopped. `encoder` stands in for the one that the choices name.

    Raises NothingToIndex, IndexLocked, DamagedIndex, ModelError, or RecipeMismatch.
    """
    started = time.monotonic()
    found = list(find_files(roots))
    if not index.exists() and not any(isinstance(item, File) for item in found):
        skipped = [item for item in found if isinstance(item, Skipped)]
        raise NothingToIndex(_nothing(roots, skipped, index, {}))
    with CatalogWriter.locked(index) as catalog:
        former = catalog.build()
        _check_roots(former, roots, index, choices)
        encoder = encoder or SentenceTransformerEncoder(_encoder_name(former, choices))
        recipe = _recipe(former, encoder, choices)
        builder = _Builder(catalog, encoder, former, choices, watch)
        return builder.run(recipe, found, roots, started)


def _check_roots(
    former: Build | None, roots: Sequence[Path], index: Path, choices: Choices
) -> None:
    asked = _names(roots)
    if former and not choices.rebuild and not _same_roots(former.roots, asked):
        raise RecipeMismatch(
            f"The index in {index} is of {', '.join(former.roots)}, not of {', '.join(asked)}. "
            "Name another folder with --index, name all folders that it is to hold, or replace "
            "what it holds with --rebuild."
        )


def _same_roots(former: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether they are the same folders; one that is gone may have moved and kept its name."""
    pairs = list(zip(sorted(former, key=_last), sorted(asked, key=_last), strict=False))
    return len(former) == len(asked) and all(
        old == new or (_last(old) == _last(new) and not Path(old).exists()) for old, new in pairs
    )


def _last(path: str) -> str:
    return Path(path).name


def _names(roots: Sequence[Path]) -> list[str]:
    return [str(root.resolve()) for root in roots]


def _encoder_name(former: Build | None, choices: Choices) -> str:
    return choices.encoder or (former.recipe.encoder if former else DEFAULT_ENCODER)


def _recipe(former: Build | None, encoder: Encoder, choices: Choices) -> Recipe:
    """The recipe asked for; RecipeMismatch when the index has another and is not made anew."""
    kept = former.recipe if former else None
    tokens = choices.passage_tokens or (kept.passage_tokens if kept else PASSAGE_TOKENS)
    overlap = choices.overlap
    if overlap is None:
        overlap = kept.overlap if kept else OVERLAP
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
    recipe = Recipe(encoder.name, encoder.sha256, tokens, overlap, VERSION)
    if kept and kept != recipe and not choices.rebuild:
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


class _Builder:
    """The steps of one build."""

    def __init__(
        self,
        catalog: CatalogWriter,
        encoder: Encoder,
        former: Build | None,
        choices: Choices,
        watch: Watcher,
    ) -> None:
        self.catalog = catalog
        self.encoder = encoder
        self.former = former
        self.choices = choices
        self.watch = watch
        self.remarks: list[Remark] = []
        self.before = {source.path: source for source in catalog.sources()}

    def run(
        self,
        recipe: Recipe,
        found: Sequence[File | Skipped],
        roots: Sequence[Path],
        started: float,
    ) -> Report:
        recipe_id = self._recipe_id(recipe)
        taken = list(self._take(recipe_id, recipe, found))
        sources = {item.path: item for item in taken if isinstance(item, Source)}
        skipped = tuple(item for item in taken if isinstance(item, Skipped))
        if not sources:
            raise NothingToIndex(_nothing(roots, skipped, self.catalog.folder, self.before))
        self.catalog.stage(sources.values())
        embedded = embed(self.catalog, recipe_id, self.encoder, self.watch)
        number = self._swap_in(recipe_id, sources, roots, skipped)
        both = sources.keys() & self.before.keys()
        changed = sum(sources[path].sha256 != self.before[path].sha256 for path in both)
        return Report(
            build=number,
            added=len(sources) - len(both),
            changed=changed,
            unchanged=len(both) - changed,
            removed=len(self.before) - len(both),
            skipped=skipped,
            remarks=tuple(self.remarks),
            passages=self.catalog.counts().passages,
            embedded=embedded,
            seconds=round(time.monotonic() - started, 3),
        )

    def _recipe_id(self, recipe: Recipe) -> int:
        """The former build's, or, to build anew, that of a broken-off build or a new one."""
        if self.former and not self.choices.rebuild:
            return self.former.recipe_id
        after = self.former.recipe_id if self.former else 0
        return self.catalog.unfinished_recipe(recipe, after) or self.catalog.add_recipe(recipe)

    def _take(
        self, recipe_id: int, recipe: Recipe, found: Sequence[File | Skipped]
    ) -> Iterator[Source | Skipped]:
        """Each file as the catalog now holds it, read where it is new or changed."""
        for number, item in enumerate(found):
            words = f"{number:,} of {len(found):,} files"
            self.watch(Progress("Reading", number, len(found), words))
            if isinstance(item, Skipped):
                yield item
                continue
            try:
                yield self._known(item) or self._read(recipe_id, recipe, item)
            except Unreadable as reason:
                yield Skipped(item.path, str(reason))
            except OSError as error:
                yield Skipped(item.path, f"cannot be read: {error.strerror}")
        self.watch(Progress("Reading", len(found), len(found), f"{len(found):,} files"))

    def _known(self, file: File) -> Source | None:
        """What the former build holds of a file that was not touched since."""
        source = self.before.get(file.path)
        if source is None or self.choices.rebuild or file.size > self.choices.largest_file:
            return None
        same = (source.size, source.modified) == (file.size, file.modified)
        return source if same else None

    def _read(self, recipe_id: int, recipe: Recipe, file: File) -> Source:
        """Reads and splits a file, unless the catalog has the same bytes of another one."""
        reader = reader_for(file.path)
        if reader is None:
            suffix = PurePosixPath(file.path).suffix
            raise Unreadable(f"no reader for {suffix} files" if suffix else "no file type")
        if file.size > self.choices.largest_file:
            raise Unreadable(
                f"{file.size / 1e6:,.1f} MB, over the limit of "
                f"{self.choices.largest_file / 1e6:,.0f} MB; raise it with --max-file-mb"
            )
        data = file.location.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        content_id = self.catalog.content_id(recipe_id, sha256, reader.name)
        if content_id is None:
            document = reader.read(file.path, data)
            limits = Limits(recipe.passage_tokens, recipe.overlap, self.encoder.max_tokens)
            if document.remark:
                self.remarks.append(Remark(file.path, document.remark))
            pieces = split(document, limits, self.encoder.count_tokens)
            if not pieces:
                raise Unreadable("no text in it")
            content = Content(
                sha256, reader.name, document.title, document.media_type, document.text
            )
            content_id = self.catalog.add_content(recipe_id, content, pieces)
        return Source(file.path, content_id, file.size, file.modified, sha256)

    def _swap_in(
        self,
        recipe_id: int,
        sources: dict[str, Source],
        roots: Sequence[Path],
        skipped: tuple[Skipped, ...],
    ) -> int:
        """Makes what is staged the build, unless the former holds the same; the build's number."""
        former = self.former
        if former and former.recipe_id == recipe_id and _same(sources, self.before):
            self.catalog.note(skipped)
            return former.number
        self.watch(Progress("Indexing", 0, 1, f"{len(sources):,} documents"))
        number = swap_in(self.catalog, recipe_id, _names(roots), skipped)
        self.watch(Progress("Indexing", 1, 1, f"{len(sources):,} documents"))
        return number


def embed(catalog: CatalogWriter, recipe_id: int, encoder: Encoder, watch: Watcher) -> int:
    """Gives every staged passage a vector; how many had none."""
    passage_ids = catalog.unembedded(recipe_id)
    tokens = catalog.tokens(passage_ids)
    total, done, started = sum(tokens), 0, time.monotonic()
    for first in range(0, len(passage_ids), _STEP):
        speed = first / max(time.monotonic() - started, 1e-9)
        words = f"{first:,} of {len(passage_ids):,} passages, {speed:,.0f} a second"
        watch(Progress("Embedding", done, total, words))
        texts = catalog.texts_to_embed(passage_ids[first : first + _STEP])
        catalog.add_vectors(recipe_id, texts, encoder.encode(texts))
        done += sum(tokens[first : first + _STEP])
    if total:
        words = f"{len(passage_ids):,} passages"
        watch(Progress("Embedding", total, total, words))
    return len(passage_ids)


def swap_in(
    catalog: CatalogWriter, recipe_id: int, roots: Sequence[str], skipped: Sequence[Skipped]
) -> int:
    """Makes what is staged the newest build, with its caches; the build's number."""
    with catalog.transaction():
        build = catalog.replace_build(recipe_id, roots, skipped)
        Caches.make(catalog, build)
    remove_others(catalog.folder, build)
    catalog.tidy()
    return build.number


def _same(sources: dict[str, Source], before: dict[str, Source]) -> bool:
    contents = {path: source.content_id for path, source in sources.items()}
    return contents == {path: source.content_id for path, source in before.items()}


def _nothing(
    roots: Sequence[Path], skipped: Sequence[Skipped], index: Path, before: dict[str, Source]
) -> str:
    """Why nothing could be indexed, and that nothing was lost."""
    reasons = "; ".join(f"{item.path}: {item.reason}" for item in skipped[:3])
    more = f"; and {len(skipped) - 3:,} more" if len(skipped) > 3 else ""
    kept = f" The index in {index} is left as it was." if before else ""
    names = ", ".join(_names(roots))
    if not skipped:
        return f"{names} holds no files. Put documents there: {known_suffixes()}.{kept}"
    return (
        f"{names} holds no document that can be read ({reasons}{more}). Files with these endings "
        f"are read: {known_suffixes()}.{kept}"
    )
