"""bge-small-en-v1.5 in eight-bit integers, as a sentence-transformers model."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelError
from index.models.onnx import INSTALL, OnnxModel, packaged_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

NAME = "BAAI/bge-small-en-v1.5"
SHA256 = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
LONGEST = 512  # tokens
_FOLDER = "bge_small_en"
_INSTRUCTION = "Represent this sentence for searching relevant passages: "  # before a question


def folder() -> Path:
    """Where its files are; ModelError when they are not installed."""
    found = packaged_folder(_FOLDER)
    if found is None:
        raise ModelError(f"The model {NAME} is not installed. Run: {INSTALL}")
    return found


def load() -> "SentenceTransformer":
    """The model with its published instruction for questions; raises ModelError.

    A text's vector is the first token's (Xiao et al., C-Pack, 2023).
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
    from tokenizers import Tokenizer

    model = OnnxModel(NAME, _FOLDER, SHA256, LONGEST)

    class FirstToken(InputModule):
        tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
        max_seq_length = LONGEST

        def preprocess(self, inputs: Any, prompt: str | None = None, **_: object) -> dict[str, Any]:
            return {"texts": [(prompt or "") + text for text in inputs]}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            first = [torch.from_numpy(tokens[0]) for tokens in model.outputs(features["texts"])]
            return {**features, "sentence_embedding": torch.stack(first)}

        def save(self, *_: object, **__: object) -> None:
            raise NotImplementedError

    return SentenceTransformer(
        modules=[FirstToken()],  # type: ignore[no-untyped-call]
        device="cpu",
        prompts={"query": _INSTRUCTION, "document": ""},
    )
