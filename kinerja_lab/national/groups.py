"""Predikat of a region and of its compared groups, as tables that may stand beside its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.groups import GOOD, smallest
from kinerja_lab.checks.results import Results
from kinerja_lab.measures.cell_suppression import BELOW, TOTAL, cell_suppression
from kinerja_lab.national.results import CountedRegion
from kinerja_lab.profile import Comparison
from kinerja_lab.report.coarse import spans
from kinerja_lab.report.known import beside, hidden, kept
from kinerja_lab.stats.feasible_counts import Floats, Published, exactly, together
from kinerja_lab.stats.suppression import LEAST_WIDTH, Beside, Counts, few

REST, HIDDEN = "(lainnya)", "disembunyikan"  # the first is no name of a group
_COLUMNS: Final = ["kolom", "kelompok", "n_kelompok", col.OUTCOME, "n", "bagian", "status"]
_TYPES: Final = {"n_kelompok": "Int64", "n": "Int64", "bagian": "Float64"}
_LEVELS: Final = tuple(str(level) for level in col.OUTCOMES.levels)
_PARTS: Final = {"top": np.arange(len(_LEVELS)) > GOOD, "low": np.arange(len(_LEVELS)) < GOOD}
_COMPARED: Final = ("impact_ratio", "ordinal_odds_ratio")  # checks that tell of a pair as a whole
_EACH, _BELOW = np.eye(len(_LEVELS)), np.tri(len(_LEVELS))[:-1]
_SETS: Final = np.unique(np.concatenate([_EACH, 1 - _EACH, _BELOW, 1 - _BELOW]), axis=0)


def tables(found: Results, asked: CountedRegion) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Employees by predikat, in the region and in each registered pair of groups, as they may be published.

    Levels are told together, and counts are left out, until no count below the region's smallest one follows from both
    tables and the answers beside them. Where not even so both groups of a pair can be told, they have no numbers.

    Parameters
    ----------
    found
        Answers of the region; their record is published beside the tables.
    asked
        The region as it is counted.

    Returns
    -------
    DataFrame, DataFrame
        ``n_pegawai, predikat, n, bagian, status`` of the region, and ``kolom, kelompok, n_kelompok, predikat, n,
        bagian, status`` of its groups, ``(lainnya)`` everybody who is in neither: ``n`` employees with a predikat
        (levels told together are joined by ``+``), and what share of the group they are. Status ``ok`` or
        ``disembunyikan``.
    """
    everybody = _by_level(asked.outcomes(()))
    floors = max(found.profile.small_cell, LEAST_WIDTH), found.profile.small_group
    known = beside(found, everybody)
    whole = pd.DataFrame([everybody], columns=list(_LEVELS), index=[REST])
    region = _suppressed(whole, floors, known)
    alone = _Seen(known.known, known.secrets).with_region(region, whole, floors[0])
    around = Beside(alone.published, known.secrets)
    seen, sides, lost = _record(found, asked, known, everybody)
    further = seen.with_region(region, whole, floors[0])
    if not kept(Beside(*further)):
        region = region.iloc[:0]
        further = seen.with_region(region, whole, floors[0])
    seen = further
    groups = list[pd.DataFrame]()
    for pair, (own, start) in zip(asked.compared, sides, strict=True):
        table = _suppressed(own, floors, around)
        further = seen.telling(table, own, start)
        both = [pair.focal, pair.reference]
        enough = bool((own.sum(axis=1).reindex(both) >= smallest(asked.known, pair.column)).all())
        told = pair not in lost and enough and set(both) <= set(table["row"]) and kept(Beside(*further))
        seen = further if told else seen
        shares = _shares(table) if told else pd.DataFrame({"kelompok": both, "status": HIDDEN})
        groups.append(shares.assign(kolom=pair.column))
    spread = _shares(region).rename(columns={"n_kelompok": "n_pegawai"})
    return spread.drop(columns="kelompok"), pd.concat([pd.DataFrame(columns=_COLUMNS), *groups]).astype(_TYPES)


def _record(
    found: Results, asked: CountedRegion, known: Beside, everybody: Counts
) -> tuple[_Seen, list[tuple[pd.DataFrame, int]], set[Comparison]]:
    """What the answers tell, without any table: with the sides of each pair, and where they start among the cells.

    Secrets that follow from the answers alone are left out; the pairs that they belong to are the last of the three.
    """
    fewest = max(found.profile.small_cell, LEAST_WIDTH)
    seen, sides, owners = _Seen(known.known, known.secrets), list[tuple[pd.DataFrame, int]](), list[Comparison | None]()
    owners += [None] * len(seen.secrets)
    for pair in asked.compared:
        own = _sides(asked.outcomes((pair.column,)), pair, everybody)
        sides.append((own, seen.secrets.shape[1]))
        seen = seen.with_pair(own, _elsewhere(found, pair, own), fewest)
        owners += [pair] * (len(seen.secrets) - len(owners))
    for first, second in combinations(range(len(sides)), 2):
        seen = seen.with_nested(sides[first], sides[second], _shared(asked, (first, second), sides))
    safe = hidden(Beside(*seen))
    lost = {owner for owner, is_safe in zip(owners, safe, strict=True) if owner is not None and not is_safe}
    return seen._replace(secrets=seen.secrets[safe]), sides, lost


class _Seen(NamedTuple):
    """Everything published of the predikat of a region, and which sets of cells must stay unknown.

    Cells are the region's people by predikat, what the answers tell besides, and the sides of each pair by predikat.
    """

    published: Published
    secrets: Floats

    def with_region(self, table: pd.DataFrame, whole: pd.DataFrame, fewest: int) -> _Seen:
        """With the spread of the region."""
        counts, width = whole.to_numpy(), self.secrets.shape[1]
        told = exactly(_members(table, whole), counts)
        secret = _SETS[few(_SETS @ counts[0], fewest)]
        return _Seen(
            together(self.published, told._replace(members=_wide(told.members, 0, width))),
            np.concatenate([self.secrets, _wide(secret, 0, width)]),
        )

    def with_pair(self, sides: pd.DataFrame, facts: Published, fewest: int) -> _Seen:
        """With the sides of one more pair, of which ``facts`` are told elsewhere; all sides together are the region."""
        counts, start = sides.to_numpy(), self.secrets.shape[1]
        width, nobody = start + counts.size, np.zeros(len(_LEVELS))
        whole = _wide(np.tile(_EACH, len(counts)), start, width) - _wide(_EACH, 0, width)
        rows = np.concatenate([np.eye(len(counts)), 1 - np.eye(len(counts))])
        secret = np.array([np.outer(row, levels).ravel() for row in rows for levels in _SETS])
        secret = secret[few(secret @ counts.ravel(), fewest)]
        return _Seen(
            together(
                self.published._replace(members=_wide(self.published.members, 0, width)),
                Published(whole, nobody, nobody),
                facts._replace(members=_wide(facts.members, start, width)),
            ),
            np.concatenate([_wide(self.secrets, 0, width), _wide(secret, start, width)]),
        )

    def with_nested(
        self, one: tuple[pd.DataFrame, int], other: tuple[pd.DataFrame, int], shared: npt.NDArray[np.int64]
    ) -> _Seen:
        """With who is who: sides of one pair that are all among sides of another have no more people in any level.

        Only civil servants of one kind have grades, for instance, and every reader knows.
        """
        width, told = self.secrets.shape[1], [self.published]
        for sides in product(_some(len(one[0])), _some(len(other[0]))):
            within = (shared[sides[0]][:, ~sides[1]].sum() == 0, shared[~sides[0]][:, sides[1]].sum() == 0)
            first, second = (
                _wide(np.kron(each, _EACH).astype(np.float64), start, width)
                for each, (_, start) in zip(sides, (one, other), strict=True)
            )
            for contained, members in zip(within, (second - first, first - second), strict=True):
                if contained:
                    apart = abs(shared[sides[0]].sum() - shared[:, sides[1]].sum())
                    told.append(Published(members, np.zeros(len(_LEVELS)), np.full(len(_LEVELS), float(apart))))
        return self._replace(published=together(*told))

    def telling(self, table: pd.DataFrame, sides: pd.DataFrame, start: int) -> _Seen:
        """With what a table of a pair tells."""
        told = exactly(_members(table, sides), sides.to_numpy())
        wide = told._replace(members=_wide(told.members, start, self.secrets.shape[1]))
        return self._replace(published=together(self.published, wide))


def _some(n: int) -> Iterator[npt.NDArray[np.bool_]]:
    """Every choice of some of ``n`` sides, but neither none nor all."""
    return (np.array(chosen) for chosen in product((False, True), repeat=n) if 0 < sum(chosen) < n)


def _shared(
    asked: CountedRegion, pair: tuple[int, int], every: Sequence[tuple[pd.DataFrame, int]]
) -> npt.NDArray[np.int64]:
    """People on each side of one pair and of another, shape (sides, sides)."""
    sides = tuple(every[place][0] for place in pair)
    first, second = (asked.compared[place] for place in pair)
    rows = asked.outcomes(tuple(dict.fromkeys((first.column, second.column))))
    (ones, others), table = (list(each.index) for each in sides), pd.DataFrame(0, sides[0].index, sides[1].index)
    for one, other in product(ones, others):
        if REST not in (one, other):
            table.loc[one, other] = int(((rows[first.column] == one) & (rows[second.column] == other)).sum())
    if REST in others:
        table[REST] = sides[0].sum(axis=1) - table.sum(axis=1)
    if REST in ones:
        table.loc[REST] = sides[1].sum(axis=1) - table.drop(index=REST).sum()
    return table.to_numpy(dtype=np.int64)


def _wide(members: Floats, start: int, width: int) -> Floats:
    """Members of sums among more cells, at a place of theirs."""
    return np.pad(members, ((0, 0), (start, width - start - members.shape[1])))


def _sides(rows: pd.DataFrame, pair: Comparison, everybody: Counts) -> pd.DataFrame:
    """People of the two groups and of neither by predikat, lowest first; a side without people is left out."""
    made = {name: _by_level(rows[rows[pair.column] == name]) for name in (pair.focal, pair.reference)}
    made[REST] = everybody - made[pair.focal] - made[pair.reference]
    table = pd.DataFrame.from_dict(made, orient="index", columns=list(_LEVELS))
    return table[table.sum(axis=1) > 0]


def _by_level(rows: pd.DataFrame) -> Counts:
    """People by predikat, lowest first."""
    return np.bincount(col.OUTCOMES.codes(rows[col.OUTCOME]), minlength=len(_LEVELS)).astype(np.int64)


def _suppressed(counts: pd.DataFrame, floors: tuple[int, int], known: Beside) -> pd.DataFrame:
    """Cells with the sums of rows and columns as they may be published; none where not even the sums may."""
    fewest, least = floors
    if counts.to_numpy().sum() < least:
        return pd.DataFrame(columns=["row", "column", "n", "status"])
    found = cell_suppression(counts, fewest, least=least, beside=known)
    return found if TOTAL in set(found["row"]) and found["column"].nunique() > 2 else found.iloc[:0]


def _members(table: pd.DataFrame, counts: pd.DataFrame) -> Floats:
    """Sums of cells that a published table tells, shape (sums, sides × levels)."""
    told = table[table["status"] == "shown"]
    sums = [
        np.outer(_named(row, counts.index), _named(column.replace(BELOW, "+".join(_LEVELS[:GOOD])), _LEVELS)).ravel()
        for row, column in zip(told["row"], told["column"], strict=True)
    ]
    return np.array(sums, dtype=np.float64).reshape(len(sums), counts.size)


def _named(name: str, known: Sequence[str]) -> np.ndarray:
    """Which of the known are meant by a name of a row or column, such as ``a+b`` or the sum of all."""
    return np.isin(known, name.split("+")) | (name == TOTAL)


def _elsewhere(found: Results, pair: Comparison, sides: pd.DataFrame) -> Published:
    """What the answers tell of both groups and the others: how many have the highest predikat, and less than *Baik*."""
    cells, least, most = list[Floats](), list[float](), list[float]()
    for item in found:
        if item.status != "ok" or item.check.slug not in (f"{name}:{pair.column}" for name in _COMPARED):
            continue
        hidden = spans(item, found.profile.small_cell)
        for part, levels in _PARTS.items():
            told = part == "top" or np.isfinite(item.quantities.get("adverse_ratio", 0.0))
            for side, name in {"focal": pair.focal, "reference": pair.reference, "others": REST}.items():
                if told and (side != "others" or f"n_{side}" in item.quantities):
                    cells.append(np.outer(sides.index == name, levels).ravel())
                    hits = float(cells[-1] @ sides.to_numpy().ravel())
                    span = hidden.get(f"{part}_{side}", (hits, hits))
                    least, most = [*least, span[0]], [*most, span[1]]
    members = np.array(cells, dtype=np.float64).reshape(len(cells), sides.size)
    return Published(members, np.array(least, dtype=np.float64), np.array(most, dtype=np.float64))


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    """One row a group and predikat, with the number of the group and what share of it has the predikat."""
    cells = table[(table["row"] != TOTAL) & (table["column"] != TOTAL)]
    sizes = table[table["column"] == TOTAL].set_index("row")["n"]
    whole, n = (values.astype("Int64") for values in (cells["row"].map(sizes), cells["n"]))
    return pd.DataFrame(
        {
            "kelompok": cells["row"],
            "n_kelompok": whole,
            col.OUTCOME: cells["column"].astype("str").str.replace(BELOW, "+".join(_LEVELS[:GOOD])),
            "n": n,
            "bagian": n / whole,
            "status": (cells["status"] == "shown").map({True: "ok", False: HIDDEN}),
        }
    )
