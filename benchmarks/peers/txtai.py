"""txtai, dense and hybrid with content kept. It has no way to tell changed texts: all again."""

from pathlib import Path

from benchmarks.peers.contract import BEST, Ask, Found, main, ranked, read


class Txtai:
    """`Embeddings`, every file a text, saved as a folder."""

    def index(self, folder: Path, store: Path, model: Path) -> None:
        from txtai import Embeddings

        embeddings = Embeddings(path=str(model), hybrid=True, content=True)
        embeddings.index(read(folder).items())
        embeddings.save(str(store))

    def asking(self, mode: str, store: Path, model: Path) -> Ask:
        from txtai import Embeddings

        embeddings = Embeddings()
        embeddings.load(str(store))
        if mode == "dense":
            embeddings.scoring = None  # without the words' index only vectors are searched

        def ask(question: str) -> Found:
            found = embeddings.search(question, BEST)
            return ranked((each["id"], each["text"]) for each in found)

        return ask


if __name__ == "__main__":
    main(Txtai())
