"""The canonical tables: names of columns, allowed values, ordered scales.

The declarations are in ``columns.toml``. Column names are Indonesian because the data are; code uses English constants.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from kinerja_lab.errors import InvalidOption, UnknownName

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

ScaleKind = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Scale:
    """Which levels may a rating have, and in which order?

    Parameters
    ----------
    levels
        All levels from lowest to highest, used or not: labels, or numbers (gaps between numbers count).
    aliases
        Other spellings of a level: ``{"Kurang/Misconduct": "Kurang"}``.
    kind
        ``nominal``, ``ordinal``, ``interval`` or ``ratio``.

    Raises
    ------
    InvalidOption
        Fewer than two levels, a level twice, an alias of no level, an unknown kind.
    """

    levels: tuple[str | float, ...]
    aliases: Mapping[str, str | float] = field(default_factory=dict)
    kind: ScaleKind = "ordinal"

    def __init__(
        self,
        levels: Sequence[str | float],
        *,
        aliases: Mapping[str, str | float] | None = None,
        kind: ScaleKind = "ordinal",
    ) -> None:
        if len(levels) < 2 or len(set(levels)) != len(levels):
            raise InvalidOption("levels", tuple(levels), "two or more different levels, lowest first")
        if kind not in ("nominal", "ordinal", "interval", "ratio"):
            raise InvalidOption("kind", kind, "nominal, ordinal, interval or ratio")
        strangers = sorted(str(level) for level in (aliases or {}).values() if level not in levels)
        if strangers:
            raise InvalidOption("aliases", strangers, f"names of levels: {', '.join(map(str, levels))}")
        object.__setattr__(self, "levels", tuple(levels))
        object.__setattr__(self, "aliases", dict(aliases or {}))
        object.__setattr__(self, "kind", kind)

    def __hash__(self) -> int:
        """Hash by content, so that checks with a scale among their options stay hashable."""
        return hash((self.levels, tuple(sorted(self.aliases.items())), self.kind))

    @property
    def values(self) -> tuple[float, ...]:
        """Numeric position of each level: the numbers themselves, or ranks 1…q for labels."""
        if all(isinstance(level, int | float) for level in self.levels):
            return tuple(float(level) for level in self.levels)
        return tuple(float(rank) for rank in range(1, len(self.levels) + 1))

    def codes(self, ratings: pd.Series) -> npt.NDArray[np.int64]:
        """Position 0…q−1 of each rating in ``levels``; −1 where it is missing. An ordered Categorical keeps its labels.

        Raises
        ------
        UnknownName
            A rating that is neither a level nor an alias.
        """
        import numpy as np
        import pandas as pd

        position: dict[object, int] = {level: place for place, level in enumerate(self.levels)}
        position |= {alias: position[level] for alias, level in self.aliases.items()}
        place, labels = pd.factorize(ratings)
        unknown = sorted(str(label) for label in labels if label not in position)
        if unknown:
            raise UnknownName("level", ", ".join(unknown), [str(level) for level in self.levels])
        return np.array([*(position[label] for label in labels), -1], dtype=np.int64)[place]


class Kind(StrEnum):
    """What a column holds, and so how it is read and checked."""

    IDENTITY = "identitas"
    TEXT = "teks"
    CATEGORY = "pilihan"
    NUMBER = "angka"
    DATE = "tanggal"
    TIME = "waktu"
    FLAG = "ya/tidak"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a canonical table. ``required``: the column must be there and filled in every row."""

    name: str
    kind: Kind
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A canonical table: its columns and the columns that together name a row (empty: rows have no name)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Names of all columns, in their order."""
        return [column.name for column in self.columns]

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which the table cannot be used."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Declaration of a column by its name."""
        return next(column for column in self.columns if column.name == name)


def _declared() -> dict[str, Table]:
    """Tables as ``columns.toml`` declares them."""
    text = files("kinerja_lab").joinpath("columns.toml").read_text(encoding="utf-8")
    tables = {}
    for name, rows in tomllib.loads(text).items():
        key = tuple(rows.pop("kunci", ()))
        columns = tuple(
            Column(
                column,
                Kind(declared["jenis"]),
                declared.get("wajib", False),
                tuple(declared.get("pilihan", ())),
                declared.get("dari"),
                declared.get("sampai"),
            )
            for column, declared in rows.items()
        )
        tables[name] = Table(name, columns, key)
    return tables


TABLES: Mapping[str, Table] = _declared()

# Names used in code ---------------------------------------------------------------------------------------------------
EMPLOYEE, RATER, PERIOD, UNIT, ROLE, ASPECT, SCORE = (
    "id_pegawai",
    "id_penilai",
    "periode",
    "unit_kerja",
    "peran",
    "aspek",
    "skor",
)
SEX, BIRTH, EMPLOYMENT, GRADE, POSITION_TYPE, POSITION, STAGE = (
    "jenis_kelamin",
    "tanggal_lahir",
    "jenis_pegawai",
    "golongan",
    "jenis_jabatan",
    "jabatan",
    "jenjang",
)
SUPERIOR_UNIT, SUPERIOR, HEAD, DISABILITY = "unit_induk", "id_atasan", "pimpinan_unit", "disabilitas"
RESULT_RATING, BEHAVIOUR_RATING, OUTCOME, MARK, REGIME = (
    "rating_hasil_kerja",
    "rating_perilaku",
    "predikat",
    "nilai",
    "rezim",
)
INDICATOR, DIRECTION, TARGET, REALISATION, CONSEQUENCE = "indikator", "arah", "target", "realisasi", "jenis"
ATTAINMENT = "capaian"
RATED_AT = "waktu_dinilai"

# Groups derived from the columns of employees, and attributes that the law protects -----------------------------------
AGE_BAND, GRADE_GROUP = "kelompok_umur", "kelompok_golongan"
DERIVED: Mapping[str, tuple[str, ...]] = {
    AGE_BAND: ("di_bawah_35", "35_49", "50_ke_atas"),
    GRADE_GROUP: ("golongan_i", "golongan_ii", "golongan_iii", "golongan_iv"),
}
SOURCE: Mapping[str, str] = {AGE_BAND: BIRTH, GRADE_GROUP: GRADE}
PROTECTED = tuple(Column(name, Kind.TEXT) for name in ("agama", "suku"))
LARGEST = "terbanyak"  # in a registered comparison: the reference is the largest of the other groups

# Ordered scales and closed lists --------------------------------------------------------------------------------------
OUTCOMES = Scale(TABLES["penilaian"].column(OUTCOME).allowed)
RATINGS = Scale(TABLES["penilaian"].column(RESULT_RATING).allowed)
ORGANISATION_OUTCOMES = Scale(TABLES["unit"].column("predikat_organisasi").allowed)
REGIMES = TABLES["penilaian"].column(REGIME).allowed
ROLES = TABLES["butir"].column(ROLE).allowed
SELF, SUPERIOR_ROLE = "diri", "atasan"
FLAGS = ("ya", "tidak")
CODE_ISSUERS = ("kemendagri", "bps", "instansi")
LEVELS = ("provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "instansi")
PERIOD_PATTERN = r"\d{4}-(?:S[12]|T[1-4]|B(?:0[1-9]|1[0-2])|TAHUN)"


def period_months(period: str) -> tuple[str, str]:
    """First and last month of a period, as ``YYYY-MM``: 2025-S1 runs from 2025-01 to 2025-06."""
    year, part = period.split("-")
    length = 12 if part == "TAHUN" else {"S": 6, "T": 3, "B": 1}[part[0]]
    last = 12 if part == "TAHUN" else length * int(part[1:])
    return f"{year}-{last - length + 1:02d}", f"{year}-{last:02d}"


def period_before(period: str) -> str:
    """Period of the same length just before: 2024-S2 for 2025-S1."""
    year, part = period.split("-")
    if part == "TAHUN":
        return f"{int(year) - 1}-{part}"
    kind, number = part[0], int(part[1:]) - 1
    if number == 0:
        year, number = str(int(year) - 1), {"S": 2, "T": 4, "B": 12}[kind]
    return f"{year}-{kind}{number:0{len(part) - 1}d}"


# Predikat from the two ratings: rows results, columns behaviour (PermenPANRB 6/2022 as coded alike in public sources;
# the matrix is asymmetric: behaviour below expectation sinks any result).
OUTCOME_MATRIX: Mapping[tuple[str, str], str] = {
    ("di_atas", "di_atas"): "sangat_baik",
    ("di_atas", "sesuai"): "baik",
    ("di_atas", "di_bawah"): "kurang",
    ("sesuai", "di_atas"): "baik",
    ("sesuai", "sesuai"): "baik",
    ("sesuai", "di_bawah"): "kurang",
    ("di_bawah", "di_atas"): "butuh_perbaikan",
    ("di_bawah", "sesuai"): "butuh_perbaikan",
    ("di_bawah", "di_bawah"): "sangat_kurang",
}
