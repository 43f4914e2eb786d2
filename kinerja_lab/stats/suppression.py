"""Which cells of a table of people may be published, so that no small count follows from all that is published?

A *secret* is a set of cells that holds few people, or nobody beside all the others of a small group. It is kept if the
people in it may be one of at least four numbers, given every published sum (linear programming).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.feasible_counts import Floats, Published, exactly, feasible_ranges, together

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

LEAST_WIDTH = 3  # a hidden small count may be one of at least four numbers


class Beside(NamedTuple):
    """What is published beside a table: limits of sums of its columns and of further cells, and who must stay hidden.

    Attributes
    ----------
    known
        Its members have the shape (sums, columns of the table + further cells).
    secrets
        Sets of those cells about few people, shape (secrets, columns of the table + further cells).
    """

    known: Published
    secrets: Floats


class Layout(NamedTuple):
    """How a table is merged: new row of each of its rows, and new column of each of its columns."""

    rows: Counts
    columns: Counts


def few(counts: npt.NDArray[np.number], threshold: int) -> Mask:
    """Counts that stand for somebody, but for fewer than ``threshold``."""
    return np.asarray((counts > 0) & (counts < threshold))


def published_sums(counts: Counts, shown: Mask, layout: Layout, *, margins: bool = True) -> Published:
    """All sums that a table tells about its original cells.

    Parameters
    ----------
    counts
        Original table, shape (r, c).
    shown
        Published cells of the merged table.
    layout
        How it was merged.
    margins
        Whether the sums of the merged rows and columns are published too.
    """
    rows = np.arange(shown.shape[0])[:, None] == layout.rows
    columns = np.arange(shown.shape[1])[:, None] == layout.columns
    inside = [np.outer(rows[row], columns[column]) for row, column in np.argwhere(shown)]
    if margins:
        inside += [np.broadcast_to(row[:, None], counts.shape) for row in rows]
        inside += [np.broadcast_to(column[None, :], counts.shape) for column in columns]
    return exactly(np.array([part.ravel() for part in inside], np.float64).reshape(len(inside), counts.size), counts)


def merged(counts: Counts, layout: Layout) -> Counts:
    """Table of the sums over merged rows and columns."""
    made = np.zeros([int(places.max(initial=-1)) + 1 for places in layout], dtype=np.int64)
    np.add.at(made, (layout.rows[:, None], layout.columns[None, :]), counts)
    return made


def complementary(counts: Counts, layout: Layout, threshold: int, least: int, beside: Beside | None = None) -> Mask:
    """Cells of the merged table to publish beside both margins, so that every secret is kept; none if that cannot be.

    Every secret that is too narrowly bounded takes the cheapest rectangle along: three more cells of its row, its
    column and the corner between them, so that people can be moved around it unseen. Hiding more never narrows a range,
    so a secret once kept stays kept.

    Parameters
    ----------
    counts
        Original table, shape (r, c).
    layout
        How it is merged.
    threshold, least
        Smallest count that may be known, and smallest group that may be known to have one outcome only.
    beside
        What else is published of the same people.

    References
    ----------
    Hundepool et al. (2012) Statistical Disclosure Control, section 4.3 (the hypercube method, with exact audit).
    """
    table = merged(counts, layout)
    hidden = few(table, threshold) | few(table.sum(axis=1, keepdims=True) - table, threshold)
    secrets = list(_secrets(counts, layout, threshold, least))
    while secrets := _open(counts, layout, hidden, secrets, beside):
        if hidden.all():
            return ~hidden
        _widen(table, hidden, layout.rows[secrets[0].rows], layout.columns[secrets[0].columns])
    if beside is not None:
        limits = feasible_ranges(_everything(counts, layout, hidden, beside), _spread(beside.secrets, counts))
        hidden |= not (limits[:, 1] - limits[:, 0] >= LEAST_WIDTH).all()
    return ~hidden


class _Secret(NamedTuple):
    """Rows and columns of the original table between which a sum must stay unknown, and how wide."""

    rows: Mask
    columns: Mask
    width: int


def _secrets(counts: Counts, layout: Layout, threshold: int, least: int) -> Iterator[_Secret]:
    """Sets of outcomes with few people: in a row, in the rows merged into one, and in all of them."""
    groups = [np.eye(len(counts), dtype=bool), np.arange(layout.rows.max() + 1)[:, None] == layout.rows]
    rows = np.unique(np.concatenate([*groups, np.ones((1, len(counts)), dtype=bool)]), axis=0)
    sets = _sets(counts.shape[1])
    sizes, everybody = (rows @ counts) @ sets.T, counts.sum(axis=0) @ sets.T
    people = sizes + sizes[:, [_other(sets, place) for place in range(len(sets))]]
    alike = (sizes == 0) & (people > 0) & (people < least) & (sets.sum(axis=1) == counts.shape[1] - 1)
    wanted = (few(sizes, threshold) & (people > sizes)) | alike
    for row, place in sorted(np.argwhere(wanted).tolist(), key=lambda found: int(sizes[found[0], found[1]])):
        least_width = LEAST_WIDTH if sizes[row, place] else min(LEAST_WIDTH, int(everybody[place]))
        yield _Secret(rows[row], sets[place], least_width)


def _sets(width: int) -> Mask:
    """Outcomes that a reader may take together: each, all but one, all up to one, and all from one on."""
    single = np.eye(width, dtype=bool)
    below = np.tri(width, dtype=bool)[:-1]
    sets = np.unique(np.concatenate([single, ~single, below, ~below]), axis=0)
    return np.asarray(sets[sets.any(axis=1) & ~sets.all(axis=1)])


def _other(sets: Mask, place: int) -> int:
    """Place of the complement of a set."""
    return int(np.flatnonzero((sets == ~sets[place]).all(axis=1))[0])


def _open(counts: Counts, layout: Layout, hidden: Mask, secrets: list[_Secret], beside: Beside | None) -> list[_Secret]:
    """Secrets around which too few people can be moved unseen: most are seen to be kept, the others are solved for."""
    left = [secret for secret in secrets if _seen(counts, layout, hidden, secret, beside) < secret.width]
    if not left:
        return []
    goals = np.array([_goal(counts, secret, beside) for secret in left])
    limits = feasible_ranges(_everything(counts, layout, hidden, beside), goals)
    kept = limits[:, 1] - limits[:, 0] >= [secret.width for secret in left]
    return [secret for secret, safe in zip(left, kept, strict=True) if not safe]


def _seen(counts: Counts, layout: Layout, hidden: Mask, secret: _Secret, beside: Beside | None) -> int:
    """How many people can be moved into and out of a secret by one kind of move that changes no published sum."""
    moves = _movable(counts, layout, hidden, secret)
    if beside is None:
        moves = np.maximum(moves, _relabelled(counts, layout, secret))
    return int(moves[secret.columns][:, ~secret.columns].max())


def _relabelled(counts: Counts, layout: Layout, secret: _Secret) -> Counts:
    """How many people can change between two outcomes that are told together? Shape (outcomes, outcomes)."""
    own = counts[secret.rows].sum(axis=0)
    return np.where(layout.columns[:, None] == layout.columns, own[:, None] + own, 0)


def _movable(counts: Counts, layout: Layout, hidden: Mask, secret: _Secret) -> Counts:
    """How many people can change places with others in other rows without changing any sum of rows or columns?"""
    place = np.unique(layout.rows[secret.rows])
    if len(place) > 1:
        return np.zeros((counts.shape[1], counts.shape[1]), dtype=np.int64)
    unseen = hidden[layout.rows][:, layout.columns]
    mine, theirs = unseen[secret.rows][0], unseen[~secret.rows]
    own, others = counts[secret.rows].sum(axis=0), counts[~secret.rows]
    free = (layout.columns[:, None] == layout.columns) | (layout.rows[~secret.rows] == place[0])[:, None, None]
    free = free | (mine[:, None] & mine & theirs[:, :, None] & theirs[:, None, :])
    partners = np.where(free, others[:, :, None], 0).sum(axis=0)
    return np.asarray(np.minimum(own, partners) + np.minimum(own[:, None], partners.T))


def _everything(counts: Counts, layout: Layout, hidden: Mask, beside: Beside | None) -> Published:
    """What the table tells, what is published beside it, and the sizes of rows, which others know anyway."""
    sizes = np.repeat(np.eye(len(counts))[counts.sum(axis=1) >= LEAST_WIDTH], counts.shape[1], axis=1)
    known = together(published_sums(counts, ~hidden, layout), exactly(sizes, counts))
    if beside is None:
        return known
    inside = np.pad(known.members, ((0, 0), (0, beside.known.members.shape[1] - counts.shape[1])))
    return together(
        known._replace(members=inside), beside.known._replace(members=_spread(beside.known.members, counts))
    )


def _spread(members: Floats, counts: Counts) -> Floats:
    """Sums of columns as sums of cells."""
    width = counts.shape[1]
    return np.concatenate([np.tile(members[..., :width], len(counts)), members[..., width:]], axis=-1)


def _goal(counts: Counts, secret: _Secret, beside: Beside | None) -> Floats:
    """The cells of a secret."""
    further = 0 if beside is None else beside.known.members.shape[1] - counts.shape[1]
    return np.append(np.outer(secret.rows, secret.columns).astype(np.float64), np.zeros(further))


def _widen(table: Counts, hidden: Mask, rows: Counts, columns: Counts) -> None:
    """Hide the cheapest rectangle around a cell that hides anything new; where there is none, everything."""
    row, column = int(rows[0]), int(columns[table[rows[0], columns].argmin()])
    everybody = int(table.sum()) + 1
    # Fewer newly hidden cells before fewer people in them.
    cost = np.where(hidden, 0, table + everybody)
    price = cost[row][None, :] + cost[:, column][:, None] + cost + cost[row, column]
    # People must be able to leave or enter the cell along both sides, or the rectangle widens nothing.
    poor = np.minimum(table[row][None, :], table[:, column][:, None]) + table[row, column] < LEAST_WIDTH
    weight = np.where(price > 0, price + 4 * everybody * poor, np.inf)
    weight[row, :] = weight[:, column] = np.inf
    best = int(weight.argmin())
    if len(np.unique(rows)) > 1 or not np.isfinite(weight.flat[best]):
        hidden[:, :] = True
        return
    other_row, other = divmod(best, table.shape[1])
    hidden[np.ix_([row, other_row], [column, other])] = True


def class_sizes(codes: Counts) -> Counts:
    """How many people share each person's combination of values? ``codes`` has the shape (people, keys)."""
    _, place, sizes = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(sizes[np.ravel(place)], dtype=np.int64)
