"""What is left of a p-value when it is one of many? Holm for pre-registered tests, Benjamini–Hochberg for screening."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import InvalidOption

Floats = npt.NDArray[np.float64]


def holm(p_values: Sequence[float] | Floats) -> Floats:
    """Which p-values hold while the chance of *any* false alarm in the family stays below the level?

    Parameters
    ----------
    p_values
        Raw p-values, 0…1, any order. NaN is a test that could not be made: it stays NaN and is not counted.

    Returns
    -------
    array
        Adjusted p-values in the order given.

    References
    ----------
    Holm (1979) Scandinavian Journal of Statistics 6, 65.

    Examples
    --------
    >>> holm([0.01, 0.04, float("nan"), 0.03]).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    raw, order = _ordered(p_values)
    family = len(order)
    grown = np.maximum.accumulate(raw[order] * (family - np.arange(family)))
    return _restored(grown, raw, order)


def benjamini_hochberg(p_values: Sequence[float] | Floats) -> Floats:
    """Which p-values hold while the expected *share* of false alarms among the flagged stays below the level?

    Parameters and result as in ``holm``.

    References
    ----------
    Benjamini and Hochberg (1995) JRSS B 57, 289.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, float("nan"), 0.03]).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    raw, order = _ordered(p_values)
    family = len(order)
    grown = raw[order] * family / np.arange(1, family + 1)
    return _restored(np.minimum.accumulate(grown[::-1])[::-1], raw, order)


def _ordered(p_values: Sequence[float] | Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
    """P-values as an array, and the places of those that exist from smallest to largest."""
    raw = np.asarray(p_values, dtype=np.float64)
    if np.any((raw < 0) | (raw > 1)):
        raise InvalidOption("p_values", raw.tolist(), "between 0 and 1, or NaN")
    order = np.argsort(raw, kind="stable")
    return raw, order[: int(np.isfinite(raw).sum())]


def _restored(adjusted: Floats, raw: Floats, order: npt.NDArray[np.intp]) -> Floats:
    """Adjusted p-values, at most 1, back in the order given."""
    answer = np.full_like(raw, np.nan)
    answer[order] = np.minimum(adjusted, 1.0)
    return answer
