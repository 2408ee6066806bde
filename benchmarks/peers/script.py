"""One plain script of sentence-transformers and FAISS; it knows of no changes and no words."""

import json
from pathlib import Path

from benchmarks.peers.contract import BEST, Ask, Found, main, ranked, read


class Script:
    """Every text a vector, searched exactly; the texts kept as JSON."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        texts = read(folder)
        encoder = SentenceTransformer(str(model))
        vectors = encoder.encode(list(texts.values()), normalize_embeddings=True)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        store.mkdir(parents=True, exist_ok=True)
        faiss.write_index(index, str(store / "vectors.faiss"))
        (store / "texts.json").write_text(json.dumps(list(texts.items())), encoding="utf-8")

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        import faiss
        from sentence_transformers import SentenceTransformer

        index = faiss.read_index(str(store / "vectors.faiss"))
        texts = json.loads((store / "texts.json").read_text(encoding="utf-8"))
        encoder = SentenceTransformer(str(model))

        def ask(question: str) -> Found:
            vectors = encoder.encode([question], normalize_embeddings=True)
            _, rows = index.search(vectors, min(BEST, len(texts)))
            return ranked(texts[row] for row in rows[0])

        return ask


if __name__ == "__main__":
    main(Script())
