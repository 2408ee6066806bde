"""LlamaIndex's VectorStoreIndex with its own splitter, kept as JSON; refreshed where files changed.

Hybrid is its BM25Retriever, made from the kept texts at each start, with reciprocal rank fusion.
"""

from pathlib import Path
from typing import Any

from benchmarks.peers.contract import BEST, Ask, Found, main, ranked, read


class LlamaIndex:
    """Every file a document with its name as its id."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        from llama_index.core import Document, VectorStoreIndex

        embedding = _embedding(model)
        documents = [Document(text=text, id_=name) for name, text in read(folder).items()]
        if (store / "docstore.json").exists():
            index = _loaded(store, embedding)
            for gone in set(index.ref_doc_info) - {document.id_ for document in documents}:
                index.delete_ref_doc(gone, delete_from_docstore=True)
            index.refresh_ref_docs(documents)
        else:
            index = VectorStoreIndex.from_documents(documents, embed_model=embedding)
        index.storage_context.persist(str(store))

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        index = _loaded(store, _embedding(model))
        retriever = index.as_retriever(similarity_top_k=BEST)
        if mode == "hybrid":
            retriever = _with_words(retriever, index)

        def ask(question: str) -> Found:
            found = retriever.retrieve(question)
            return ranked((each.node.ref_doc_id, each.node.get_content()) for each in found)

        return ask


def _embedding(model: Path) -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=str(model))


def _loaded(store: Path, embedding: Any) -> Any:
    from llama_index.core import StorageContext, load_index_from_storage

    context = StorageContext.from_defaults(persist_dir=str(store))
    return load_index_from_storage(context, embed_model=embedding)


def _with_words(retriever: Any, index: Any) -> Any:
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.retrievers.bm25 import BM25Retriever

    words = BM25Retriever.from_defaults(docstore=index.docstore, similarity_top_k=BEST)
    return QueryFusionRetriever(
        [retriever, words],
        llm=MockLLM(),  # none is asked for one query
        num_queries=1,
        mode="reciprocal_rerank",
        similarity_top_k=BEST,
        use_async=False,
    )


if __name__ == "__main__":
    main(LlamaIndex())
