"""The canonical tables: names of columns, allowed values, ordered scales. The only place where they are written.

Column names are Indonesian because the data are; the constants that code uses are English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
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
        import pandas as pd

        position: dict[object, int] = {level: place for place, level in enumerate(self.levels)}
        position |= {alias: position[level] for alias, level in self.aliases.items()}
        labels = ratings.astype(object)
        found = labels.map(position)
        unknown = labels[found.isna() & labels.notna()].unique()
        if len(unknown):
            raise UnknownName("level", ", ".join(sorted(map(str, unknown))), [str(level) for level in self.levels])
        codes: npt.NDArray[np.int64] = pd.to_numeric(found).fillna(-1).to_numpy(dtype="int64")
        return codes


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
    def required(self) -> tuple[str, ...]:
        """Columns without which the table cannot be used."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Declaration of a column by its name."""
        return next(column for column in self.columns if column.name == name)


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

# Ordered scales and closed lists --------------------------------------------------------------------------------------
OUTCOMES = Scale(("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik"))
RATINGS = Scale(("di_bawah", "sesuai", "di_atas"))
ORGANISATION_OUTCOMES = Scale(("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "istimewa"))
REGIMES = ("dp3", "pp_46_2011", "pp_30_2019", "permenpanrb_6_2022")
ROLES = ("atasan", "rekan", "bawahan", "diri")
SELF, SUPERIOR_ROLE = "diri", "atasan"
CODE_ISSUERS = ("kemendagri", "bps", "instansi")
LEVELS = ("provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "instansi")
PERIOD_PATTERN = r"\d{4}-(?:S[12]|T[1-4]|B(?:0[1-9]|1[0-2])|TAHUN)"

_LABELS = {
    SEX: ("L", "P"),
    EMPLOYMENT: ("PNS", "PPPK"),
    POSITION_TYPE: ("jpt", "administrator", "pengawas", "pelaksana", "fungsional"),
}


def _identity(name: str, *, required: bool = True) -> Column:
    return Column(name, Kind.IDENTITY, required)


def _text(name: str, *, required: bool = True) -> Column:
    return Column(name, Kind.TEXT, required)


def _category(name: str, allowed: Sequence[str | float], *, required: bool = True) -> Column:
    return Column(name, Kind.CATEGORY, required, tuple(str(level) for level in allowed))


def _number(name: str, low: float | None = None, high: float | None = None, *, required: bool = True) -> Column:
    return Column(name, Kind.NUMBER, required, low=low, high=high)


_PERIOD = _text(PERIOD)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "pegawai",
            (
                _identity(EMPLOYEE),
                _category(SEX, _LABELS[SEX]),
                Column(BIRTH, Kind.DATE),
                _category(EMPLOYMENT, _LABELS[EMPLOYMENT]),
                _text(GRADE, required=False),
                _category(POSITION_TYPE, _LABELS[POSITION_TYPE]),
                _text(POSITION),
                _text(STAGE, required=False),
                _text(UNIT),
                _text(SUPERIOR_UNIT, required=False),
                _identity(SUPERIOR, required=False),
                Column(HEAD, Kind.FLAG),
                Column(DISABILITY, Kind.FLAG),
            ),
            (EMPLOYEE,),
        ),
        Table(
            "penilaian",
            (
                _PERIOD,
                _identity(EMPLOYEE),
                _identity(RATER),
                _category(RESULT_RATING, RATINGS.levels, required=False),
                _category(BEHAVIOUR_RATING, RATINGS.levels, required=False),
                _category(OUTCOME, OUTCOMES.levels, required=False),
                _number(MARK, 0, 150, required=False),
                _category(REGIME, REGIMES),
                Column("waktu_dinilai", Kind.TIME),
            ),
            (PERIOD, EMPLOYEE),
        ),
        Table(
            "butir",
            (
                _PERIOD,
                _identity(EMPLOYEE),
                _identity(RATER),
                _category(ROLE, ROLES),
                _text(ASPECT),
                _number(SCORE, 0),
            ),
            (PERIOD, EMPLOYEE, RATER, ASPECT),
        ),
        Table(
            "indikator",
            (
                _PERIOD,
                _identity(EMPLOYEE),
                _text(INDICATOR),
                _category("aspek_indikator", ("kuantitas", "kualitas", "waktu", "biaya"), required=False),
                _text("satuan", required=False),
                _category(DIRECTION, ("naik", "turun")),
                _number(TARGET, 0),
                _number(REALISATION, 0, required=False),
            ),
            (PERIOD, EMPLOYEE, INDICATOR),
        ),
        Table(
            "unit",
            (
                _PERIOD,
                _text(UNIT),
                _category("predikat_organisasi", ORGANISATION_OUTCOMES.levels, required=False),
                _number(ATTAINMENT, 0, required=False),
            ),
            (PERIOD, UNIT),
        ),
        Table(
            "tindak_lanjut",
            (
                _PERIOD,
                _identity(EMPLOYEE),
                _category(CONSEQUENCE, ("penghargaan", "pelatihan", "pembinaan", "sanksi")),
                Column("tanggal", Kind.DATE),
            ),
        ),
        Table(
            "keberatan",
            (
                _identity(EMPLOYEE),
                _PERIOD,
                Column("tanggal_terima", Kind.DATE),
                Column("tanggal_ajukan", Kind.DATE, required=True),
                _category("putusan", ("diterima", "ditolak", "diubah"), required=False),
                Column("tanggal_putus", Kind.DATE),
            ),
        ),
        Table(
            "layanan",
            (
                _text("bulan"),
                _text(UNIT),
                _text(INDICATOR),
                _number("pembilang", 0, required=False),
                _number("penyebut", 0, required=False),
                _number(MARK, required=False),
                _number("n", 0, required=False),
            ),
            ("bulan", UNIT, INDICATOR),
        ),
        Table(
            "permohonan",
            (
                _text("id"),
                _text(UNIT),
                _text("jenis_layanan"),
                Column("waktu_masuk", Kind.TIME, required=True),
                Column("waktu_selesai", Kind.TIME),
                _number("standar_jam", 0, required=False),
                Column("dikembalikan", Kind.FLAG),
                _identity("id_petugas", required=False),
            ),
            ("id",),
        ),
        Table(
            "suara_warga",
            (
                Column("tanggal", Kind.DATE, required=True),
                _text(UNIT),
                _category(CONSEQUENCE, ("pengaduan", "apresiasi")),
            ),
        ),
        Table(
            "aktivitas",
            (
                _identity(EMPLOYEE),
                Column("tanggal", Kind.DATE, required=True),
                Column("waktu_kirim", Kind.TIME),
                _text("uraian", required=False),
                _number("durasi_menit", 0, required=False),
                _category("status", ("menunggu", "disetujui", "ditolak"), required=False),
                Column("waktu_tanggapan", Kind.TIME),
            ),
        ),
        Table(
            "bukti",
            (_identity(EMPLOYEE), _PERIOD, _text("id_rhk"), Column("waktu_unggah", Kind.TIME)),
        ),
        Table(
            "dialog",
            (
                Column("tanggal", Kind.DATE, required=True),
                _text(UNIT),
                _text("penyelenggara", required=False),
                _number("jumlah_peserta", 0, required=False),
            ),
        ),
        Table(
            "umpan_balik",
            (
                _identity(EMPLOYEE),
                _PERIOD,
                _text("tema"),
                Column("tanggal", Kind.DATE, required=True),
                _text("id_tindak_lanjut", required=False),
            ),
        ),
        Table(
            "pelatihan",
            (
                _identity(EMPLOYEE),
                Column("tanggal", Kind.DATE, required=True),
                _text("tema"),
                _number("jam", 0, required=False),
                _number("skor_sebelum", 0, required=False),
                _number("skor_sesudah", 0, required=False),
            ),
        ),
        Table(
            "skm",
            (
                _text("bulan"),
                _text(UNIT),
                _identity("id_responden"),
                *(_number(f"u{item}", 1, 4, required=False) for item in range(1, 10)),
            ),
        ),
        Table(
            "temuan_keuangan",
            (_PERIOD, _text(UNIT), _number("n_sampel", 1), _number("n_salah", 0)),
            (PERIOD, UNIT),
        ),
        Table(
            "tindakan",
            (
                _text("tindakan"),
                _text("penanggung_jawab"),
                Column("tenggat", Kind.DATE),
                _category("status", ("belum", "berjalan", "selesai")),
            ),
        ),
        Table(
            "survei",
            (_identity("id_responden"), _text("gelombang"), _text("butir"), _number(SCORE)),
            ("id_responden", "gelombang", "butir"),
        ),
        Table(
            "uji_lokakarya",
            (_identity("id_peserta"), _text("gelombang"), _number(MARK)),
            ("id_peserta", "gelombang"),
        ),
    )
}

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
