"""How much do two different levels agree? Weight matrices between 0 (opposite) and 1 (the same level)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import InvalidOption

FloatArray = npt.NDArray[np.float64]
Weights = str | Sequence[Sequence[float]] | FloatArray


def _from_disagreement(disagreement: FloatArray) -> FloatArray:
    """Disagreement of each pair of levels, turned into agreement: 1 on the diagonal, 0 for the worst pair."""
    return 1.0 - disagreement / disagreement.max()


def _distance(values: FloatArray) -> FloatArray:
    """Absolute distance of each pair of levels."""
    return np.abs(values[:, None] - values[None, :])


def _identity(values: FloatArray) -> FloatArray:
    """Only the same level agrees."""
    return np.eye(len(values))


def _linear(values: FloatArray) -> FloatArray:
    """Disagreement grows with the distance."""
    return _from_disagreement(_distance(values))


def _quadratic(values: FloatArray) -> FloatArray:
    """Disagreement grows with the squared distance."""
    return _from_disagreement(_distance(values) ** 2)


def _radical(values: FloatArray) -> FloatArray:
    """Disagreement grows with the root of the distance."""
    return _from_disagreement(np.sqrt(_distance(values)))


def _ordinal(values: FloatArray) -> FloatArray:
    """Disagreement counts the pairs of levels between the two, both included (ranks only)."""
    steps = _distance(np.arange(len(values), dtype=float))
    return _from_disagreement(steps * (steps + 1) / 2)


def ratio_metric(values: FloatArray) -> FloatArray:
    """Squared relative difference ((a - b) / (a + b))²; 0 for 0 against 0."""
    total = values[:, None] + values[None, :]
    relative = np.divide(_distance(values), total, out=np.zeros_like(total), where=total != 0)
    return relative**2


def _ratio(values: FloatArray) -> FloatArray:
    """Disagreement grows with the squared relative difference."""
    return _from_disagreement(ratio_metric(values))


def _circular(values: FloatArray) -> FloatArray:
    """The highest level is the neighbour of the lowest one."""
    turn = values.max() - values.min() + 1
    return _from_disagreement(np.sin(np.pi * _distance(values) / turn) ** 2)


def _bipolar(values: FloatArray) -> FloatArray:
    """Differences near the ends of the scale weigh more than those in the middle."""
    total = values[:, None] + values[None, :]
    room = (total - 2 * values.min()) * (2 * values.max() - total)
    squared = _distance(values) ** 2
    return _from_disagreement(np.divide(squared, room, out=np.zeros_like(room), where=squared > 0))


NAMED: dict[str, Callable[[FloatArray], FloatArray]] = {
    "identity": _identity,
    "linear": _linear,
    "quadratic": _quadratic,
    "ordinal": _ordinal,
    "radical": _radical,
    "ratio": _ratio,
    "circular": _circular,
    "bipolar": _bipolar,
}


def weight_matrix(weights: Weights, values: FloatArray) -> FloatArray:
    """How much does each level agree with each other level?

    Parameters
    ----------
    weights
        A name out of ``NAMED`` or a symmetric matrix (q, q) of agreement weights in [0, 1] with ones on the diagonal.
    values : (q,)
        Numeric position of each level, lowest first.

    Returns
    -------
    (q, q)
        Agreement weights.

    Raises
    ------
    InvalidOption
        An unknown name, or a matrix that is not a weight matrix of q levels.

    References
    ----------
    Gwet (2021), Handbook of Inter-Rater Reliability, vol. 1, chapter 3. Ordinal weights of five levels:

    >>> weight_matrix("ordinal", np.arange(1.0, 6.0))[0].round(1).tolist()
    [1.0, 0.9, 0.7, 0.4, 0.0]
    """
    if isinstance(weights, str):
        if weights not in NAMED:
            raise InvalidOption("weights", weights, f"one of {', '.join(NAMED)}, or a matrix")
        return NAMED[weights](values)
    matrix = np.asarray(weights, dtype=float)
    levels = len(values)
    fits = matrix.shape == (levels, levels) and bool(np.isfinite(matrix).all())
    if not fits or matrix.min() < 0 or matrix.max() > 1 or not np.allclose(matrix, matrix.T, rtol=0, atol=1e-12):
        raise InvalidOption("weights", "a matrix", f"symmetric, {levels} × {levels}, between 0 and 1")
    if not np.all(np.diag(matrix) == 1):
        raise InvalidOption("weights", "a matrix", "1 on the diagonal (a level agrees with itself)")
    return matrix
