"""Into how few levels do ratings crowd?"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt


def effective_levels(counts: npt.NDArray[np.int64]) -> float:
    """How many equally frequent levels would tell people apart as well? The exponential of Shannon's entropy.

    Parameters
    ----------
    counts
        People at each level, shape (q,).

    Returns
    -------
    float
        Between 1 (all at one level) and the number of levels in use; NaN without people.

    References
    ----------
    Hill (1973) Ecology 54, 427, the number of order 1.

    Examples
    --------
    >>> round(effective_levels(np.array([0, 50, 50])), 12), effective_levels(np.array([7, 0]))
    (2.0, 1.0)
    """
    used = counts[counts > 0] / max(counts.sum(), 1)
    return float(np.exp(-(used * np.log(used)).sum())) if len(used) else math.nan
