"""Which period does a row belong to, and under which rules was it appraised? Told by names, titles and dates."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from kinerja_lab.loaders.vocabulary import plain, value_key, value_names

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NUMBER = r"(?P<number>iv|i{1,3}|[1-4])"
_MONTH = "|".join(sorted(value_names("bulan"), key=len, reverse=True))
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_NAMED = {
    "T": re.compile(rf"\b(?:triwulan|tri wulan|kuartal|tw)[ .\-]*{_NUMBER}\b"),
    "S": re.compile(rf"\b(?:semester|smt|sem)[ .\-]*{_NUMBER}\b"),
}
_SPAN = re.compile(
    rf"\b(?P<first>\d{{1,2}}|{_MONTH})\.? ?(?:s\.?d\.?|s/d|sampai(?: dengan)?|-|–) ?(?P<last>\d{{1,2}}|{_MONTH})\b"
)
_ONE_MONTH = re.compile(rf"\b(?P<month>{_MONTH})\b")
_DAY = re.compile(rf"\b\d{{1,2}}[ \-/](?P<month>{_MONTH}|\d{{1,2}})[ \-/](?P<year>(?:19|20)\d{{2}})\b")
_MAKING = re.compile(r"(?i)unduh|cetak|ekspor|export|download|\d{1,2}[:.]\d{2}")
_WHOLE = re.compile(r"\b(?:tahunan|annual|tahun)\b")
_CODES = {
    **{(month, month): f"B{month:02d}" for month in range(1, 13)},
    **{(3 * n - 2, 3 * n): f"T{n}" for n in range(1, 5)},
    (1, 6): "S1",
    (7, 12): "S2",
    (1, 12): "TAHUN",
}
_MONTHS = {code: span for span, code in _CODES.items()}


def named_period(text: str, year: int = 0, *, whole: bool = True) -> str:
    """Which period do words name? ``Triwulan I Tahun 2025`` is 2025-T1; empty where they name none.

    ``year`` is the one where the text has none (0: unknown); ``whole``: a year alone, or ``tahunan``, names all of it.
    """
    said = plain(text).replace("_", " ").casefold()
    if exact := re.search(r"\b(\d{4})-(s[12]|t[1-4]|b(?:0[1-9]|1[0-2])|tahun)\b", said):
        return f"{exact[1]}-{exact[2].upper()}"
    days = [(_month(found["month"]), int(found["year"])) for found in _DAY.finditer(said)]
    if len(days) == 2 and days[0][1] == days[1][1]:
        part = _CODES.get((days[0][0], days[1][0]), "")
        return f"{days[0][1]}-{part}" if part else ""
    said = _DAY.sub(" ", said)
    years = {int(found) for found in _YEAR.findall(said)} or ({year} if year else set())
    part = _part(_YEAR.sub(" ", said), whole)
    return f"{years.pop()}-{part}" if part and len(years) == 1 else ""


def _part(said: str, whole: bool) -> str:
    """Part of the year that words name; empty where they name none."""
    for letter, pattern in _NAMED.items():
        if found := pattern.search(said):
            number = _ROMAN[found["number"]]
            return f"{letter}{number}" if letter == "T" or number <= 2 else ""
    if found := _SPAN.search(said):
        return _CODES.get((_month(found["first"]), _month(found["last"])), "")
    if found := _ONE_MONTH.search(said):
        return f"B{_month(found['month']):02d}"
    said = said.strip()
    if said.isdigit():
        return f"B{int(said):02d}" if 1 <= int(said) <= 12 else ""
    return "TAHUN" if whole and (_WHOLE.search(said) or not said) else ""


def _month(said: str) -> int:
    return int(said) if said.isdigit() else int(value_names("bulan")[value_key(said)])


def year_of(texts: tuple[str, ...]) -> int:
    """Year that titles name; 0 where they name none or several. Times of download do not count."""
    years = {int(found) for text in _telling(texts) for found in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else 0


def _telling(texts: tuple[str, ...]) -> list[str]:
    """Titles that are not about the making of the file."""
    parts = [part for text in texts for part in re.split(r"[|\n;]", text)]
    return [part for part in parts if not _MAKING.search(part)]


def title_period(texts: tuple[str, ...], sheet: str) -> str:
    """Period that the titles of a table name, or the name of its sheet; empty where they name none or several."""
    year = year_of(texts)
    named = {named_period(text, year, whole=False) for text in _telling(texts)} - {""}
    if not named and year:
        named = {named_period(sheet, year, whole=False)} - {""}
    if not named and year:
        named = {f"{year}-TAHUN" for text in _telling(texts) if re.search(r"(?i)\btahunan\b", text)}
    return named.pop() if len(named) == 1 else ""


def spans(first: pd.Series, last: pd.Series) -> pd.DataFrame:
    """Year, first and last month of each row, and the period that has exactly these days (empty: none)."""
    known = first.notna() & last.notna()
    same = known & (first.dt.year == last.dt.year) & (first <= last)
    table = pd.DataFrame({"year": first.dt.year, "start": first.dt.month, "end": last.dt.month}).where(same)
    whole = same & (first.dt.day == 1) & last.dt.is_month_end
    parts = np.full((14, 14), "", dtype=object)
    for (start, end), code in _CODES.items():
        parts[start, end] = code
    year, start, end = (table[name].fillna(0).astype(int) for name in ("year", "start", "end"))
    part = pd.Series(parts[start, end], index=table.index, dtype="str")
    table["code"] = (year.astype("str") + "-" + part).where(whole & (part != ""), "")
    return table


def within_table(table: pd.DataFrame, people: pd.Series) -> pd.Series:
    """Period of each row of one export, whose rows may cover a part of it only (transfers).

    A row belongs to the longest period of the table that holds it, unless the table tells several periods of the same
    people (months and the year); then to its own. A row that no period of the table holds belongs to the shortest
    standard one; empty where it crosses the end of a year.
    """
    exact = sorted(set(table["code"]) - {""})
    longest = [code for code in exact if not any(_holds(other, code) for other in exact)]
    several = _tells_several(table["code"], people)
    periods = table["code"].copy() if several else pd.Series("", index=table.index, dtype="str")
    rows = table[table["year"].notna() & (periods == "")]
    asked = rows[["year", "start", "end"]].drop_duplicates()
    found = {
        (year, start, end): _holding(int(year), int(start), int(end), longest)
        for year, start, end in asked.itertuples(index=False)
    }
    keys = pd.MultiIndex.from_frame(rows[["year", "start", "end"]])
    periods[rows.index] = [found[key] for key in keys]
    return periods


def _holding(year: int, start: int, end: int, known: list[str]) -> str:
    """Period of the table that holds these months, else the shortest standard one that does."""
    held = [code for code in known if int(code[:4]) == year and _inside((start, end), code)]
    standard = [f"{year}-{part}" for part in (f"T{(start + 2) // 3}", f"S{(start + 5) // 6}", "TAHUN")]
    return next(code for code in [*sorted(held, key=_length, reverse=True), *standard] if _inside((start, end), code))


def _inside(months: tuple[int, int], code: str) -> bool:
    first, last = _MONTHS[code[5:]]
    return first <= months[0] and months[1] <= last


def _length(code: str) -> tuple[int, str]:
    first, last = _MONTHS[code[5:]]
    return last - first, code


def _holds(outer: str, inner: str) -> bool:
    """Whether a period is a longer one that contains another."""
    return outer != inner and outer[:4] == inner[:4] and _inside(_MONTHS[inner[5:]], outer)


def _tells_several(codes: pd.Series, people: pd.Series) -> bool:
    """Whether most people with a period inside a longer one have the longer one, too."""
    pairs = pd.DataFrame({"who": people, "code": codes})[codes != ""].drop_duplicates()
    known = sorted(set(pairs["code"]))
    both = inside = 0
    for inner in known:
        who = set(pairs.loc[pairs["code"] == inner, "who"])
        outer = {code for code in known if _holds(code, inner)}
        if outer:
            inside += len(who)
            both += len(who & set(pairs.loc[pairs["code"].isin(outer), "who"]))
    return 2 * both > inside


def overlapping(frame: pd.DataFrame) -> pd.Series:
    """Whether the days of a row meet those of another row of the same person and period.

    Columns who, periode, periode_awal, periode_akhir; index unique.
    """
    ordered = frame.sort_values(["who", "periode", "periode_awal", "periode_akhir"], kind="stable")
    group = ordered.groupby(["who", "periode"], sort=False)
    reached = group["periode_akhir"].cummax()
    before = reached.groupby([ordered["who"], ordered["periode"]], sort=False).shift()
    meets = (ordered["periode_awal"] <= before).fillna(False)
    next_meets = meets.groupby([ordered["who"], ordered["periode"]], sort=False).shift(-1, fill_value=False)
    return (meets | next_meets).reindex(frame.index)


def regimes(periods: pd.Series) -> pd.Series:
    """Rules of appraisal in force, by period; empty where two were (the whole of 2021).

    Notes
    -----
    PP 10/1979 (DP3) to 2013, PP 46/2011 from 2014, PP 30/2019 from the second semester of 2021 on, PermenPANRB 6/2022
    from 2022 on.
    """
    return periods.map({code: _regime(code) for code in periods.unique()}).astype("str")


def _regime(code: str) -> str:
    if not code:
        return ""
    year, (first, last) = int(code[:4]), _MONTHS[code[5:]]
    if year == 2021:
        return "pp_46_2011" if last <= 6 else "pp_30_2019" if first >= 7 else ""
    return "dp3" if year < 2014 else "pp_46_2011" if year < 2021 else "permenpanrb_6_2022"
