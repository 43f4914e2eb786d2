"""A folder of canonical tables: ``wilayah.toml`` and one CSV a table."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset, Problem, UnknownName
from kinerja_lab.profile import FILE, RegionProfile

_FIRST_DATA_ROW = 2  # row 1 of the file is the header


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
    files = {name: path.name for name, path in paths.items()}
    return Dataset(profile=profile, period=period or _latest(tables), tables=tables, files=files)


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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidDataset([Problem(rule="unreadable", table="wilayah", file=FILE, found=str(error))]) from None
    return RegionProfile.from_mapping(mapping)


def _read(path: Path, problems: list[Problem]) -> pd.DataFrame | None:
    """Table as text, indexed by row in the file; an unreadable file becomes a problem."""
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        problems.append(Problem(rule="unreadable", table=path.stem, file=path.name, found=str(error).strip()))
        return None
    frame.index = pd.RangeIndex(_FIRST_DATA_ROW, _FIRST_DATA_ROW + len(frame))
    return frame


def _latest(tables: dict[str, pd.DataFrame]) -> str:
    """Latest period of the appraisals; empty where there are none."""
    periods = [tables[name][col.PERIOD].max() for name in ("penilaian", "butir") if col.PERIOD in tables.get(name, ())]
    return max((str(period) for period in periods), default="")
