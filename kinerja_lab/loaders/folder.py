"""A folder of whatever the applications give becomes one dataset, and every row of it is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.files import there
from kinerja_lab.loaders.assemble import Assembled, assemble
from kinerja_lab.loaders.canonical import canonical_frame, load_profile
from kinerja_lab.loaders.gather import gather
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.mapping import Mapping
from kinerja_lab.loaders.people import hide_numbers, names_people
from kinerja_lab.loaders.pseudonym import PATTERN, Key, open_key, write_key_table
from kinerja_lab.loaders.recognise import CANONICAL, SourceTable, account_without_table, find_table
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.profile import FILE, RegionProfile

_WRITTEN = {col.Kind.DATE: "%Y-%m-%d", col.Kind.TIME: "%Y-%m-%dT%H:%M:%S"}


class Part(NamedTuple):
    """A canonical table, or a part of one, as its file has it."""

    table: str
    sheet: Sheet
    frame: pd.DataFrame


@dataclass(frozen=True, eq=False, kw_only=True)
class Loading:
    """What a folder holds before it is judged: canonical tables, where they came from, what was wrong.

    ``differences`` counts, by unit, the exported predikat that the matrix does not give.
    """

    profile: RegionProfile
    tables: dict[str, pd.DataFrame]
    files: dict[str, str]
    sheets: dict[str, str]
    sources: tuple[SourceTable, ...]
    log: LoadLog
    problems: tuple[Problem, ...]
    differences: pd.DataFrame

    def dataset(self, period: str | None = None) -> Dataset:
        """Dataset of the reported period, the latest one if not given.

        Raises ``InvalidDataset``: everything that is wrong with the files, or then with the tables. ``UnknownName``:
        The period does not occur.
        """
        if self.problems:
            raise InvalidDataset(self.problems)
        period = period or self._latest()
        for needed, found in (("pegawai", "pegawai" in self.tables), ("penilaian", period)):
            if not found:
                missing = Problem(rule="missing_table", table=needed, file=f"{needed}.csv")
                raise InvalidDataset([replace(missing, allowed=", ".join(col.TABLES[needed].required))])
        about, log = self.profile, self.log.frame()
        try:
            return Dataset(profile=about, period=period, tables=self.tables, files=self.files, log=log)
        except InvalidDataset as error:
            named = (replace(item, sheet=self.sheets.get(item.table, "")) for item in error.problems)
            raise InvalidDataset(named) from None

    @property
    def n_different(self) -> int:
        """How many exported predikat differ from the matrix."""
        return int(self.differences["n_different"].sum())

    def _latest(self) -> str:
        """Latest period of the appraisals; empty where there are none."""
        appraised = [self.tables[name] for name in ("penilaian", "butir") if col.PERIOD in self.tables.get(name, ())]
        return max((str(period).strip() for frame in appraised for period in frame[col.PERIOD].dropna()), default="")


def load_folder(
    folder: str | Path, period: str | None = None, *, key: str | Path | None = None, sql: str = ""
) -> Dataset:
    """Read one region from a folder of canonical tables, exports, or both, and from a database.

    Parameters
    ----------
    folder
        Holds ``wilayah.toml`` and files that are recognised by their content; ``pemetaan.toml`` where an agency has
        headers of its own, and ``karantina.xlsx`` with corrected rows.
    period
        The reported period; the latest one in the data if not given.
    key
        File of the key of the pseudonyms; see ``pseudonym.key_path``.
    sql
        Address of a database whose queries stand in ``pemetaan.toml``.

    Raises
    ------
    InvalidDataset
        Every problem of the profile, or of all files, or of all tables, at once.
    UnknownName
        The folder does not exist or is an address of a network, or the period does not occur.
    KeyRefused
        There are numbers of people to replace, and the key cannot be used.
    """
    return read_folder(folder, key=key, sql=sql).dataset(period)


def read_folder(
    folder: str | Path, *, key: str | Path | None = None, sql: str = "", key_table: str | Path | None = None
) -> Loading:
    """Read everything in a folder; what is wrong with files is listed, not raised. See ``load_folder``.

    ``key_table`` names a file, outside the folder, for who bears which pseudonym; by default it is written nowhere.
    """
    folder = there(folder)
    profile, log = load_profile(folder), LoadLog()
    given = gather(folder, log, sql)
    parts, sources, problems = _told_apart(given.sheets, given.mapping, log)
    problems = [*given.problems, *problems]
    problems += _repeated(parts)
    files = _files(parts, sources)
    secret, made = None, Assembled({}, pd.DataFrame(columns=["unit_kerja", "n", "n_different"]), [])
    if sources or names_people((part.table, part.frame) for part in parts):
        secret = replace(open_key(key, outside=folder), issued=None if key_table is None else {})
        parts, found = _hidden(parts, secret)
        made = assemble(sources, profile, key=secret, log=log) if sources else made
        problems += [*found, *made.problems, *_wrong_key(profile, secret, parts, made.tables)]
        if key_table is not None and secret.issued is not None:
            write_key_table(secret.issued, key_table, outside=folder)
    return Loading(
        profile=replace(profile, key_id=secret.fingerprint) if secret else profile,
        tables=joined([*((part.table, part.frame) for part in parts), *made.tables.items()]),
        files=files,
        sheets={part.table: part.sheet.name for part in parts},
        sources=tuple(sources),
        log=log,
        problems=tuple(problems),
        differences=made.differences,
    )


def _told_apart(
    sheets: Sequence[Sheet], mapping: Mapping, log: LoadLog
) -> tuple[list[Part], list[SourceTable], list[Problem]]:
    """Canonical tables and exports; every sheet is accounted for, those without a table too."""
    parts: list[Part] = []
    sources: list[SourceTable] = []
    problems: list[Problem] = []
    filled = Counter(sheet.file for sheet in sheets if len(sheet.cells))
    for sheet in sheets:
        file = sheet.file.partition(".")[0] if filled[sheet.file] <= 1 else ""
        name, source = _recognised(sheet, (sheet.name, file), mapping)
        if name:
            frame, found = canonical_frame(sheet, name)
            problems += found
            if frame is not None:
                log.read(sheet.file, sheet.name, len(frame))
                parts.append(Part(name, sheet, frame))
        elif source is not None:
            source.account(log)
            sources.append(source)
        else:
            account_without_table(sheet, log)
    return parts, sources, problems


def _repeated(parts: list[Part]) -> list[Problem]:
    """Canonical tables that are there twice: nobody can tell which one is meant."""
    names = [part.table for part in parts]
    return [
        Problem(rule="repeated_table", table=part.table, file=part.sheet.file, sheet=part.sheet.name)
        for place, part in enumerate(parts)
        if part.table in names[:place]
    ]


def _hidden(parts: list[Part], key: Key) -> tuple[list[Part], list[Problem]]:
    """Canonical tables with pseudonyms in the place of numbers of people."""
    hidden = [(part, *hide_numbers(part.frame, part.table, part.sheet, key)) for part in parts]
    problems = [problem for _, _, found in hidden for problem in found]
    return [part._replace(frame=frame) for part, frame, _ in hidden], problems


def _recognised(sheet: Sheet, names: Iterable[str], mapping: Mapping) -> tuple[str, SourceTable | None]:
    """Name of the canonical table on a sheet, or the export; one of its own names decides where nothing else does."""
    named = next((name for name in names if name in col.TABLES), "")
    if named and _has_identity(sheet, named):
        return named, None
    source = find_table(sheet, mapping)
    if source is not None and source.kind.startswith(CANONICAL):
        return source.kind.removeprefix(CANONICAL), None
    return ("", source) if source is not None else (named, None)


def _has_identity(sheet: Sheet, name: str) -> bool:
    """Whether the first row has a column that only a canonical table has, if this one has such a column."""
    declared = col.TABLES[name].columns
    needed = {column.name for column in declared if column.kind is col.Kind.IDENTITY and column.required}
    first = {str(cell).strip() for cell in sheet.cells.iloc[0].dropna()} if len(sheet.cells) else set()
    return not needed or bool(needed & first)


def _files(parts: list[Part], sources: list[SourceTable]) -> dict[str, str]:
    """Names of the files of each canonical table; exports may add to any of them."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part.table, []).append(part.sheet.file)
    exports = [source.sheet.file for source in sources]
    return {
        name: ", ".join(dict.fromkeys([*found.get(name, []), *exports]))
        for name in {*found, *(col.TABLES if exports else ())}
    }


def _wrong_key(profile: RegionProfile, key: Key, parts: list[Part], made: dict[str, pd.DataFrame]) -> list[Problem]:
    """The key differs from the one of the data, as recorded, or as is plain where nobody is met again."""
    if profile.key_id == key.fingerprint:
        return []
    if profile.key_id:
        problem = partial(Problem, rule="wrong_key", table="wilayah", file=FILE, column="sidik_kunci")
        return [problem(found=key.fingerprint, allowed=profile.key_id)]
    before = [part for part in parts if part.table == "pegawai" and col.EMPLOYEE in part.frame]
    now = made.get("pegawai", pd.DataFrame(columns=[col.EMPLOYEE]))[col.EMPLOYEE]
    return [
        Problem(rule="unmatched_key", table="pegawai", file=part.sheet.file, column=col.EMPLOYEE)
        for part in before
        if len(now)
        and part.frame[col.EMPLOYEE].astype("str").str.fullmatch(PATTERN).all()
        and not part.frame[col.EMPLOYEE].isin(now).any()
    ]


def joined(parts: Iterable[tuple[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Put the parts of each table together.

    Rows are put below each other; an employee who is in several parts of ``pegawai`` is one row, in which earlier parts
    are stronger. A table of one part stays as it is, with its row numbers.
    """
    found: dict[str, list[pd.DataFrame]] = {}
    for name, frame in parts:
        found.setdefault(name, []).append(frame)
    return {name: frames[0] if len(frames) == 1 else _together(name, frames) for name, frames in found.items()}


def _together(name: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Parts below each other, all as text, so that typed and written values agree."""
    rows = pd.concat([_as_text(name, frame) for frame in frames], ignore_index=True)
    if name != "pegawai" or col.EMPLOYEE not in rows:
        return rows
    return rows.groupby(col.EMPLOYEE, sort=False, dropna=False).first().reset_index()[list(rows.columns)]


def _as_text(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Values as a canonical CSV has them; empty ones are missing."""
    kinds = {column.name: column.kind for column in col.TABLES[name].columns}
    return frame.apply(lambda values: _text(values, kinds.get(str(values.name), col.Kind.TEXT)))


def _text(values: pd.Series, kind: col.Kind) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime(_WRITTEN.get(kind, _WRITTEN[col.Kind.TIME])).astype("str")
    if pd.api.types.is_bool_dtype(values):
        return values.map({True: "ya", False: "tidak"}).astype("str")
    text = values.astype("str").str.strip()
    return text.mask(text == "")
