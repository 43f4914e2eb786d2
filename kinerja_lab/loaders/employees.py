"""One row for each employee, put together from everything that the tables tell of persons and posts."""

from __future__ import annotations

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.values import labels

_PERSONAL = (col.SEX, col.BIRTH, col.EMPLOYMENT, col.GRADE, col.POSITION_TYPE, "eselon", col.STAGE, col.DISABILITY)
_POST = (col.POSITION, col.UNIT, col.SUPERIOR_UNIT)
# Registers of personnel know persons best, appraisals know the post in which somebody was appraised.
_REGISTERS = ("siasn_pegawai", "ekinerja_skp", "ekinerja_penilaian", "siasn_skp22", "siasn_skp_lama")
_APPRAISALS = ("ekinerja_penilaian", "ekinerja_skp", "siasn_skp22", "siasn_pegawai", "siasn_skp_lama")
_STAGE = r"(?i)\b((?:ahli )?(?:pertama|muda|madya|utama)|pemula|terampil|mahir|penyelia)$"
_GRADE = r"(?i)\b(?:(?P<rank>IV|I{1,3})\s?/\s?(?P<step>[a-e])|(?P<contract>[IVX]{1,5}))\)?$"
_STRUCTURAL = "struktural"


def employees(posts: pd.DataFrame, appraisals: pd.DataFrame) -> pd.DataFrame:
    """Table ``pegawai``: one row for each person; required columns may still be empty.

    ``posts`` is what tables tell, a row for each of theirs (columns of ``pegawai``, eselon, is_plt, periode_akhir,
    kind), ``appraisals`` those that stay (id_pegawai, id_penilai, periode, unit_kerja).
    """
    personal = _told(posts, _PERSONAL, _REGISTERS)
    post = _told(posts, _POST, _APPRAISALS)
    people = personal.join(post).rename_axis(col.EMPLOYEE).reset_index()
    people[col.GRADE] = _grade(people[col.GRADE])
    people[col.STAGE] = people[col.STAGE].fillna(_stage(people[col.POSITION])).astype("str")
    people[col.POSITION_TYPE] = _position_type(people)
    latest = appraisals.sort_values([col.PERIOD, col.RATER], kind="stable").drop_duplicates(col.EMPLOYEE, keep="last")
    people[col.SUPERIOR] = people[col.EMPLOYEE].map(latest.set_index(col.EMPLOYEE)[col.RATER]).astype("str")
    people[col.HEAD] = _heads(people, appraisals)
    return people[col.TABLES["pegawai"].names]


def _told(posts: pd.DataFrame, columns: tuple[str, ...], kinds: tuple[str, ...]) -> pd.DataFrame:
    """First answer for each person and column: own post first, then by source, latest period, content."""
    ranked = posts.assign(
        acting=posts["is_plt"].eq(col.FLAGS[0]),
        rank=posts["kind"].map({kind: place for place, kind in enumerate(kinds)}),
        age=-posts["periode_akhir"].fillna(pd.Timestamp(0)).astype("int64"),
    )
    ordered = ranked.sort_values(["acting", "rank", "age", *columns], kind="stable", key=sortable)
    return ordered.groupby(col.EMPLOYEE, sort=True)[list(columns)].first()


def among(values: pd.Series, names: pd.Series) -> pd.Series:
    """Whether each value is one of the names; hashed, which texts of Arrow are not."""
    return values.astype("object").isin(names.astype("object").unique())


def sortable(values: pd.Series) -> pd.Series:
    """Values of mixed kinds as something that sorts."""
    return values.astype("str") if values.dtype == object else values


def _grade(told: pd.Series) -> pd.Series:
    """``III/b`` or ``IX`` out of ``Penata Muda Tk. I, III/b``; codes of references say nothing."""
    parts = told.astype("str").str.extract(_GRADE)
    return (parts["rank"].str.upper() + "/" + parts["step"].str.lower()).fillna(parts["contract"].str.upper())


def _stage(position: pd.Series) -> pd.Series:
    """Step of the career that ends the name of a functional post: ``Perawat Ahli Muda``."""
    return labels(position.astype("str").str.extract(_STAGE, expand=False), col.STAGE).values


def _position_type(people: pd.DataFrame) -> pd.Series:
    """Kind of post; a structural one is told by its echelon, a functional one by its step as well."""
    told = people[col.POSITION_TYPE].astype("str")
    told = told.where(told != _STRUCTURAL, people["eselon"].astype("str"))
    return told.mask(told.isna() & people[col.STAGE].notna(), "fungsional")


def _heads(people: pd.DataFrame, appraisals: pd.DataFrame) -> pd.Series:
    """Who leads a unit? Whoever rates in the own unit without being rated in it, or is called head of it."""
    unit = people.set_index(col.EMPLOYEE)[col.UNIT]
    who, rater = appraisals[col.EMPLOYEE], appraisals[col.RATER]
    inside = who.map(unit).notna() & (who.map(unit) == rater.map(unit)) & (who != rater)
    leads = among(people[col.EMPLOYEE], rater[inside]) & ~among(people[col.EMPLOYEE], who[inside])
    position, name = people[col.POSITION].astype("str").str.lower(), people[col.UNIT].astype("str").str.lower()
    return (leads | (position == "kepala " + name)).map(dict(zip((True, False), col.FLAGS, strict=True)))
