"""A country that nobody wrote by hand: simulated regions of unequal size, streamed to a store piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from kinerja_lab import columns as col
from kinerja_lab.errors import InvalidOption
from kinerja_lab.national.store import PART, PEOPLE, RATINGS, folder_name, write_manifest
from kinerja_lab.profile import RegionProfile
from kinerja_lab.simulate.plan import ASPECTS

Ints = npt.NDArray[np.int64]

N_REGIONS, PERIOD = 514, "2025-S1"  # as many regencies and cities as Indonesia has
_FEWEST, _UNIT = 100, 40  # employees of the smallest region, and of a unit of work
_AT_ONCE = 250 * _UNIT  # employees of one piece, whole units
_PEERS = (3, 7)  # colleagues who score one employee: from three to six
_SPREAD_OF_SIZES = 0.7
_MEAN, _RATEE, _RATER, _HALO, _NOISE = 3.6, 0.8, 0.2, 0.2, 0.5  # points
_PPPK = 0.2
_SHARES = (0.15, 0.85)  # of ratings below, and below or as, expected
_ASPECTS = tuple(sorted(ASPECTS))
_SCHEMAS = {
    "pegawai": pa.schema(
        [
            (col.EMPLOYEE, pa.int32()),
            (col.SEX, pa.int8()),
            (col.EMPLOYMENT, pa.int8()),
            (col.POSITION_TYPE, pa.int8()),
            (col.POSITION, pa.string()),
            (col.UNIT, pa.string()),
            (col.HEAD, pa.bool_()),
        ]
    ),
    "penilaian": pa.schema(
        [
            (col.PERIOD, pa.string()),
            (col.EMPLOYEE, pa.int32()),
            (col.RATER, pa.int32()),
            (col.RESULT_RATING, pa.int8()),
            (col.BEHAVIOUR_RATING, pa.int8()),
            (col.OUTCOME, pa.int8()),
            (col.REGIME, pa.int8()),
        ]
    ),
    RATINGS: pa.schema(
        [
            (col.PERIOD, pa.string()),
            (col.EMPLOYEE, pa.int32()),
            (col.RATER, pa.int32()),
            (col.ROLE, pa.int8()),
            (col.ASPECT, pa.int8()),
            (col.SCORE, pa.int8()),
        ]
    ),
    "orang": pa.schema([("orang", pa.string())]),
}
_REGIME = "permenpanrb_6_2022"
_LEVELS = tuple(map(str, col.RATINGS.levels))
_OUTCOMES = np.array([[col.OUTCOMES.levels.index(col.OUTCOME_MATRIX[r, b]) for b in _LEVELS] for r in _LEVELS])


def write_country(folder: Path, employees: int, *, n_regions: int = N_REGIONS, seed: int = 1) -> None:
    """Write simulated regions into an empty folder; the same bytes for the same numbers.

    Parameters
    ----------
    folder
        Becomes a store of regions.
    employees
        Of the whole country; a hundred or more for each region.
    n_regions
        At most 999.
    seed
        Of all draws.

    Raises
    ------
    InvalidOption
        Too few employees, or another number of regions.
    """
    if not 1 <= n_regions <= 999:
        raise InvalidOption("n_regions", n_regions, "1–999")
    if not n_regions * _FEWEST <= employees < np.iinfo("int32").max:
        raise InvalidOption("pegawai", employees, f">= {n_regions * _FEWEST}")
    for number, size in enumerate(_sizes(employees, n_regions, seed), 1):
        profile = _profile(number)
        target = folder / folder_name(profile)
        with ExitStack() as files:
            writers = {name: _writer(target, name, files) for name in _SCHEMAS}
            for place, people in enumerate(_pieces(int(size))):
                rng = np.random.default_rng([seed, number, place])
                for name, columns in _piece(people, number, rng).items():
                    writers[name].write_table(pa.table(columns, schema=_SCHEMAS[name]), row_group_size=122_880)
        write_manifest(target, profile, (PERIOD,), _ASPECTS)


def _sizes(employees: int, n_regions: int, seed: int) -> Ints:
    """Employees of each region: unequal, together exactly as many as asked for."""
    drawn = np.random.default_rng(seed).lognormal(0.0, _SPREAD_OF_SIZES, n_regions)
    sizes = _FEWEST + np.floor((employees - n_regions * _FEWEST) * drawn / drawn.sum()).astype(np.int64)
    sizes[: employees - sizes.sum()] += 1
    return sizes


def _profile(number: int) -> RegionProfile:
    """A region without a place on the map."""
    return RegionProfile.from_mapping(
        {
            "slug": f"contoh-{number:03d}",
            "nama": f"Kabupaten Contoh {number:03d}",
            "kode": f"CONTOH-{number:03d}",
            "penerbit_kode": "instansi",
            "tingkat": "kabupaten",
            "siklus": "per semester",
            "sumber_siklus": "data simulasi",
            "rezim": _REGIME,
            "simulasi": True,
        }
    )


def _writer(target: Path, name: str, files: ExitStack) -> pq.ParquetWriter:
    """Open one file of a region."""
    by_period = col.PERIOD in _SCHEMAS[name].names
    path = target / (PEOPLE if name == "orang" else f"{name}/{f'periode={PERIOD}/' if by_period else ''}{PART}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return files.enter_context(pq.ParquetWriter(path, _SCHEMAS[name], compression="zstd"))


def _pieces(size: int) -> Iterator[Ints]:
    """Numbers of the employees of a region, piece by piece; a last piece below one unit joins the one before."""
    starts = list(range(0, max(size - _UNIT, 1), _AT_ONCE))
    for first, last in zip(starts, [*starts[1:], size], strict=True):
        yield np.arange(first, last)


def _piece(people: Ints, number: int, rng: np.random.Generator) -> dict[str, dict[str, object]]:
    """Tables about some employees."""
    n, first = len(people), int(people[0])
    units = max(n // _UNIT, 1)
    place = np.minimum(np.arange(n) // _UNIT, units - 1)  # unit in this piece; the last one takes the remainder
    head = (np.arange(n) % _UNIT == 0) & (np.arange(n) // _UNIT < units)
    superior = np.where(head, 0, first + _UNIT * place)
    ability = rng.standard_normal(n)
    kinds = col.TABLES["pegawai"].column(col.POSITION_TYPE).allowed
    names = np.array([f"Unit {first // _UNIT + unit + 1:05d}" for unit in range(units)])
    results, behaviour = (_rated(ability + rng.standard_normal(n)) for _ in range(2))
    return {
        "orang": {"orang": np.char.add(f"{number:03x}", np.char.mod("%013x", people))},
        "pegawai": {
            col.EMPLOYEE: people,
            col.SEX: rng.integers(0, 2, n),
            col.EMPLOYMENT: (rng.random(n) < _PPPK).astype(int),
            col.POSITION_TYPE: np.where(head, kinds.index("pengawas"), kinds.index("pelaksana")),
            col.POSITION: np.where(head, "kepala unit", "pelaksana"),
            col.UNIT: names[place],
            col.HEAD: head,
        },
        "penilaian": {
            col.PERIOD: np.full(n, PERIOD),
            col.EMPLOYEE: people,
            col.RATER: superior,
            col.RESULT_RATING: results,
            col.BEHAVIOUR_RATING: behaviour,
            col.OUTCOME: _OUTCOMES[results, behaviour],
            col.REGIME: np.full(n, col.REGIMES.index(_REGIME)),
        },
        RATINGS: _scores(first, _judges(place, head, rng), superior, ability, rng),
    }


def _rated(told: npt.NDArray[np.float64]) -> Ints:
    """Three ratings from a latent number with variance 2."""
    return np.searchsorted(np.sqrt(2) * np.array([-1.036, 1.036]), told)


def _judges(place: Ints, head: npt.NDArray[np.bool_], rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Who scores whom in which role (P,): ratee and rater as numbers in the piece, sorted by ratee.

    Everybody scores oneself; staff are scored by the head and by colleagues of their unit, heads by their staff and by
    somebody outside the piece (−1).
    """
    n = len(place)
    start = np.flatnonzero(head)[place]
    staff = np.diff(np.append(np.flatnonzero(head), n))[place] - 1
    many = rng.integers(*_PEERS, n)
    ratee = np.repeat(np.arange(n), many)
    turn = np.arange(len(ratee)) - np.repeat(np.cumsum(many) - many, many)
    own = ratee - start[ratee] - 1  # place among the staff; −1 for the head
    rater = start[ratee] + 1 + (own + 1 + turn) % staff[ratee]
    roles = {name: col.ROLES.index(name) for name in col.ROLES}
    everyone = np.arange(n)
    found = (
        np.concatenate([everyone, everyone, ratee]),
        np.concatenate([everyone, np.where(head, -1, start), rater]),
        np.concatenate(
            [
                np.full(n, roles["diri"]),
                np.full(n, roles["atasan"]),
                np.where(head[ratee], roles["bawahan"], roles["rekan"]),
            ]
        ),
    )
    order = np.argsort(found[0], kind="stable")
    return found[0][order], found[1][order], found[2][order]


def _scores(
    first: int,
    judges: tuple[Ints, Ints, Ints],
    superior: Ints,
    ability: npt.NDArray[np.float64],
    rng: np.random.Generator,
) -> dict[str, object]:
    """The table ``butir``: ability of the ratee, severity of the rater, impression of the pair, noise, rounded."""
    ratee, rater, role = judges
    who = np.where(rater < 0, superior[ratee], first + rater)
    keep = (rater >= 0) | (who != first + ratee)  # the first of a region has nobody above
    ratee, rater, role, who = ratee[keep], rater[keep], role[keep], who[keep]
    severity = rng.normal(0.0, _RATER, len(ability))
    person = _RATEE * ability[ratee] + severity[rater] + rng.normal(0.0, _HALO, len(ratee))
    noise = rng.standard_normal((len(ratee), len(_ASPECTS)), dtype=np.float32)
    exact = (_MEAN - 1 + person).astype(np.float32)[:, None] + np.float32(_NOISE) * noise
    times = len(_ASPECTS)
    return {
        col.PERIOD: pa.array(np.full(1, PERIOD)).take(pa.array(np.zeros(len(ratee) * times, dtype=np.int8))),
        col.EMPLOYEE: np.repeat((first + ratee).astype(np.int32), times),
        col.RATER: np.repeat(who.astype(np.int32), times),
        col.ROLE: np.repeat(role.astype(np.int8), times),
        col.ASPECT: np.tile(np.arange(times, dtype=np.int8), len(ratee)),
        col.SCORE: np.clip(np.rint(exact), 0, 4).astype(np.int8).ravel(),
    }
