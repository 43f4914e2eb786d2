"""A folder of canonical tables: ``wilayah.toml`` and one CSV a table."""

from __future__ import annotations

import csv
import tomllib
import warnings
from functools import partial
from itertools import islice
from pathlib import Path

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset, Problem, UnknownName
from kinerja_lab.profile import FILE, RegionProfile

_FIRST_DATA_ROW = 2  # row 1 of the file is the header
_MOST_LISTED = 100


def load(folder: str | Path, period: str | None = None) -> Dataset:
    """Read one region from its folder.

    Parameters
    ----------
    folder
        Holds ``wilayah.toml`` and tables such as ``pegawai.csv``, UTF-8, comma-separated.
    period
        The reported period; the latest one in the data if not given.

    Raises
    ------
    InvalidDataset
        Every problem of the profile, or every problem of all tables, at once.
    UnknownName
        The folder does not exist, or the period does not occur.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UnknownName("folder", folder.name, sorted(item.name for item in folder.parent.glob("*") if item.is_dir()))
    paths = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    if "pegawai" not in paths:
        needed = ", ".join(col.TABLES["pegawai"].required)
        raise InvalidDataset([Problem(rule="missing_table", table="pegawai", file="pegawai.csv", allowed=needed)])
    profile = load_profile(folder)
    problems: list[Problem] = []
    tables = {name: frame for name, path in paths.items() if (frame := _read(path, problems)) is not None}
    if problems:
        raise InvalidDataset(problems)
    reported = period or _latest(tables)
    if not reported:
        needed = ", ".join(col.TABLES["penilaian"].required)
        raise InvalidDataset([Problem(rule="missing_table", table="penilaian", file="penilaian.csv", allowed=needed)])
    files = {name: path.name for name, path in paths.items()}
    return Dataset(profile=profile, period=reported, tables=tables, files=files)


def load_profile(folder: str | Path) -> RegionProfile:
    """Read ``wilayah.toml`` of a folder.

    Raises
    ------
    InvalidDataset
        The file is missing, is not TOML, or breaks rules of the profile.
    """
    path = Path(folder) / FILE
    try:
        mapping = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InvalidDataset([Problem(rule="missing_table", table="wilayah", file=FILE)]) from None
    except (OSError, ValueError, RecursionError) as error:  # broken TOML and UTF-8, and numbers too long to read
        raise InvalidDataset([_unreadable("wilayah", FILE, error)]) from None
    return RegionProfile.from_mapping(mapping)


def _read(path: Path, problems: list[Problem]) -> pd.DataFrame | None:
    """Table as text, indexed by row in the file, without blank lines; an unreadable file becomes a problem."""
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError(None, "not a file")
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # rows longer than the header would lose cells
            frame = pd.read_csv(
                path, dtype="str", keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False, index_col=False
            )
        problems += _cut_short(path)
    except (OSError, ValueError, csv.Error, pd.errors.ParserWarning) as error:
        problems.append(_unreadable(path.stem, path.name, error))
        return None
    frame.index = pd.RangeIndex(_FIRST_DATA_ROW, _FIRST_DATA_ROW + len(frame))
    return frame[(frame != "").any(axis=1)]


def _cut_short(path: Path) -> list[Problem]:
    """Rows with fewer cells than the header, which would be read as empty cells; the first hundred will do."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        short = ((place, len(row)) for place, row in enumerate(rows, _FIRST_DATA_ROW) if 0 < len(row) < len(header))
        problem = partial(Problem, rule="missing_value", table=path.stem, file=path.name)
        return [problem(row=place, column=header[cells]) for place, cells in islice(short, _MOST_LISTED)]


def _unreadable(table: str, file: str, error: Exception) -> Problem:
    """Say that a file cannot be read, and why; never where it lies."""
    found = error.strerror if isinstance(error, OSError) else str(error)
    return Problem(rule="unreadable", table=table, file=file, found=(found or "").strip())


def _latest(tables: dict[str, pd.DataFrame]) -> str:
    """Latest period of the appraisals; empty where there are none."""
    appraised = [tables[name] for name in ("penilaian", "butir") if col.PERIOD in tables.get(name, ())]
    return max((str(period).strip() for frame in appraised for period in frame[col.PERIOD].dropna()), default="")
