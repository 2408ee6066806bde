"""Chroma in a folder. It puts in whatever it is given, changed or not, and searches vectors alone.

Its collection is asked by cosine, as the model is meant to be.
"""

from pathlib import Path
from typing import Any

from benchmarks.peers.contract import BEST, Ask, Found, main, ranked, read

_AT_ONCE = 100
_NAME = "documents"


class Chroma:
    """Every file a document with its name as its id."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        collection = _collection(store, model)
        texts = list(read(folder).items())
        gone = set(collection.get(include=[])["ids"]) - {name for name, _ in texts}
        if gone:
            collection.delete(ids=list(gone))
        for start in range(0, len(texts), _AT_ONCE):
            names, contents = zip(*texts[start : start + _AT_ONCE], strict=True)
            collection.upsert(ids=list(names), documents=list(contents))

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        collection = _collection(store, model)

        def ask(question: str) -> Found:
            found = collection.query(query_texts=[question], n_results=BEST)
            return ranked(zip(found["ids"][0], found["documents"][0], strict=True))

        return ask


def _collection(store: Path, model: Path) -> Any:
    import chromadb
    from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

    client = chromadb.PersistentClient(str(store))
    return client.get_or_create_collection(
        _NAME,
        embedding_function=SentenceTransformerEmbeddingFunction(model_name=str(model)),
        configuration={"hnsw": {"space": "cosine"}},
    )


if __name__ == "__main__":
    main(Chroma())
