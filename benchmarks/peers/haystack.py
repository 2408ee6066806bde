"""Haystack with its InMemoryDocumentStore saved as JSON; hybrid by reciprocal rank fusion.

A document's id is the hash of its text and name, by which unchanged ones are told here.
"""

from pathlib import Path

from benchmarks.peers.contract import BEST, Ask, Found, main, ranked, read

_FILE = "store.json"


class Haystack:
    """Its components one after another, every file a document."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        store.mkdir(parents=True, exist_ok=True)
        path = store / _FILE
        kept = (
            InMemoryDocumentStore.load_from_disk(str(path))
            if path.exists()
            else InMemoryDocumentStore()
        )
        wanted = [
            Document(content=text, meta={"file_path": name}) for name, text in read(folder).items()
        ]
        former = {document.id for document in kept.filter_documents()}
        gone = former - {document.id for document in wanted}
        new = [document for document in wanted if document.id not in former]
        if not gone and not new:
            return
        kept.delete_documents(list(gone))
        if new:
            embedder = SentenceTransformersDocumentEmbedder(model=str(model), progress_bar=False)
            embedder.warm_up()
            kept.write_documents(embedder.run(documents=new)["documents"])
        kept.save_to_disk(str(path))

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        kept = InMemoryDocumentStore.load_from_disk(str(store / _FILE))
        embedder = SentenceTransformersTextEmbedder(model=str(model), progress_bar=False)
        embedder.warm_up()
        by_vectors = InMemoryEmbeddingRetriever(kept, top_k=BEST)
        by_words = InMemoryBM25Retriever(kept, top_k=BEST)
        joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=BEST)

        def ask(question: str) -> Found:
            vector = embedder.run(text=question)["embedding"]
            found = by_vectors.run(query_embedding=vector)["documents"]
            if mode == "hybrid":
                words = by_words.run(query=question)["documents"]
                found = joiner.run(documents=[found, words])["documents"]
            return ranked((each.meta["file_path"], each.content) for each in found)

        return ask


if __name__ == "__main__":
    main(Haystack())
