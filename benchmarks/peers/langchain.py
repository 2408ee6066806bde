"""LangChain with FAISS, kept as its pickle; its record manager tells what changed.

Hybrid is its EnsembleRetriever with BM25Retriever, made from the kept texts at each start.
"""

from pathlib import Path
from typing import Any

from benchmarks.peers.contract import BEST, Ask, Found, main, ranked, read


class LangChain:
    """Every file a document, without a splitter."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        from langchain_classic.indexes import SQLRecordManager
        from langchain_core.documents import Document
        from langchain_core.indexing import index

        store.mkdir(parents=True, exist_ok=True)
        records = SQLRecordManager("faiss/peer", db_url=f"sqlite:///{store / 'records.sql'}")
        records.create_schema()
        documents = [
            Document(page_content=text, metadata={"source": name})
            for name, text in read(folder).items()
        ]
        known = (store / "index.faiss").exists()
        vectors = _loaded(store, model) if known else _empty(model)
        index(documents, records, vectors, cleanup="full", source_id_key="source")
        vectors.save_local(str(store))

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        vectors = _loaded(store, model)
        retriever = vectors.as_retriever(search_kwargs={"k": BEST})
        if mode == "hybrid":
            retriever = _with_words(retriever, vectors)

        def ask(question: str) -> Found:
            found = retriever.invoke(question)
            return ranked((each.metadata["source"], each.page_content) for each in found)

        return ask


def _embedding(model: Path) -> Any:
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(model_name=str(model))


def _empty(model: Path) -> Any:
    import faiss
    from langchain_community.docstore.in_memory import InMemoryDocstore
    from langchain_community.vectorstores import FAISS

    embedding = _embedding(model)
    index = faiss.IndexFlatL2(len(embedding.embed_query("length")))
    return FAISS(embedding, index, InMemoryDocstore(), {})


def _loaded(store: Path, model: Path) -> Any:
    from langchain_community.vectorstores import FAISS

    return FAISS.load_local(str(store), _embedding(model), allow_dangerous_deserialization=True)


def _with_words(retriever: Any, vectors: Any) -> Any:
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever

    documents = vectors.get_by_ids(list(vectors.index_to_docstore_id.values()))
    words = BM25Retriever.from_documents(documents, k=BEST)
    return EnsembleRetriever(retrievers=[retriever, words], weights=[0.5, 0.5])


if __name__ == "__main__":
    main(LangChain())
