"""Few levels whose removal lets crossed levels fall apart into small groups: heads and others who link the units."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import spilu

Integers = npt.NDArray[np.int64]

_SMALL = 500  # levels; so many are solved as quickly in one piece
_CLEARLY = 0.1  # share of the work in one piece that may be left
_DENSE = 0.5  # neighbours, each counted as often as a row links them, by all pairs; beyond, nothing falls apart
_LARGE = 2_500  # levels; among more, a search is tried on every fourth first: where nothing falls apart it takes long
_EVERY = 4
_GROWTH = 1.25  # from one size of groups that is tried to the next


class Separation(NamedTuple):
    """How levels fall apart.

    Attributes
    ----------
    label
        Shape (n,): group of each level; −1 for a separator, which may have neighbours in several groups.
    beside
        Levels of groups and the separators that are their neighbours, shape (m,) each.
    """

    label: Integers
    beside: tuple[Integers, Integers]


def separation(cliques: Any, pairs: Any = None) -> Separation:
    """Which levels, put aside, leave small groups of neighbours, and which group is each of the others in?

    A group falls apart only where that clearly spares work; the work is that of factorising the matrix of neighbours
    (n³ for n levels in one piece) group by group with the separators beside it, and the separators last.

    Parameters
    ----------
    cliques
        Shape (k, n), sparse: the levels in a row are all neighbours (raters with a ratee in common).
    pairs
        Shape (n, n), sparse and symmetric, nothing negative: further neighbours, if there are any.

    References
    ----------
    Liu (1985) ACM Transactions on Mathematical Software 11, 141 (multiple minimum degree). Liu (1990) SIAM Journal on
    Matrix Analysis and Applications 11, 134 (elimination trees). George (1973) SIAM Journal on Numerical Analysis 10,
    345 (separators last).
    """
    if pairs is None:
        pairs = sparse.csr_array((cliques.shape[1],) * 2)
    linked = sparse.block_array([[pairs, cliques.T], [cliques, None]])
    label = csgraph.connected_components(linked, directed=False)[1][: pairs.shape[0]].astype(np.int64)
    widths = np.bincount(label)
    beside, free = [np.zeros((2, 0), dtype=np.int64)], len(widths)
    for group in np.flatnonzero(widths > _SMALL):
        own = np.flatnonzero(label == group)
        graph = _graph(cliques[:, own], pairs[own][:, own])
        found = None if graph is None else _apart(graph)
        if found is not None:
            label[own] = np.where(found < 0, -1, found + free)
            free += int(found.max()) + 1
            beside.append(own[np.stack(_beside(graph, found))])
    return Separation(label, tuple(np.hstack(beside)))


def _graph(cliques: Any, pairs: Any) -> Any:
    """Neighbours, shape (n, n); ``None`` where they are so many that nothing would fall apart."""
    known = np.diff(cliques.indptr).astype(np.float64)
    if (known**2).sum() + pairs.nnz > _DENSE * float(pairs.shape[0]) ** 2:
        return None
    graph = sparse.csr_array(cliques.T @ cliques + pairs)
    graph.sort_indices()
    return graph


def _apart(graph: Any) -> Integers | None:
    """Group of each level, −1 for separators, shape (n,); ``None`` where that would not clearly spare work."""
    size = graph.shape[0]
    if size > _LARGE:
        some = np.arange(0, size, _EVERY)
        if _apart(graph[some][:, some]) is None:
            return None
    place = _least_degree_first(graph)
    parent = _elimination_tree(graph, place)
    below = np.ones(size, dtype=np.int64)
    for child in np.flatnonzero(parent < size).tolist():
        below[parent[child]] += below[child]
    widest = np.unique((_GROWTH ** np.arange(int(np.log(size) / np.log(_GROWTH)))).astype(np.int64))
    tried = [_subtrees(parent, below, largest)[place] for largest in widest.tolist()]
    work = [_work(graph, label) for label in tried]
    least = int(np.argmin(work))
    return _taken_back(graph, tried[least]) if work[least] < _CLEARLY * float(size) ** 3 else None


def _least_degree_first(graph: Any) -> Integers:
    """Place of each level in an order of elimination that makes few new neighbours, shape (n,)."""
    # Nothing but the order is wanted: of an incomplete factorisation that drops all off the diagonal it is the most.
    heavy = sparse.csc_array(graph + sparse.diags_array(np.full(graph.shape[0], 1.0 + 2.0 * float(graph.sum()))))
    symmetric = {"SymmetricMode": True}
    found = spilu(heavy, 1.0, 1.0, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=symmetric)
    return np.asarray(found.perm_c, dtype=np.int64)


def _elimination_tree(graph: Any, place: Integers) -> Integers:
    """Parent of each place: the first of its neighbours, those made by elimination among them, to come after it; or n.

    Without the places above it, what is below one of them has no neighbours but in its own subtree.
    """
    size, entries = len(place), graph.tocoo()
    later, earlier = place[entries.row], place[entries.col]
    kept = np.flatnonzero(earlier < later)
    kept = kept[np.argsort(later[kept], kind="stable")]
    parent, ancestor = [size] * size, [size] * size
    for top, node in zip(later[kept].tolist(), earlier[kept].tolist(), strict=True):
        while node not in (top, size):
            above, ancestor[node] = ancestor[node], top
            if above == size:
                parent[node] = top
            node = above
    return np.array(parent, dtype=np.int64)


def _subtrees(parent: Integers, below: Integers, largest: int) -> Integers:
    """Number of each place's subtree, the widest of so many places at most; −1 for the places above those."""
    inside = np.append(below <= largest, False)
    root = inside[:-1] & ~inside[parent]
    label = np.where(root, np.cumsum(root) - 1, -1)
    for node in np.flatnonzero(inside[:-1] & ~root)[::-1].tolist():
        label[node] = label[parent[node]]
    return label


def _taken_back(graph: Any, label: Integers) -> Integers:
    """The same without separators that have neighbours in one group only; those with few neighbours are asked first."""
    separators, met = np.flatnonzero(label < 0), np.diff(graph.indptr)
    for level in separators[np.argsort(met[separators], kind="stable")].tolist():
        groups = label[graph.indices[graph.indptr[level] : graph.indptr[level + 1]]]
        groups = groups[groups >= 0]
        if len(groups) and groups.min() == groups.max():
            label[level] = groups[0]
    return label


def _beside(graph: Any, label: Integers) -> tuple[Integers, Integers]:
    """Levels of groups and the separators that are their neighbours."""
    entries = graph.tocoo()
    met = (label[entries.row] >= 0) & (label[entries.col] < 0)
    return entries.row[met].astype(np.int64), entries.col[met].astype(np.int64)


def _work(graph: Any, label: Integers) -> float:
    """Work of factorising by groups and separators."""
    level, separator = _beside(graph, label)
    groups, size = int(label.max(initial=-1)) + 1, len(label)
    met = np.unique(label[level] * size + separator) // size
    own, edge = np.bincount(label[label >= 0], minlength=groups), np.bincount(met, minlength=groups)
    return float((own * (own + edge).astype(np.float64) ** 2).sum()) + float((label < 0).sum()) ** 3
