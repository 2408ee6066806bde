"""How sure a mean is, and whether two runs really differ: bootstrap and randomization."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

_RESAMPLES = 9_999
_SEED = 20_061_023


def mean_interval(values: Sequence[float]) -> tuple[float, float]:
    """The percentile bootstrap's 95 % interval of the mean (Efron, 1979); one value is its own."""
    return interval(lambda sample, axis=-1: sample.mean(axis=axis), values)


def interval(
    statistic: Callable[..., float | Values], *samples: Sequence[float], resamples: int = _RESAMPLES
) -> tuple[float, float]:
    """The same of any statistic of samples that belong together, row by row.

    `statistic` takes one array a sample; if it has a parameter `axis`, it is asked for many
    resamples at once.
    """
    from scipy.stats import bootstrap

    if len(samples[0]) < 2:
        value = float(statistic(*map(np.asarray, samples)))
        return value, value
    found = bootstrap(
        tuple(map(np.asarray, samples)),
        statistic,
        paired=True,
        n_resamples=resamples,
        batch=500,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def randomization_test(first: Sequence[float], second: Sequence[float]) -> float:
    """How often chance alone gives a mean difference this large: two-sided paired p-value.

    Each query's pair of values is swapped or not, at random (Smucker, Allan and Carterette, A
    comparison of statistical significance tests for information retrieval evaluation, 2007).
    """
    from scipy.stats import permutation_test

    differences = np.asarray(second) - np.asarray(first)
    if not differences.any():
        return 1.0
    found = permutation_test(
        (differences,),
        lambda sample, axis=-1: sample.mean(axis=axis),
        permutation_type="samples",
        n_resamples=_RESAMPLES,
        batch=500,
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)


def expected_calibration_error(confidences: Values, right: Values, bins: int = 10) -> float:
    """Mean distance of confidence from the share that was right, over bins of equal width.

    Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning,
    2015.
    """
    numbers = np.minimum((confidences * bins).astype(int), bins - 1)
    error = 0.0
    for number in np.unique(numbers):
        inside = numbers == number
        error += inside.mean() * abs(confidences[inside].mean() - right[inside].mean())
    return float(error)
