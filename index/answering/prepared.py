"""A question made ready to be searched for: its exact words, its misspelt ones, what models see."""

from dataclasses import dataclass

from index.answering.exact import Held, exact_in, held
from index.answering.respelt import Respelt, respelt
from index.answering.search import Mode, Search
from index.arrays import Allowed, Vectors
from index.models.encoder import Encoder
from index.store.lexical import Lexical


@dataclass(frozen=True, slots=True)
class Prepared:
    """
    question: as its words are searched for: what it leaves out is gone, misspelt words are right
    read:     as models see it: what it abbreviates stands there in both forms
    vector:   of that, shape (dimension,)
    held:     which passages have what it asks for word for word
    without:  the words that they must not have
    instead:  misspelt words, and what is searched for instead
    """

    question: str
    read: str
    vector: Vectors
    held: Held
    without: tuple[str, ...]
    instead: tuple[Respelt, ...]

    def search(self, k: int, mode: Mode) -> Search:
        return Search(self.question, self.read, self.vector, k, mode, self.held.allowed)


def prepared(
    question: str, lexical: Lexical, encoder: Encoder, allowed: Allowed | None
) -> Prepared:
    """The question made ready for an index, of which only the passages allowed are searched."""
    exact, instead = respelt(exact_in(question), lexical, encoder.count_tokens)
    read = lexical.spelled_out(exact.question)
    return Prepared(
        exact.question,
        read,
        encoder.encode_question(read),
        held(exact, lexical, allowed),
        exact.without,
        instead,
    )
