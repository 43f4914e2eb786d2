"""Who can be compared with whom? Blocks of a ratee–rater design and how often each side occurs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

Integers = npt.NDArray[np.int64]


class Connectivity(NamedTuple):
    """Blocks and counts of a bipartite design; ratee arrays have one entry per ratee, rater arrays one per rater."""

    n_pairs: int
    n_blocks: int
    ratee_block: Integers
    rater_block: Integers
    raters_per_ratee: Integers
    ratees_per_rater: Integers

    @property
    def contrasts(self) -> int:
        """Independent contrasts between raters that share a block."""
        return len(self.rater_block) - self.n_blocks

    @property
    def spare_pairs(self) -> int:
        """Pairs beyond those that fix every ratee and every rater: degrees of freedom of their interaction."""
        return self.n_pairs - len(self.ratee_block) - len(self.rater_block) + self.n_blocks


def connectivity(ratee: Integers, rater: Integers) -> Connectivity:
    """Which ratees and raters are linked, directly or through others?

    Two raters are comparable only inside one block: a chain of ratees rated in common must lead from one to the other.

    Parameters
    ----------
    ratee, rater
        Shape (n,): codes 0 … of both sides of each rating; repeated ratings of a pair count once.

    References
    ----------
    Weeks and Williams (1964) Technometrics 6, 319 (connectedness of crossed classifications).

    Examples
    --------
    >>> import numpy as np
    >>> connectivity(np.array([0, 0, 1, 1]), np.array([0, 1, 2, 3])).n_blocks
    2
    """
    n_ratees, n_raters = int(ratee.max()) + 1, int(rater.max()) + 1
    # Scores of a pair mostly follow one another: most repetitions fall away before the sorting.
    pairs = _without_repetition(np.sort(_without_repetition(ratee.astype(np.int64) * n_raters + rater)))
    rows, columns = pairs // n_raters, pairs % n_raters
    size = n_ratees + n_raters
    graph = sparse.coo_array((np.ones(len(pairs)), (rows, columns + n_ratees)), shape=(size, size))
    n_blocks, label = csgraph.connected_components(graph, directed=False)
    return Connectivity(
        len(pairs),
        int(n_blocks),
        label[:n_ratees].astype(np.int64),
        label[n_ratees:].astype(np.int64),
        np.bincount(rows, minlength=n_ratees),
        np.bincount(columns, minlength=n_raters),
    )


def _without_repetition(values: Integers) -> Integers:
    """Values that differ from the one before."""
    return values[np.append(True, values[1:] != values[:-1])]
