"""Distributions with the functions that are used, under the names of ``scipy.stats`` and from ``scipy.special``.

``scipy.stats`` builds over a hundred distributions when it is imported, which takes longer than all checks of a small
region, and examines its arguments at every call; tests that nothing but a rare check needs import it when asked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

_TIE = 1 + 1e-7  # outcomes so nearly as likely as the one seen count as equally likely


class norm:  # noqa: N801 - named as in scipy.stats, and so are the others
    """Standard normal distribution."""

    cdf = staticmethod(special.ndtr)
    ppf = staticmethod(special.ndtri)

    @staticmethod
    def sf(x: ArrayLike) -> Any:
        """Chance of more than ``x``."""
        return special.ndtr(np.negative(x))


class student:  # noqa: N801
    """Student's distribution."""

    @staticmethod
    def ppf(q: ArrayLike, df: ArrayLike) -> Any:
        """Quantile; infinitely many degrees of freedom are the normal distribution."""
        return np.where(np.isinf(df), special.ndtri(q), special.stdtrit(df, q))[()]

    @staticmethod
    def sf(x: ArrayLike, df: ArrayLike) -> Any:
        """Chance of more than ``x``."""
        return np.where(np.isinf(df), special.ndtr(np.negative(x)), special.stdtr(df, np.negative(x)))[()]


class chi2:  # noqa: N801
    """Chi-square distribution."""

    @staticmethod
    def cdf(x: ArrayLike, df: ArrayLike) -> Any:
        """Chance of at most ``x``."""
        return special.chdtr(df, np.maximum(x, 0))

    @staticmethod
    def sf(x: ArrayLike, df: ArrayLike) -> Any:
        """Chance of more than ``x``."""
        return special.chdtrc(df, np.maximum(x, 0))

    @staticmethod
    def ppf(q: ArrayLike, df: ArrayLike) -> Any:
        """Quantile."""
        return 2 * special.gammaincinv(np.divide(df, 2), q)

    @staticmethod
    def isf(q: ArrayLike, df: ArrayLike) -> Any:
        """Quantile from above."""
        return special.chdtri(df, q)


class ncx2:  # noqa: N801
    """Noncentral chi-square distribution."""

    @staticmethod
    def cdf(x: ArrayLike, df: ArrayLike, nc: ArrayLike) -> Any:
        """Chance of at most ``x``."""
        return special.chndtr(x, df, nc)


class fisher:  # noqa: N801
    """Fisher and Snedecor's distribution."""

    @staticmethod
    def sf(x: ArrayLike, dfn: ArrayLike, dfd: ArrayLike) -> Any:
        """Chance of more than ``x``."""
        return special.fdtrc(dfn, dfd, np.maximum(x, 0))


class Hypergeometric(NamedTuple):
    """Number of successes among ``drawn`` of ``population``, of whom ``successes`` are successes."""

    population: int
    successes: int
    drawn: int

    def logpmf(self, k: NDArray[np.int64]) -> NDArray[np.float64]:
        """Logarithms of the chances of ``k`` successes, all of them possible."""
        failures, left = self.population - self.successes, self.drawn - k
        ways = _log_ways(self.successes, k) + _log_ways(failures, left)
        return np.asarray(ways - _log_ways(self.population, self.drawn))


def _log_ways(n: ArrayLike, k: ArrayLike) -> Any:
    """Logarithm of the number of ways to choose ``k`` of ``n``."""
    return -np.log1p(n) - special.betaln(np.subtract(n, k) + 1, np.add(k, 1))


def binomial_p_value(k: int, n: int, share: float = 0.5) -> float:
    """How surprising are ``k`` of ``n`` if the share is this? Exact, two-sided: all outcomes that are as unlikely.

    References
    ----------
    Sterne (1954) Biometrika 41, 275.
    """
    possible = np.arange(n + 1)
    with np.errstate(divide="ignore"):
        seen = special.xlogy(possible, share) + special.xlog1py(n - possible, -share)
    chances = np.exp(_log_ways(n, possible) + seen)
    return min(float(chances[chances <= chances[k] * _TIE].sum()), 1.0)


def mid_ranks(values: NDArray[Any]) -> NDArray[np.float64]:
    """Ranks from 1; equal values share the mean of theirs. Shape (n,)."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((times.cumsum() - (times - 1) / 2)[place])
