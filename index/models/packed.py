"""A text's token vectors in two bits a dimension, and back.

What a text's tokens have in common is kept once; of each only how it differs. That is turned so
that no dimension holds more than others, which makes its numbers normally distributed, and each
number becomes the nearest of four levels (after Gao and Long, RaBitQ, 2024). Nothing is fitted.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from index.arrays import Vectors

_LEVELS = np.array([-1.510, -0.4528, 0.4528, 1.510], np.float32)  # of least error: Max, 1960
_EDGES = (_LEVELS[1:] + _LEVELS[:-1]) / 2
_SHIFTS = np.array([0, 2, 4, 6], np.uint8)
_NUMBERS = _LEVELS[(np.arange(256, dtype=np.uint8)[:, None] >> _SHIFTS) & 3]
"""The four numbers that each byte stands for, shape (256, 4)."""


def turned(vectors: Vectors) -> Vectors:
    """The vectors in the directions that `packed` uses; their products stay what they were."""
    return vectors @ _directions(vectors.shape[1])


def packed(vectors: Vectors) -> bytes:
    """Token vectors of length one, shape (tokens, width); the width is a multiple of four.

    The tokens' mean and one number a token in half precision, then a byte for every four numbers.
    """
    all_of_them = turned(vectors)
    mean = all_of_them.mean(axis=0).astype("<f2")
    rest = all_of_them - mean.astype(np.float32)
    spread = np.sqrt((rest**2).mean(axis=1, keepdims=True))
    codes = np.digitize(rest / np.maximum(spread, 1e-6), _EDGES).astype(np.uint8)
    nearest = _LEVELS[codes]
    factors = (rest**2).sum(axis=1) / np.maximum((nearest * rest).sum(axis=1), 1e-6)
    four = codes.reshape(len(codes), -1, len(_SHIFTS)) << _SHIFTS
    codes = np.bitwise_or.reduce(four, axis=2).astype(np.uint8)
    halves = np.concatenate([mean, factors.astype("<f2")])
    return bytes(halves.tobytes()) + bytes(codes.tobytes())


def unpacked(data: bytes, width: int) -> Vectors:
    """The token vectors, turned, nearly as they were; shape (tokens, width).

    Raises ValueError where the bytes are not such.
    """
    tokens, left = divmod(len(data) - 2 * width, 2 + width // len(_SHIFTS))
    if tokens < 1 or left:
        raise ValueError(f"{len(data)} bytes are no token vectors of {width} dimensions")
    halves = np.frombuffer(data, "<f2", width + tokens).astype(np.float32)
    codes = np.frombuffer(data, np.uint8, offset=2 * len(halves))
    numbers: Vectors = _NUMBERS[codes].reshape(tokens, width)
    return numbers * halves[width:, None] + halves[:width]


@cache
def _directions(width: int) -> npt.NDArray[np.float32]:
    """Orthogonal ones that spread what any has over all: cosines, with signs in no order.

    The same on every machine, since what is kept on disk is turned by them.
    """
    places = np.arange(width)
    cosines = np.cos(np.pi * (2 * places[:, None] + 1) * places / (2 * width))
    cosines[:, 0] /= np.sqrt(2)
    signs = np.where((places * places * 2654435761 >> 7) % 2, 1, -1)
    turning: npt.NDArray[np.float32] = (signs[:, None] * cosines * np.sqrt(2 / width)).astype(
        np.float32
    )
    return turning
