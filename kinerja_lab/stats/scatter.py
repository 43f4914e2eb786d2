"""How much do the members of each group scatter, if most groups scatter alike and a few far more?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import chi2

Floats = npt.NDArray[np.float64]

_LEVEL = 0.01  # chance that any group is set apart where all scatter alike (Bonferroni)


def common_scatter(squares: Floats, degrees: Floats) -> tuple[Floats, Floats]:
    """Which variance holds for each group: that of all, or its own where it is clearly larger?

    Parameters
    ----------
    squares, degrees
        Shape (k,): sum of squares of each group, and the degrees of freedom behind it.

    Returns
    -------
    variances, degrees
        Shape (k,): mean square of the groups that scatter alike, with all their degrees of freedom; groups whose own
        is larger (chi-square against the others, 1 % family-wise) keep theirs.

    Raises
    ------
    NotAssessable
        ``too_few``: no degrees of freedom at all.

    Examples
    --------
    >>> import numpy as np
    >>> variances, degrees = common_scatter(np.array([9.0, 11.0, 200.0]), np.full(3, 10.0))
    >>> variances.tolist(), degrees.tolist()
    ([1.0, 1.0, 20.0], [20.0, 20.0, 10.0])
    """
    apart = np.zeros(len(squares), dtype=bool)
    while True:
        alike = (degrees > 0) & ~apart
        if not alike.any():
            raise NotAssessable("too_few", n=len(squares), need=2)
        common = float(squares[alike].sum() / degrees[alike].sum())
        with np.errstate(divide="ignore", invalid="ignore"):
            larger = apart | ((degrees > 0) & (chi2.sf(squares / common, degrees) < _LEVEL / len(squares)))
            if np.array_equal(larger, apart):
                variances = np.where(apart, squares / degrees, common)
                return variances, np.where(apart, degrees, degrees[alike].sum())
        apart = larger
