"""Regions on disk: ``kode=…/TABLE/periode=…/bagian.parquet``, people and categories as small numbers.

A region is one folder, so it is complete or not there; whoever writes one stages it. No number of a person is stored:
pseudonyms stand in one list a region, and the tables hold their places in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidOption, ReportFailed, UnknownName
from kinerja_lab.profile import Comparison, Intervention, RegionProfile

SCHEMA = "1"
MANIFEST, PART, PEOPLE = "manifes.json", "bagian.parquet", "orang.parquet"
RATINGS = "butir"
_CODE_PATTERN = "[A-Za-z0-9.-]{1,40}"
_NIP = r"\d{18}"  # a pseudonym may be all digits too, but it has 16
_PACKING = {"compression": "zstd", "row_group_size": 122_880}  # rows that a thread of the reader takes at once


@dataclass(frozen=True, slots=True)
class Region:
    """A region in the store.

    Attributes
    ----------
    folder
        Where its tables lie.
    profile
        How it appraises.
    periods
        In which somebody was appraised, oldest first.
    aspects
        Aspects of ``butir``; the table holds their places in this list.
    rows
        Number of rows of each file, by its path inside the folder.
    fingerprint
        SHA-256 of the profile and of all files.
    """

    folder: Path
    profile: RegionProfile
    periods: tuple[str, ...]
    aspects: tuple[str, ...]
    rows: Mapping[str, int]
    fingerprint: str

    @property
    def code(self) -> str:
        """Code of the region with its issuer, which is how it is called in tables."""
        return self.folder.name.partition("=")[2]

    def part(self, table: str, period: str = "") -> str:
        """Path inside the folder of a table that is kept by period, or as a whole."""
        return f"{table}/periode={period}/{PART}" if period else f"{table}/{PART}"

    def parts(self, table: str, upto: str = "") -> list[str]:
        """Paths of all files of a table, oldest period first; with ``upto`` none of a later period."""
        found = [part for part in self.rows if part.startswith(f"{table}/")]
        return [part for part in sorted(found) if not upto or part <= self.part(table, upto)]

    def data(self, period: str = "") -> Dataset:
        """The region as a dataset, equal to the one that was stored; the latest period is reported if none is named.

        Raises
        ------
        ReportFailed
            A file is missing or is not the one that was written.
        """
        people = self._people()
        names = dict.fromkeys(part.partition("/")[0] for part in self.rows if part != PEOPLE)
        tables = {name: pd.concat([self._frame(part, people) for part in self.parts(name)]) for name in names}
        return Dataset(profile=self.profile, period=period or self.periods[-1], tables=tables)

    def table(self, name: str, period: str = "") -> pd.DataFrame:
        """Rows of a table of one period, or of a table without periods.

        Raises
        ------
        ReportFailed
            A file is missing or is not the one that was written.
        """
        return self._frame(self.part(name, period), self._people())

    def _people(self) -> np.ndarray:
        """Pseudonyms, in the order of their numbers."""
        return pq.read_table(self._sound(PEOPLE)).column(0).to_pandas().to_numpy()

    def _frame(self, part: str, people: np.ndarray) -> pd.DataFrame:
        """One file with its values."""
        name = part.partition("/")[0]
        lists = _lists(name, self.profile, self.aspects) | dict.fromkeys(_identities(name), people)
        return _unpacked(pq.read_table(self._sound(part)), lists)

    def _sound(self, part: str) -> Path:
        """Path of a file whose content is the one that was written."""
        path, manifest = self.folder / part, self.folder / MANIFEST
        there = path.is_file() and manifest.is_file()
        if not there or _fingerprint(path) != json.loads(manifest.read_text("utf-8"))["berkas"][part]["sidik"]:
            raise ReportFailed("store_broken", f"{self.folder.name}/{part}")
        return path


def folder_name(profile: RegionProfile) -> str:
    """Name of a region's folder; codes mean something only with their issuer.

    Raises
    ------
    InvalidOption
        The code could not be the name of a folder.
    """
    if not re.fullmatch(_CODE_PATTERN, profile.code):
        raise InvalidOption("kode", profile.code, "A–Z, a–z, 0–9, ., -")
    return f"kode={profile.code_issuer}-{profile.code}"


def regions(store: str | Path) -> tuple[Region, ...]:
    """Regions of a store, by the name of their folder.

    Raises
    ------
    ReportFailed
        There is none, or one was written in another form or is broken.
    """
    found = [read_region(path.parent) for path in sorted(Path(store).glob(f"kode=*/{MANIFEST}"))]
    if not found:
        raise ReportFailed("no_store", Path(store).name)
    return tuple(found)


def read_region(folder: Path) -> Region:
    """What the manifest of a region says.

    Raises
    ------
    ReportFailed
        It was written in another form, or is broken.
    """
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        profile, periods, aspects = _profile(told["profil"]), tuple(told["periode"]), tuple(told["aspek"])
        rows = {part: int(file["baris"]) for part, file in told["berkas"].items()}
        schema, fingerprint = told["skema"], str(told["sidik"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ReportFailed("store_broken", f"{folder.name}/{MANIFEST}") from None
    if schema != SCHEMA:
        raise ReportFailed("store_schema", folder.name)
    return Region(folder, profile, periods, aspects, rows, fingerprint)


def with_period(found: Sequence[Region], period: str) -> tuple[str, tuple[Region, ...]]:
    """The period, the latest of all if none is named, and the regions that have it.

    Raises
    ------
    UnknownName
        No region has it.
    """
    known = sorted({name for region in found for name in region.periods})
    if period not in ("", *known):
        raise UnknownName("period", period, known)
    chosen = period or known[-1]
    return chosen, tuple(region for region in found if chosen in region.periods)


def write_region(data: Dataset, folder: Path) -> None:
    """Write all tables of a region into its own, empty folder.

    Raises
    ------
    InvalidOption
        Something that looks like the number of a person instead of a pseudonym.
    """
    names = [frame[name] for table, frame in data.tables.items() for name in _identities(table) if name in frame]
    people = pd.Index(pd.concat(names).dropna().unique()).sort_values()
    if people.str.fullmatch(_NIP).any():
        raise InvalidOption("id", "18 digits", "pseudonyms")
    ratings = data.table(RATINGS)
    aspects = tuple(sorted(ratings[col.ASPECT].dropna().unique()))
    for name, frame in data.tables.items():
        lists = _lists(name, data.profile, aspects) | dict.fromkeys(_identities(name), people.to_numpy())
        for part, rows in _by_period(name, frame):
            write_part(folder / part, _packed(rows, lists))
    write_part(folder / PEOPLE, pa.table({"orang": pa.array(people, pa.string())}))
    write_manifest(folder, data.profile, data.periods, aspects)


def write_part(path: Path, table: pa.Table) -> None:
    """Write one file of a region."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, **_PACKING)


def write_manifest(folder: Path, profile: RegionProfile, periods: tuple[str, ...], aspects: tuple[str, ...]) -> None:
    """Write down what the folder holds; without it there is no region."""
    files = {
        path.relative_to(folder).as_posix(): {"baris": pq.read_metadata(path).num_rows, "sidik": _fingerprint(path)}
        for path in sorted(folder.rglob("*.parquet"))
    }
    told: dict[str, Any] = {
        "skema": SCHEMA,
        "profil": asdict(profile),
        "periode": periods,
        "aspek": aspects,
        "berkas": files,
    }
    told["sidik"] = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    text = json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / MANIFEST).write_bytes(text.encode() + b"\n")


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _identities(table: str) -> list[str]:
    """Columns of a table that name people."""
    return [column.name for column in col.TABLES[table].columns if column.kind is col.Kind.IDENTITY]


def _lists(table: str, profile: RegionProfile, aspects: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Values of the columns of which only the place in a list is stored: closed lists, aspects, scores."""
    lists = {column.name: np.array(column.allowed) for column in col.TABLES[table].columns if column.allowed}
    if table == RATINGS:
        lists |= {col.ASPECT: np.array(aspects), col.SCORE: np.array(profile.score_levels)}
    return lists


def _by_period(table: str, frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Files of a table: one a period, named by it, where it has periods."""
    if col.PERIOD not in frame:
        yield f"{table}/{PART}", frame
        return
    for period, rows in frame.groupby(col.PERIOD, sort=True):
        yield f"{table}/{col.PERIOD}={period}/{PART}", rows


def _packed(frame: pd.DataFrame, lists: Mapping[str, np.ndarray]) -> pa.Table:
    """Columns as they are stored: places in lists as the smallest whole numbers that hold them."""
    return pa.table({name: _column(frame[name], lists.get(name)) for name in frame})


def _column(values: pd.Series, known: np.ndarray | None) -> pa.Array:
    """One column; with ``known`` the places of the values in it."""
    if known is None:
        return pa.array(values, from_pandas=True)
    place = pd.Index(known).get_indexer(values)
    return pa.array(place, pa.int8() if len(known) <= np.iinfo("int8").max else pa.int32(), mask=place < 0)


def _unpacked(table: pa.Table, lists: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Columns with their values."""
    frame = table.to_pandas()
    for name in frame.columns.intersection(list(lists)):
        place = frame[name].to_numpy(dtype="float64", na_value=-1).astype("int64")
        values = pd.Series(lists[name]).reindex(place)
        frame[name] = values.to_numpy()
    return frame


def _profile(told: Mapping[str, Any]) -> RegionProfile:
    """Profile from its fields in JSON."""
    fields = {name: _frozen(value) for name, value in told.items()}
    fields["comparisons"] = tuple(Comparison(**row) for row in told["comparisons"])
    interventions = ({name: _frozen(value) for name, value in row.items()} for row in told["interventions"])
    fields["interventions"] = tuple(Intervention(**row) for row in interventions)
    return RegionProfile(**fields)


def _frozen(value: Any) -> Any:
    """Lists of JSON as the tuples that they were."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
