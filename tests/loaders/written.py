"""Any dataset at all: tables drawn from their declarations."""

from __future__ import annotations

import datetime

import pandas as pd
from hypothesis import strategies as st

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from tests.small import profile, tables

PEOPLE = [f"{place:016x}" for place in range(12)]
DRAWN = ("butir", "indikator", "layanan", "permohonan", "umpan_balik", "skm", "survei", "tindakan")
LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n\t", exclude_characters="\ufffe\uffff"
)
TEXTS = (
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=12),
        st.sampled_from(
            [
                "=1+1",
                "+1",
                "-1",
                "@a",
                "NA",
                "nan",
                "None",
                "007",
                "1e5",
                "2025-01-01",
                'a"b',
                "a,b;c\td|e",
                "a  b",
                "_x0041_",
            ]
        ),
    )
    .map(str.strip)
    .filter(bool)
)


def cells(column: col.Column) -> st.SearchStrategy[object]:
    """Any cell that a column may hold."""
    if column.name == col.EMPLOYEE:
        return st.sampled_from(PEOPLE)
    if column.name == col.PERIOD:
        return st.sampled_from(["2024-S2", "2025-S1", "2025-B06"])
    kinds: dict[col.Kind, st.SearchStrategy[object]] = {
        col.Kind.IDENTITY: TEXTS,
        col.Kind.TEXT: TEXTS,
        col.Kind.CATEGORY: st.sampled_from(column.allowed or ("",)),
        col.Kind.NUMBER: st.floats(column.low if column.low is not None else -1e300, column.high or 1e300),
        col.Kind.DATE: st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)).map(str),
        col.Kind.TIME: st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1)).map(
            lambda moment: str(moment.replace(microsecond=0))
        ),
        col.Kind.FLAG: st.sampled_from(col.FLAGS),
    }
    found = kinds[column.kind]
    if column.name == col.SCORE:
        found = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0])
    return found if column.required else st.none() | found


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Datasets of the twelve employees with any two other tables, in any order of rows."""
    drawn = tables()
    for name in draw(st.lists(st.sampled_from(DRAWN), unique=True, max_size=2)):
        table = col.TABLES[name]
        rows = draw(st.lists(st.fixed_dictionaries({each.name: cells(each) for each in table.columns}), max_size=5))
        frame = pd.DataFrame(rows, columns=[each.name for each in table.columns])
        drawn[name] = frame.drop_duplicates(list(table.key)) if table.key else frame
    return Dataset(profile=profile(), period="2025-S1", tables=drawn)
