"""A labelled set's texts as an index, each text one document, without files in between."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.models.encoder import Encoder
from index.store.catalog import RULES, Recipe, Root, Source, Stamp
from index.store.writer import CatalogWriter, Content, Piece
from ingest.build import OVERLAP, PASSAGE_TOKENS, embed, swap_in
from ingest.progress import Progress, Watcher
from ingest.readers import plain
from ingest.split import Limits, split, whole

_READER = "plain"


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be found. `id` becomes the path of its document."""

    id: str
    title: str
    text: str


def make_index(
    texts: Sequence[Text],
    folder: Path,
    encoder: Encoder,
    in_passages: bool,
    watch: Watcher,
) -> None:
    """Makes the index in `folder` hold the texts; what it already holds is not embedded again.

    A text is one passage, however long (the encoder reads its beginning), as the field's
    benchmarks have it; or, `in_passages`, split as the product splits documents.
    """
    splitter = RULES if in_passages else "whole"
    recipe = Recipe(encoder.name, encoder.sha256, PASSAGE_TOKENS, OVERLAP, splitter)
    with CatalogWriter.locked(folder) as catalog:
        former = catalog.build()
        same = former is not None and former.recipe == recipe
        recipe_id = former.recipe_id if former and same else None
        recipe_id = recipe_id or catalog.unfinished_recipe(recipe, 0) or catalog.add_recipe(recipe)
        sources = {}
        for number, text in enumerate(texts):
            watch(Progress("Reading", number, len(texts), f"{number:,} of {len(texts):,} texts"))
            source = _stored(text, catalog, recipe_id, encoder, in_passages)
            if source is not None:
                sources[text.id] = source
        watch(Progress("Reading", len(texts), len(texts), f"{len(texts):,} texts"))
        if same and sources == {source.path: source for source in catalog.sources()}:
            return
        catalog.stage(sources.values())
        embed(catalog, recipe_id, encoder, watch)
        swap_in(catalog, recipe_id, [Root("evaluation", "evaluation")], ())


def _stored(
    text: Text, catalog: CatalogWriter, recipe_id: int, encoder: Encoder, in_passages: bool
) -> Source | None:
    """The text as the catalog holds it; None for one without words."""
    data = text.text.encode()
    sha256 = hashlib.sha256(text.title.encode() + b"\0" + data).hexdigest()
    content_id = catalog.content_id(recipe_id, sha256, _READER)
    if content_id is None:
        pieces = _pieces(text, encoder, in_passages)
        if not pieces:
            return None
        content = Content(sha256, _READER, text.title or None, None, None, "text/plain", text.text)
        content_id = catalog.add_content(recipe_id, content, pieces)
    return Source(text.id, content_id, sha256, Stamp(len(data), 0))


def _pieces(text: Text, encoder: Encoder, in_passages: bool) -> Sequence[Piece]:
    document = replace(plain.read(text.id, text.text.encode()), title=text.title or None)
    if not in_passages:
        return whole(document, encoder.count_tokens)
    limits = Limits(PASSAGE_TOKENS, OVERLAP, encoder.max_tokens)
    return split(document, limits, encoder.count_tokens)


def collection_hash(texts: Iterable[Text]) -> str:
    """Twelve hexadecimal digits that tell one collection from another."""
    digest = hashlib.sha256()
    for text in texts:
        for part in (text.id, text.title, text.text):
            digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:12]
