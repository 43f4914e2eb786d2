"""What differs between regions: cut-offs, weights, cycle; each a field with its source, never a constant in code."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import partial
from typing import Any

from kinerja_lab import columns as col
from kinerja_lab.errors import InvalidDataset, Problem

FILE = "wilayah.toml"
# Names of folders; Windows keeps some for devices.
SLUG_PATTERN = r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9-]{1,40}"
_SLUG = "a–z, 0–9, -, 1–40; ≠ con, prn, aux, nul, com0–com9, lpt0–lpt9"
_LARGE = 1e9
_SHOWN = 60  # characters of a wrong value
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_INTERVENTION = ("tanggal", col.UNIT, col.INDICATOR, col.DIRECTION, "sumber")
_COMPARED = (col.Kind.CATEGORY, col.Kind.FLAG, col.Kind.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A pre-registered comparison: group ``focal`` with group ``reference``, never best with worst found.

    ``column`` is one of ``pegawai`` or derived from one (age band, grade). ``reference`` may be ``terbanyak``: the
    largest of the other groups.
    """

    column: str
    focal: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """Something that was done to a service, registered before its figures are looked at.

    Attributes
    ----------
    start
        First month after it, ``YYYY-MM``.
    unit, indicator
        Where, and the figure that it should change: an ``indikator`` of ``layanan`` or a ``jenis_layanan``.
    better
        Direction in which the figure is better, ``naik`` or ``turun``.
    source
        Document that ordered it.
    comparisons
        Units with the same figure where nothing was done.
    """

    start: str
    unit: str
    indicator: str
    better: str
    source: str
    comparisons: tuple[str, ...] = ()


def _named(toml: str, default: Any = MISSING) -> Any:
    """Declare a field by its key in ``wilayah.toml``."""
    metadata = {"toml": toml}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionProfile:
    """A region or agency: who it is, how it appraises, which limits and sources apply.

    Read from ``wilayah.toml`` by ``from_mapping``; keys there are Indonesian. ``code`` has no meaning without
    ``code_issuer``: codes of the ministry of home affairs and of the statistics office collide.

    Raises
    ------
    InvalidDataset
        All problems of the profile at once.
    """

    slug: str = _named("slug")
    name: str = _named("nama")
    code: str = _named("kode")
    code_issuer: str = _named("penerbit_kode")
    level: str = _named("tingkat")
    parent: str = _named("induk", "")
    cycle: str = _named("siklus")
    cycle_source: str = _named("sumber_siklus")
    regime: str = _named("rezim")
    score_levels: tuple[float, ...] = _named("skala_skor", (1.0, 2.0, 3.0, 4.0, 5.0))
    role_weights: tuple[tuple[str, float], ...] = _named("bobot_peran", ())
    role_weights_source: str = _named("sumber_bobot", "")
    attainment_target: float = _named("target_capaian", 100.0)
    attainment_cap: float = _named("capaian_maksimum", 120.0)
    attainment_source: str = _named("sumber_capaian", "")
    mark_cutoffs: tuple[float, ...] = _named("ambang_nilai", ())
    mark_cutoffs_source: str = _named("sumber_ambang", "")
    allowance: tuple[tuple[str, float], ...] = _named("tunjangan_predikat", ())
    allowance_source: str = _named("sumber_tunjangan", "")
    service_standards: tuple[tuple[str, float], ...] = _named("standar_layanan", ())
    service_standards_source: str = _named("sumber_standar", "")
    interventions: tuple[Intervention, ...] = _named("intervensi", ())
    small_cell: int = _named("sel_kecil", 5)
    small_group: int = _named("kelompok_kecil", 10)
    comparisons: tuple[Comparison, ...] = _named(
        "pembandingan", (Comparison(column=col.SEX, focal="P", reference="L"),)
    )
    legal_basis: tuple[tuple[str, str], ...] = _named("dasar_hukum", ())
    letterhead: tuple[str, ...] = _named("kop", ())
    report_date: str = _named("tanggal_laporan", "")
    place: str = _named("tempat_laporan", "")
    signatory: str = _named("jabatan_penandatangan", "")
    simulated: bool = _named("simulasi", False)
    key_id: str = field(default="", repr=False, metadata={"toml": "sidik_kunci"})

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], file: str = FILE) -> RegionProfile:
        """Read a profile from the mapping of a TOML file, listing every problem at once."""
        names = {item.metadata["toml"]: item for item in fields(cls)}
        problems = [
            Problem(rule="unknown_key", table="wilayah", file=file, column=key, allowed=", ".join(names))
            for key in mapping
            if key not in names
        ]
        problems += [
            Problem(rule="missing_key", table="wilayah", file=file, column=key)
            for key, item in names.items()
            if item.default is MISSING and not str(mapping.get(key, "")).strip()
        ]
        problems += _values_out_of_range(mapping, file)
        if problems:
            raise InvalidDataset(problems)
        return cls(**{item.name: _shaped(key, mapping[key]) for key, item in names.items() if key in mapping})

    @property
    def score_scale(self) -> col.Scale:
        """Scale of the scores in ``butir``."""
        return col.Scale(self.score_levels)


def _shaped(key: str, value: Any) -> Any:
    """Turn TOML arrays and tables into the frozen shapes of the profile."""
    if key == "pembandingan":
        return tuple(
            Comparison(column=row["kolom"], focal=row["fokal"], reference=row.get("acuan", col.LARGEST))
            for row in value
        )
    if key == "intervensi":
        return tuple(
            Intervention(
                start=row["tanggal"],
                unit=row["unit_kerja"],
                indicator=row["indikator"],
                better=row["arah"],
                source=row["sumber"],
                comparisons=tuple(row.get("pembanding", ())),
            )
            for row in value
        )
    if key == "dasar_hukum":
        return tuple(value.items())
    if key == "bobot_peran":
        return tuple((role, float(weight)) for role, weight in value.items())
    if key in ("tunjangan_predikat", "standar_layanan"):
        return tuple((name, float(number)) for name, number in value.items())
    if key in ("skala_skor", "ambang_nilai"):
        return tuple(float(level) for level in value)
    if key == "tanggal_laporan":
        return str(value)
    return tuple(value) if isinstance(value, list) else value


def _shown(value: object) -> str:
    """Start of a wrong value, safe for any screen."""
    return re.sub(_CONTROL, "\N{REPLACEMENT CHARACTER}", str(value)[:_SHOWN])


def _is_text(value: object) -> bool:
    """Whether this is text without control characters, which terminals would obey."""
    return isinstance(value, str) and not re.search(_CONTROL, value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGE


def _is_count(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < _LARGE


def _is_date(value: object) -> bool:
    """Whether this is a day, as text or as a date of TOML; empty is none."""
    text = str(value)
    try:
        return value == "" or (len(text) == len("yyyy-mm-dd") and datetime.date.fromisoformat(text).isoformat() == text)
    except ValueError:
        return False


def _rising_numbers(value: object) -> bool:
    return isinstance(value, list) and len(value) >= 2 and all(map(_is_number, value)) and value == sorted(set(value))


def _is_weights(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= set(col.ROLES)
        and all(_is_number(weight) and weight >= 0 for weight in value.values())
        and abs(sum(value.values()) - 1) < 1e-9
    )


def _is_allowance(value: object) -> bool:
    """Whether every predikat has its share of the allowance, per cent, and nothing else has."""
    return (
        isinstance(value, dict)
        and set(value) == set(map(str, col.OUTCOMES.levels))
        and all(_is_number(share) and share >= 0 for share in value.values())
    )


def _is_standards(value: object) -> bool:
    """Whether every service has its standard in hours."""
    return isinstance(value, dict) and all(
        _is_text(name) and name.strip() and _is_number(hours) and hours > 0 for name, hours in value.items()
    )


def _is_interventions(value: object) -> bool:
    """Whether every intervention says when, where, on what, which way is better and by which document; none twice."""
    if not isinstance(value, list) or not all(map(_is_intervention, value)):
        return False
    return len({(row["tanggal"], row["unit_kerja"], row["indikator"]) for row in value}) == len(value)


def _is_intervention(row: object) -> bool:
    """Whether a row of ``intervensi`` is complete; a unit is no comparison to itself."""
    if not (isinstance(row, dict) and set(_INTERVENTION) <= set(row) <= {*_INTERVENTION, "pembanding"}):
        return False
    others = row.get("pembanding", [])
    return (
        all(_is_text(row[key]) and row[key].strip() for key in _INTERVENTION)
        and bool(re.fullmatch(_MONTH, row["tanggal"]))
        and row["arah"] in col.TABLES["indikator"].column(col.DIRECTION).allowed
        and isinstance(others, list)
        and all(_is_text(unit) and unit.strip() and unit != row["unit_kerja"] for unit in others)
    )


def _is_cutoffs(value: object) -> bool:
    """Whether these are rising whole marks; one is enough, none means that nothing hangs on a mark."""
    return (
        isinstance(value, list)
        and all(_is_number(mark) and mark == int(mark) for mark in value)
        and value == sorted(set(value))
    )


def _is_comparisons(value: object) -> bool:
    """Whether every pair names two groups of a column of employees, and no column is named twice."""
    if not isinstance(value, list) or not all(map(_is_pair, value)):
        return False
    return len({row["kolom"] for row in value}) == len(value)


def _is_pair(row: object) -> bool:
    """Whether a row of ``pembandingan`` names two groups that its column may hold."""
    named = isinstance(row, dict) and {"kolom", "fokal"} <= set(row) <= {"kolom", "fokal", "acuan"}
    if not (isinstance(row, dict) and named and all(map(_is_text, row.values()))):
        return False
    groups = {row["fokal"], row.get("acuan", col.LARGEST)}
    return (
        len(groups) == 2 and row["fokal"] != col.LARGEST and groups - {col.LARGEST} <= _groups_of(row["kolom"], groups)
    )


def _groups_of(name: str, groups: set[str]) -> set[str]:
    """Groups that a column may hold, those asked for where it is free text; none where it is no attribute."""
    if name in col.DERIVED:
        return set(col.DERIVED[name])
    found = next((column for column in (*col.TABLES["pegawai"].columns, *col.PROTECTED) if column.name == name), None)
    if found is None or found.kind not in _COMPARED:
        return set()
    return groups if found.kind is col.Kind.TEXT else set(found.allowed or col.FLAGS)


def _is_legal_basis(value: object) -> bool:
    """Whether every key is a protected attribute and has its legal basis in words."""
    names = {column.name for column in col.PROTECTED}
    return (
        isinstance(value, dict)
        and set(value) <= names
        and all(_is_text(basis) and basis.strip() for basis in value.values())
    )


_SOURCES = {
    "bobot_peran": "sumber_bobot",
    "ambang_nilai": "sumber_ambang",
    "tunjangan_predikat": "sumber_tunjangan",
    "standar_layanan": "sumber_standar",
}
_RULES: Mapping[str, tuple[Any, str]] = {
    "slug": (lambda value: isinstance(value, str) and bool(re.fullmatch(SLUG_PATTERN, value)), _SLUG),
    "kode": (_is_text, 'teks dalam tanda kutip, mis. "13.75"'),
    **dict.fromkeys(
        (
            "nama",
            "induk",
            "siklus",
            "sumber_siklus",
            "sumber_capaian",
            "tempat_laporan",
            "jabatan_penandatangan",
            *_SOURCES.values(),
        ),
        (_is_text, '"teks"'),
    ),
    "penerbit_kode": (lambda value: value in col.CODE_ISSUERS, ", ".join(col.CODE_ISSUERS)),
    "tingkat": (lambda value: value in col.LEVELS, ", ".join(col.LEVELS)),
    "rezim": (lambda value: value in col.REGIMES, ", ".join(col.REGIMES)),
    "skala_skor": (_rising_numbers, "[1, 2, 3, 4, 5]"),
    "bobot_peran": (_is_weights, f"{', '.join(col.ROLES)}: jumlah 1"),
    "target_capaian": (lambda value: _is_number(value) and value > 0, "> 0"),
    "capaian_maksimum": (lambda value: _is_number(value) and value > 0, "> 0"),
    "ambang_nilai": (_is_cutoffs, "[90, 110]"),
    "tunjangan_predikat": (_is_allowance, f"{', '.join(map(str, col.OUTCOMES.levels))}: 0–100"),
    "standar_layanan": (_is_standards, '"jenis layanan" = jam, > 0'),
    "intervensi": (_is_interventions, f"[[intervensi]] {', '.join(_INTERVENTION)}; tanggal yyyy-mm, arah naik/turun"),
    "sel_kecil": (lambda value: _is_count(value, 3), "≥ 3"),
    "kelompok_kecil": (lambda value: _is_count(value, 5), "≥ 5"),
    "pembandingan": (_is_comparisons, "[[pembandingan]] kolom, fokal, acuan"),
    "dasar_hukum": (_is_legal_basis, f'{", ".join(column.name for column in col.PROTECTED)} = "peraturan, pasal"'),
    "kop": (lambda value: isinstance(value, list) and all(map(_is_text, value)), '["baris", …]'),
    "tanggal_laporan": (_is_date, "yyyy-mm-dd"),
    "sidik_kunci": (lambda value: isinstance(value, str) and bool(re.fullmatch("[0-9a-f]{8}", value)), "0–9, a–f: 8"),
    "simulasi": (lambda value: isinstance(value, bool), "true, false"),
}


def _values_out_of_range(mapping: Mapping[str, Any], file: str) -> list[Problem]:
    """Values that break the rule of their key, or that of another key; weights also need their source."""
    broken = {key: allowed for key, (holds, allowed) in _RULES.items() if key in mapping and not holds(mapping[key])}
    for higher, lower in (("capaian_maksimum", "target_capaian"), ("kelompok_kecil", "sel_kecil")):
        given = {item.metadata["toml"]: item.default for item in fields(RegionProfile)} | dict(mapping)
        if not {higher, lower} & set(broken) and given[higher] < given[lower]:
            broken[higher] = f"≥ {lower} ({given[lower]})"
    if "pembandingan" in mapping and not set(broken) & {"pembandingan", "dasar_hukum"}:
        protected = {row["kolom"] for row in mapping["pembandingan"]} & {column.name for column in col.PROTECTED}
        if without := sorted(protected - set(mapping.get("dasar_hukum", ()))):
            broken["pembandingan"] = f"{', '.join(without)}: [dasar_hukum]"
    problem = partial(Problem, rule="not_allowed", table="wilayah", file=file)
    problems = [
        problem(column=key, found=_shown(mapping.get(key, "")), allowed=allowed) for key, allowed in broken.items()
    ]
    problems += [
        Problem(rule="missing_key", table="wilayah", file=file, column=source)
        for key, source in _SOURCES.items()
        if mapping.get(key) and not mapping.get(source)
    ]
    return problems
