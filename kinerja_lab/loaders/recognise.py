"""Which table is on a sheet? Told by its headers, never by the name of its file."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Pairs
from dataclasses import dataclass

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.headers import Header, find_header, role_slot, rows_around
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.mapping import IGNORED, Mapping, Rules
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.loaders.vocabulary import header_fields, header_key, value_key

CANONICAL = "kanonik:"
SCORE_COLUMN = "skor|"  # of wide tables: skor|role|number of the rater|aspect
ONE_ASPECT = "keseluruhan"
_ASPECT = "aspek_"
_ROLES = {"nilai_atasan": "atasan", "nilai_rekan": "rekan", "nilai_bawahan": "bawahan", "nilai_diri": "diri"}
_RATINGS = ("rating_hasil_kerja", "rating_perilaku", "predikat", "kode_hasil_kerja", "kode_perilaku", "kode_predikat")
_SIASN = frozenset(
    map(header_key, ("hasilKinerjaNilai", "perilakuKerjaNilai", "kuadranKinerja", "kuadranKinerjaNilai"))
)
_SAYS_NOTHING = Mapping()
_ATTRIBUTES = ("jenis_kelamin", "tanggal_lahir", "golongan", "jabatan", "unit_kerja", "jenis_jabatan")
_PREFERRED = {  # where a header may name two fields, or two headers one field
    "umpan360_panjang": ("butir", "skor"),
    "umpan360_lebar": ("butir",),
    "indikator": ("indikator", "aspek_indikator", "target", "realisasi"),
    "siasn_skp_lama": ("nilai_skp",),
}


@dataclass(frozen=True, slots=True, eq=False)
class SourceTable:
    """A table as its file has it, under the names of fields.

    ``kind`` is one of ``KINDS``, or ``kanonik:`` and the name of a canonical table. ``frame`` holds unconverted cells
    by field, index the row in the file; ``headers`` the written header of each field, ``unplaced`` those that no field
    takes; ``dropped`` the rows of the sheet outside the table, and why; ``titles`` the texts above the header;
    ``rules`` what the agency says about the sheet.
    """

    kind: str
    sheet: Sheet
    frame: pd.DataFrame
    headers: Pairs[str, str]
    unplaced: tuple[str, ...]
    dropped: Pairs[int, str]
    titles: tuple[str, ...]
    rules: Rules

    @property
    def header_row(self) -> int:
        """First row of the header, the place of what is said about a whole column."""
        return min(row for row, reason in self.dropped.items() if reason == "header")

    def account(self, log: LoadLog) -> None:
        """Note how many rows were read, and which of them are outside the table."""
        file, sheet = self.sheet.file, self.sheet.name
        log.read(file, sheet, len(self.frame) + len(self.dropped))
        for reason in sorted(set(self.dropped.values())):
            log.drop(file, sheet, [row for row, told in self.dropped.items() if told == reason], reason)


def account_without_table(sheet: Sheet, log: LoadLog) -> None:
    """Note that all rows of a sheet were read and none of them is of a table."""
    rows = _filled(sheet.cells).index
    log.read(sheet.file, sheet.name, len(rows))
    log.drop(sheet.file, sheet.name, rows, "no_table")


def find_table(sheet: Sheet, mapping: Mapping = _SAYS_NOTHING) -> SourceTable | None:
    """Which table is on a sheet, and where, given what the agency says about its files? None where there is none."""
    rules = mapping.rules(sheet.file, sheet.name)
    cells = _filled(sheet.cells)
    header = find_header(cells, rules.columns, rules.header_row) if len(cells) else None
    if header is None:
        return None
    above = cells[cells.index < header.rows[0]]
    titles = tuple(str(cell).strip() for cell in above.to_numpy().ravel() if isinstance(cell, str) and cell.strip())
    canonical = _canonical(header.names)
    if canonical and not rules.columns:
        return _taken(canonical, sheet, cells, header, titles, rules)
    may_be = [_fields_of(name, rules) for name in header.names]
    wide = _wide_columns(header, may_be)
    kind = rules.kind or _kind({field for fields in may_be for field in fields}, header.names, wide)
    return _placed(kind, sheet, cells, header, titles, rules) if kind else None


def _filled(cells: pd.DataFrame) -> pd.DataFrame:
    """Rows in which any cell is filled."""
    return cells[cells.notna().any(axis=1)]


def _fields_of(name: str, rules: Rules) -> tuple[str, ...]:
    """Fields that a header may name; what the agency says is final."""
    key = header_key(name)
    declared = rules.columns.get(key)
    return (declared,) if declared else header_fields().get(key, ())


def _canonical(names: Collection[str]) -> str:
    """Canonical table with these columns: all required ones there, none that it does not know."""
    given = {name.strip() for name in names if name.strip()}
    fits = [name for name, table in col.TABLES.items() if set(table.required) <= given <= set(table.names)]
    return CANONICAL + fits[0] if len(fits) == 1 else ""


def _kind(fields: Collection[str], names: Collection[str], wide: Pairs[int, str]) -> str:
    """Kind of table with these fields; empty where nobody is named or nothing is told of them."""
    found = set(fields)
    if not found & {"nip", "nip_lama"}:
        return ""
    tests = {
        "umpan360_panjang": {"butir", "skor"} <= found and len(wide) < 2,
        "siasn_skp_lama": bool(found & {"nilai_prestasi", "nilai_skp"}) and not found & {"rating_hasil_kerja", "skor"},
        "umpan360_lebar": len(wide) >= 2,
        "siasn_skp22": bool({header_key(name) for name in names} & _SIASN),
        "ekinerja_penilaian": bool(found & set(_RATINGS)),
        "indikator": bool(found & {"indikator", "rhk"}) and "target" in found,
        "ekinerja_skp": "skp_status" in found,
        "siasn_pegawai": bool(found & set(_ATTRIBUTES)),
    }
    return next((kind for kind, holds in tests.items() if holds), "")


def _wide_columns(header: Header, may_be: list[tuple[str, ...]]) -> dict[int, str]:
    """Columns of scores in a wide table: one a rater, one an aspect, or one for each pair."""
    found = {}
    for place, (name, banner, fields) in enumerate(zip(header.names, header.banners, may_be, strict=True)):
        aspect = next((field.removeprefix(_ASPECT) for field in fields if _is_aspect(field)), "")
        own = role_slot(name) or next(((_ROLES[field], "") for field in fields if field in _ROLES), None)
        above = role_slot(banner) if banner else None
        if own:
            found[place] = f"{SCORE_COLUMN}{own[0]}|{own[1]}|{ONE_ASPECT}"
        elif above and name and not set(fields) & {"nip", "nama", "penilai_nip"}:
            found[place] = f"{SCORE_COLUMN}{above[0]}|{above[1]}|{aspect or value_key(name).replace(' ', '_')}"
        elif aspect:
            found[place] = f"{SCORE_COLUMN}||{aspect}"
    return found


def _is_aspect(field: str) -> bool:
    return field.startswith(_ASPECT) and field != "aspek_indikator"


def _taken(
    kind: str, sheet: Sheet, cells: pd.DataFrame, header: Header, titles: tuple[str, ...], rules: Rules
) -> SourceTable:
    """A canonical table, as it is."""
    dropped = {int(row): "title" for row in cells.index[cells.index < header.rows[0]]}
    dropped |= dict.fromkeys(header.rows, "header")
    places = {place: name.strip() for place, name in enumerate(header.names) if name.strip()}
    frame = cells.drop(index=list(dropped))[list(places)].rename(columns=places)
    return SourceTable(kind, sheet, frame, {name: name for name in places.values()}, (), dropped, titles, rules)


def _placed(
    kind: str, sheet: Sheet, cells: pd.DataFrame, header: Header, titles: tuple[str, ...], rules: Rules
) -> SourceTable | None:
    """A table of a known kind: one column a field, rows outside the table set aside."""
    places, unplaced = _places(kind, header, rules)
    identity = places.get("nip", places.get("nip_lama"))
    if identity is None:
        return None
    dropped = rows_around(cells, header, identity)
    fields = {place: field for field, place in places.items()}
    frame = cells.drop(index=list(dropped))[list(fields)].rename(columns=fields)
    if "nip" not in frame:
        frame = frame.rename(columns={"nip_lama": "nip"})
    headers = {field: header.names[place] for field, place in places.items()}
    return SourceTable(kind, sheet, frame, headers, unplaced, dropped, titles, rules)


def _places(kind: str, header: Header, rules: Rules) -> tuple[dict[str, int], tuple[str, ...]]:
    """Position of each field, and the headers left over. A field goes to the header nearest to its own name."""
    may_be = [_fields_of(name, rules) for name in header.names]
    wide = _wide_columns(header, may_be) if kind == "umpan360_lebar" else {}
    claims: list[tuple[tuple[int, int, str], str, int]] = []
    for place, (name, fields) in enumerate(zip(header.names, may_be, strict=True)):
        if place in wide:
            claims.append(((0, 0, ""), wide[place], place))
            continue
        wanted = [field for field in fields if field in _PREFERRED.get(kind, ())] or list(fields)
        for rank, field in enumerate(wanted):
            declared = header_key(name) not in rules.columns
            claims.append(((2 * rank + declared, _preference(field, name), header_key(name)), field, place))
    places: dict[str, int] = {}
    for _, field, place in sorted(claims):
        if field != IGNORED and field not in places and place not in places.values():
            places[field] = place
    ignored = {key for key, field in rules.columns.items() if field == IGNORED}
    free = (name for place, name in enumerate(header.names) if place not in places.values())
    return places, tuple(name for name in free if name and header_key(name) not in ignored)


def _preference(field: str, name: str) -> int:
    """Place of a header among those of its field; the header of the appraisal goes before the one of the post."""
    return 0 if header_key(name) == header_key(f"skp_{field}") else 1 + (header_key(name) != header_key(field))
