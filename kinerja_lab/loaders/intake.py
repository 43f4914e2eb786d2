"""A table on its way in: cells become values, people become pseudonyms, and every row that leaves is accounted for."""

from __future__ import annotations

from functools import partial

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.errors import Problem
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.people import identify
from kinerja_lab.loaders.periods import named_period, spans, title_period, within_table, year_of
from kinerja_lab.loaders.pseudonym import Key
from kinerja_lab.loaders.recognise import SourceTable
from kinerja_lab.loaders.values import Converted, dates, labels, numbers, texts

_TEXTS = (
    *(col.POSITION, col.UNIT, col.SUPERIOR_UNIT, col.GRADE, col.INDICATOR),
    *("butir", "nama_periode", "bulan", "rhk", "satuan"),
)
_DATES = ("periode_awal", "periode_akhir", "waktu_dinilai", "tanggal_lahir")
_LEVELS = (
    *(col.SEX, col.EMPLOYMENT, col.POSITION_TYPE, col.STAGE, col.REGIME, col.DIRECTION),
    *("eselon", "predikat_organisasi", "penerbit_kode", "aspek_indikator"),
)
_DOMAINS = {**{name: name for name in _LEVELS}, **dict.fromkeys((col.DISABILITY, "is_plt"), "ya_tidak")}
MARKS = ("nilai_akhir", "nilai_prestasi", "nilai_skp")
_NUMBERS = (*MARKS, "tahun", "skor", "target", "realisasi")
# A row with one of these wrong would be counted in the wrong place, so it waits for correction.
_DECISIVE = frozenset({"periode_awal", "periode_akhir", "nilai_akhir", "nilai_prestasi", "tahun", "skor", col.REGIME})
_MARK = (0.0, 150.0)
_YEARS = (1950, 2099)


class Intake:
    """Rows of a ``table`` that are still on their way in.

    ``frame`` holds them with values in the place of cells, index the row in the file; ``problems`` make the whole table
    unusable; ``position_codes`` are codes of kinds of posts whose meaning nobody has declared.
    """

    def __init__(self, table: SourceTable, log: LoadLog) -> None:
        self.table, self.frame, self.problems = table, table.frame, list[Problem]()
        self.position_codes: tuple[str, ...] = ()
        self._log, self._place = log, (table.sheet.file, table.sheet.name)
        for name in table.unplaced:
            self._log.note(*self._place, [table.header_row], "column_unused", name)

    def header(self, field: str) -> str:
        """Written header of a field."""
        return self.table.headers.get(field, field)

    def quarantine(self, rows: pd.Series, reason: str, field: str = "") -> None:
        """Set rows aside for correction."""
        if rows.any():
            self._log.quarantine(*self._place, rows.index[rows], reason, self.header(field) if field else "")
            self.frame = self.frame[~rows.reindex(self.frame.index, fill_value=False)]

    def drop(self, rows: pd.Series, reason: str) -> None:
        """Leave rows out that say nothing new."""
        if rows.any():
            self._log.drop(*self._place, rows.index[rows], reason)
            self.frame = self.frame[~rows.reindex(self.frame.index, fill_value=False)]

    def note(self, rows: pd.Series, reason: str, field: str = "") -> None:
        """Flag rows that stay."""
        if rows.any():
            self._log.note(*self._place, rows.index[rows], reason, self.header(field) if field else "")

    def refuse(self, rule: str, field: str, *, found: str = "", allowed: str = "") -> None:
        """Say why the whole table cannot be used; none of its rows goes on."""
        file, sheet = self._place
        where = partial(Problem, table=self.table.kind, file=file, sheet=sheet, row=self.table.header_row)
        self.problems.append(where(rule=rule, column=self.header(field), found=found, allowed=allowed))
        self.frame = self.frame.iloc[:0]

    def cells(self, field: str) -> pd.Series:
        """Values of a field; all missing where the table has none."""
        if field in self.frame:
            return self.frame[field]
        return pd.Series(None, index=self.frame.index, dtype="object")

    def convert(self) -> None:
        """Turn the cells of every field of a known type into values; what is none is quarantined or flagged."""
        values = dict(self.frame.items())
        wrong: dict[str, tuple[str, pd.Series]] = {}
        for field, cells in self.frame.items():
            read = self._reader(str(field), cells)
            if read is not None:
                values[field], bad = read.values, read.bad
                wrong[str(field)] = (_reason(str(field)), bad)
        self.frame = pd.DataFrame(values, index=self.frame.index)
        for field, (reason, bad) in wrong.items():
            (self.quarantine if field in _DECISIVE else self.note)(bad.reindex(self.frame.index), reason, field)
        years = self.cells("tahun").astype("float64")
        self.quarantine(years.notna() & (~years.between(*_YEARS) | (years % 1 != 0)), "not_year", "tahun")
        for field in MARKS:
            if field in self.frame:
                marks = self.frame[field]
                self.quarantine(marks.notna() & ~marks.between(*_MARK), "mark_out_of_range", field)

    def name(self, key: Key) -> None:
        """Put pseudonyms in the place of numbers and names; damaged numbers are quarantined."""
        self.frame, problems = identify(self.frame, *self._place, key=key, log=self._log, headers=self.table.headers)
        self.problems += problems

    def periods(self, *, one_export: bool) -> pd.Series:
        """Period of each row; empty where nothing tells it.

        What the agency declares goes before the name in the row, that before the title of the sheet, that before days.
        In ``one_export`` all rows are of the table's own periods (transfers cover a part of one only); in a history
        each row speaks for itself, and titles say nothing.
        """
        rules, titles = self.table.rules, self.table.titles
        years = self.cells("tahun").astype("float64").fillna(year_of(titles) or float("nan"))
        told = pd.Series(rules.period, index=self.frame.index, dtype="str")
        told = _first(told, _named(self.cells("nama_periode"), years))
        if one_export:
            told = _first(told, pd.Series(title_period(titles, self.table.sheet.name), index=told.index, dtype="str"))
        told = _first(told, _named(self.cells("bulan"), years))
        days = spans(*(self.cells(field).astype("datetime64[s]") for field in ("periode_awal", "periode_akhir")))
        told = _first(told, within_table(days, self.frame[col.EMPLOYEE]) if one_export else days["code"])
        whole = years.fillna(0).astype(int).astype("str").where(years.notna(), "")
        return _first(told, whole.where(whole == "", whole + "-TAHUN"))

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Add to rows where they come from; their own index becomes unique."""
        file, sheet = self._place
        return frame.assign(kind=self.table.kind, file=file, sheet=sheet, row=frame.index).reset_index(drop=True)

    def _reader(self, field: str, cells: pd.Series) -> Converted | None:
        """Values of a field by its type; None where its cells stay as they are."""
        rules = self.table.rules
        if field in _TEXTS:
            return Converted(texts(cells), pd.Series(False, index=cells.index))
        if field in ("periode_awal", "periode_akhir"):
            return self._months(field, cells)
        if field in _DATES:
            return dates(cells)
        if field in _DOMAINS:
            domain = _DOMAINS[field]
            read = labels(cells, domain, rules.values.get(domain), zero=domain != "ya_tidak")
            return self._without_codes(read, cells) if field == col.POSITION_TYPE else read
        if field in _NUMBERS or field.startswith("skor|"):
            return numbers(_without_units(cells) if field in ("target", "realisasi") else cells, rules.decimal)
        return None

    def _without_codes(self, read: Converted, cells: pd.Series) -> Converted:
        """Kinds of posts; codes are remembered, since only the agency knows what they mean."""
        coded = read.bad & texts(cells).str.fullmatch(r"\d{1,3}").fillna(False).astype(bool)
        self.position_codes = tuple(sorted(set(texts(cells[coded]))))
        return Converted(read.values, read.bad & ~coded)

    def _months(self, field: str, cells: pd.Series) -> Converted:
        """First or last day of an appraisal: a day, or a month (by name or number) of the year of the row."""
        months = pd.to_numeric(labels(cells, "bulan", {str(month): str(month) for month in range(1, 13)}).values)
        if not months.notna().any():
            return dates(cells)
        years = numbers(self.cells("tahun")).values
        years = years.fillna(year_of(self.table.titles) or float("nan"))
        first = pd.to_datetime({"year": years, "month": months, "day": 1}, errors="coerce").astype("datetime64[s]")
        read = dates(cells.where(months.isna()))
        days = first if field == "periode_awal" else (first + pd.offsets.MonthEnd(0)).astype("datetime64[s]")
        return Converted(read.values.fillna(days), read.bad | (months.notna() & days.isna()))


def _first(told: pd.Series, more: pd.Series) -> pd.Series:
    """The first of two answers that is not empty."""
    return told.where(told != "", more)


def _named(names: pd.Series, years: pd.Series) -> pd.Series:
    """Periods that names and years tell, each different pair read once; empty where they tell none."""
    keys = pd.DataFrame({"name": names.astype("object"), "year": years.fillna(0)})[names.notna()]
    told = {
        (name, year): named_period(str(name), int(year))
        for name, year in keys.drop_duplicates().itertuples(index=False)
    }
    found = pd.Series([told[key] for key in zip(keys["name"], keys["year"], strict=True)], keys.index, dtype="str")
    return found.reindex(names.index, fill_value="")


def _reason(field: str) -> str:
    """Why a cell has no value."""
    if field in _DATES:
        return "not_date"
    return "unknown_value" if field in _DOMAINS else "not_number"


def _without_units(cells: pd.Series) -> pd.Series:
    """Numbers in front of a unit of measure: ``2 Dokumen``."""
    text = texts(cells)
    return text.str.extract(r"^([+-]?\d[\d.,]*)", expand=False).where(text.notna(), None).fillna(text)
