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
SLUG_PATTERN = r"[a-z0-9-]{1,40}"
_LARGE = 1e9
_SHOWN = 60  # characters of a wrong value
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
_COMPARED = (col.Kind.CATEGORY, col.Kind.FLAG, col.Kind.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A pre-registered comparison: group ``focal`` with group ``reference``, never best with worst found."""

    column: str
    focal: str
    reference: str


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
    small_cell: int = _named("sel_kecil", 5)
    small_group: int = _named("kelompok_kecil", 10)
    comparisons: tuple[Comparison, ...] = _named(
        "pembandingan", (Comparison(column=col.SEX, focal="P", reference="L"),)
    )
    letterhead: tuple[str, ...] = _named("kop", ())
    report_date: str = _named("tanggal_laporan", "")
    simulated: bool = _named("simulasi", False)

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
        return tuple(Comparison(column=row["kolom"], focal=row["fokal"], reference=row["acuan"]) for row in value)
    if key == "bobot_peran":
        return tuple((role, float(weight)) for role, weight in value.items())
    if key == "skala_skor":
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


def _is_comparisons(value: object) -> bool:
    """Whether every pair names two groups of a column of employees, and no column is named twice."""
    if not isinstance(value, list) or not all(map(_is_pair, value)):
        return False
    return len({row["kolom"] for row in value}) == len(value)


def _is_pair(row: object) -> bool:
    """Whether a row of ``pembandingan`` names two groups that its column may hold."""
    if not isinstance(row, dict) or set(row) != {"kolom", "fokal", "acuan"} or not all(map(_is_text, row.values())):
        return False
    found = [column for column in col.TABLES["pegawai"].columns if column.name == row["kolom"]]
    groups = {row["fokal"], row["acuan"]}
    if not found or found[0].kind not in _COMPARED or len(groups) == 1:
        return False
    return groups <= (set(found[0].allowed or col.FLAGS) if found[0].kind is not col.Kind.TEXT else groups)


_RULES: Mapping[str, tuple[Any, str]] = {
    "slug": (lambda value: isinstance(value, str) and bool(re.fullmatch(SLUG_PATTERN, value)), "a–z, 0–9, -, 1–40"),
    "kode": (_is_text, 'teks dalam tanda kutip, mis. "13.75"'),
    **dict.fromkeys(
        ("nama", "induk", "siklus", "sumber_siklus", "sumber_bobot", "sumber_capaian"), (_is_text, '"teks"')
    ),
    "penerbit_kode": (lambda value: value in col.CODE_ISSUERS, ", ".join(col.CODE_ISSUERS)),
    "tingkat": (lambda value: value in col.LEVELS, ", ".join(col.LEVELS)),
    "rezim": (lambda value: value in col.REGIMES, ", ".join(col.REGIMES)),
    "skala_skor": (_rising_numbers, "[1, 2, 3, 4, 5]"),
    "bobot_peran": (_is_weights, f"{', '.join(col.ROLES)}: jumlah 1"),
    "target_capaian": (lambda value: _is_number(value) and value > 0, "> 0"),
    "capaian_maksimum": (lambda value: _is_number(value) and value > 0, "> 0"),
    "sel_kecil": (lambda value: _is_count(value, 3), "≥ 3"),
    "kelompok_kecil": (lambda value: _is_count(value, 5), "≥ 5"),
    "pembandingan": (_is_comparisons, "[[pembandingan]] kolom, fokal, acuan"),
    "kop": (lambda value: isinstance(value, list) and all(map(_is_text, value)), '["baris", …]'),
    "tanggal_laporan": (_is_date, "yyyy-mm-dd"),
    "simulasi": (lambda value: isinstance(value, bool), "true, false"),
}


def _values_out_of_range(mapping: Mapping[str, Any], file: str) -> list[Problem]:
    """Values that break the rule of their key, or that of another key; weights also need their source."""
    broken = {key: allowed for key, (holds, allowed) in _RULES.items() if key in mapping and not holds(mapping[key])}
    for higher, lower in (("capaian_maksimum", "target_capaian"), ("kelompok_kecil", "sel_kecil")):
        given = {item.metadata["toml"]: item.default for item in fields(RegionProfile)} | dict(mapping)
        if not {higher, lower} & set(broken) and given[higher] < given[lower]:
            broken[higher] = f"≥ {lower} ({given[lower]})"
    problem = partial(Problem, rule="not_allowed", table="wilayah", file=file)
    problems = [
        problem(column=key, found=_shown(mapping.get(key, "")), allowed=allowed) for key, allowed in broken.items()
    ]
    if mapping.get("bobot_peran") and not mapping.get("sumber_bobot"):
        problems.append(Problem(rule="missing_key", table="wilayah", file=file, column="sumber_bobot"))
    return problems
