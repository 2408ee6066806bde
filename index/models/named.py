"""The encoder that a name means."""

from index.models.encoder import DEFAULT_ENCODER, Encoder
from index.models.minilm import MiniLmEncoder
from index.models.sentence_transformer import SentenceTransformerEncoder


def encoder_named(name: str = DEFAULT_ENCODER) -> Encoder:
    """The default by its name, or any other by name or folder; raises ModelError."""
    return MiniLmEncoder() if name == DEFAULT_ENCODER else SentenceTransformerEncoder(name)
