"""Reads a passage for a question: whether it answers, and which of its sentences do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.arrays import Scores
from index.errors import ModelError
from index.models.merged import Slice, merged
from index.models.onnx import OnnxModel, side_by_side
from index.models.reranker import OnnxReranker
from index.models.weights import hash_files
from index.passage import Span

FOLDER = Path(__file__).parent / "reader"
_LONGEST = 512  # tokens of question and text together; the text is cut at its end
_UNREAD = -30.0  # of a stretch that was cut off; less than any that was read


@dataclass(frozen=True, slots=True)
class ToRead:
    """A text, and the stretches of it of which each might be what answers."""

    text: str
    stretches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a text; higher is better in all.

    verdict: log-odds that the text answers the question
    starts:  of each stretch, how much more likely an answer begins there than that there is none;
             a difference of logarithms, shape (stretches,)
    ends:    the same of an answer's end
    """

    verdict: float
    starts: Scores
    ends: Scores


class Reader(Protocol):
    """What asking needs of a reader; name and sha256 as in Reranker."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...

    def read(self, question: str, texts: Sequence[ToRead]) -> list[Reading]:
        """What it makes of each, in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class _Card:
    """What stands beside the weights: their hash, and what is kept of the ranker's."""

    name: str
    sha256: str
    kept: tuple[Slice, ...]


def installed() -> bool:
    """Whether the reader's weights are here."""
    return (FOLDER / "reader.onnx").is_file()


class OnnxReader:
    """Quoth's own reader, trained from the ranker, in eight-bit integers: training/README.md.

    Its lower layers are the ranker's, so both files are needed. Safe to share; see OnnxModel.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises ModelError when the files are missing or not those that belong together."""
        self._file = folder / "reader.onnx"
        card = _card(folder)
        self.name, self.sha256 = card.name, card.sha256
        if not self._file.is_file() or hash_files([self._file]) != card.sha256:
            raise ModelError(
                f"The reader's weights in {self._file} are missing or not those of its card. Get "
                "the file again from where Quoth was got: git checkout -- index/models/reader"
            )
        self._kept = card.kept
        self._model = OnnxModel(self.name, "reranker_en", OnnxReranker.sha256, _LONGEST, self.whole)

    def read(self, question: str, texts: Sequence[ToRead]) -> list[Reading]:
        """See Reader; as many at a time as there are cores."""
        return side_by_side(lambda text: self._read(question, text), texts)

    def whole(self, base: bytes) -> bytes:
        """The reader as one ONNX file, made of its own and the ranker's."""
        return merged(self._file.read_bytes(), base, self._kept)

    def _read(self, question: str, text: ToRead) -> Reading:
        encoding = self._model.encoding((question, text.text))
        verdict, spans = self._model.run(encoding)
        return reading(float(verdict[0]), spans, tokens_of(encoding), text.stretches)


def tokens_of(encoding: Any) -> npt.NDArray[np.int64]:
    """Where the text's tokens begin and end in it, shape (tokens, 2); -1 for all others."""
    inside = np.array([number == 1 for number in encoding.sequence_ids])
    return np.where(inside[:, None], np.array(encoding.offsets, dtype=np.int64), -1)


def reading(
    verdict: float,
    spans: npt.NDArray[np.float32],
    tokens: npt.NDArray[np.int64],
    stretches: Sequence[Span],
) -> Reading:
    """From each token's scores, shape (tokens, 2), to those of stretches.

    A stretch has the likelihood of all its tokens together; the first token of all, `tokens` -1,
    stands for none.
    """
    scores = np.full((len(stretches), 2), _UNREAD, dtype=np.float32)
    for number, stretch in enumerate(stretches):
        inside = (tokens[:, 0] < stretch.end) & (tokens[:, 1] > stretch.start)
        if inside.any():
            scores[number] = np.logaddexp.reduce(spans[inside], axis=0) - spans[0]
    return Reading(verdict, scores[:, 0], scores[:, 1])


@cache
def _card(folder: Path) -> _Card:
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        kept = tuple(Slice(start, end) for start, end in card["kept"])
        return _Card(card["name"], card["sha256"], kept)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"The reader's card {folder / 'card.json'} cannot be read ({type(error).__name__}). "
            "Get it again from where Quoth was got: git checkout -- index/models/reader"
        ) from error
