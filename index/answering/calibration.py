"""What turns evidence into a probability: fitted numbers, kept in a file with their provenance."""

import math
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import TypeAdapter, ValidationError

from index.errors import CalibrationError

SHIPPED = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer; more is better in each. Also the weights that a curve gives it.

    cosine:   of question and passage
    coverage: share of the question's words, weighted by rarity, that the passage has
    sentence: the score of what is marked, by the model that marked it; 0 where none did
    verdict:  the reader's score of the passage; 0 where it read nothing
    number:   -1 where the question asks for a number or a date and what is marked has none but the
              question's own; else 0
    """

    cosine: float
    coverage: float
    sentence: float = 0.0
    number: float = 0.0
    verdict: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over evidence, and where it comes from.

    model, sha256: whose scores it was fitted on; for other weights it means nothing
    ceiling:       the probability that the best evidence comes near to
    threshold:     least confidence that is called an answer
    fitted_on:     which questions, and how many
    command, date: what fitted it, and when
    """

    model: str
    sha256: str
    weights: Evidence
    intercept: float
    ceiling: float
    threshold: float
    fitted_on: str
    command: str
    date: str

    def probability(self, evidence: Evidence) -> float:
        """ceiling / (1 + exp(-(intercept + sum of weight × evidence)))."""
        pairs = zip(astuple(self.weights), astuple(evidence), strict=True)
        logit = self.intercept + sum(weight * value for weight, value in pairs)
        return self.ceiling / (1 + math.exp(-max(-700.0, min(700.0, logit))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Curves for answers that a cross-encoder has marked, that nothing has read, and by the reader.

    Without one for the reader, the cross-encoder marks. `words` is for questions in a language that
    the models don't know, answered by words alone; without it these are answered by nearness.
    """

    reading: Curve
    nearness: Curve
    reader: Curve | None = None
    words: Curve | None = None
    format: Literal[1] = 1

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Self:
        """Raises CalibrationError when the file is missing or holds something else."""
        make = "Make one: python -m evaluate calibrate FILE --out CALIBRATION.json"
        try:
            return TypeAdapter(cls).validate_json(path.read_bytes())
        except OSError as error:
            raise CalibrationError(f"{path} cannot be read: {error.strerror}. {make}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CalibrationError(
                f"{path} is not a calibration ({where}: {first['msg']}). {make}"
            ) from error

    def save(self, path: Path) -> None:
        """Raises CalibrationError when the file cannot be written."""
        try:
            path.write_bytes(TypeAdapter(type(self)).dump_json(self, indent=2) + b"\n")
        except OSError as error:
            raise CalibrationError(f"{path} cannot be written: {error.strerror}.") from error


@cache
def shipped() -> Calibration:
    """The calibration of the default models that comes with the program."""
    return Calibration.load()


def checked(curve: Curve | None, name: str, sha256: str) -> Curve:
    """The curve. Raises CalibrationError unless it was fitted on the scores of these weights."""
    make = (
        "Make one for these models and give it with --calibration: python -m evaluate calibrate "
        "FILE --out CALIBRATION.json, with the same --encoder and --reranker"
    )
    if curve is None:
        raise CalibrationError(f"The calibration has no curve for {name}. {make}")
    if curve.sha256 != sha256:
        raise CalibrationError(
            f"The calibration was fitted on {curve.model} (hash {curve.sha256[:12]}), asked is "
            f"{name} (hash {sha256[:12]}): its confidence would mean nothing. {make}"
        )
    return curve
