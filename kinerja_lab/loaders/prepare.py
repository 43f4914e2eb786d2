"""What no export says about a region: asked once, answers proposed from the files, kept in ``wilayah.toml``."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kinerja_lab import columns as col
from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.files import write_whole
from kinerja_lab.loaders.gather import gather
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.pseudonym import open_key
from kinerja_lab.loaders.recognise import CANONICAL, find_table
from kinerja_lab.loaders.vocabulary import header_key
from kinerja_lab.profile import FILE, RegionProfile

_OF_ROLES = ("skala_skor", "bobot_peran", "sumber_bobot")
_OF_SERVICES = ("standar_layanan", "sumber_standar")
QUESTIONS = (
    *("nama", "penerbit_kode", "kode", "tingkat", "induk", "slug", "rezim", "siklus", "sumber_siklus"),
    *(*_OF_ROLES, *_OF_SERVICES, "kop", "tanggal_laporan"),
)
SOURCES = {"sumber_bobot": "bobot_peran", "sumber_standar": "standar_layanan"}  # needed only with what they support
OPTIONAL = ("induk", "skala_skor", *SOURCES, *SOURCES.values(), "kop", "tanggal_laporan")
_SCORED = ("umpan360_panjang", "umpan360_lebar", f"{CANONICAL}butir")
_CHOICES = {"penerbit_kode": col.CODE_ISSUERS, "tingkat": col.LEVELS, "rezim": col.REGIMES}
_CODES = {"kemendagri": "kode_kemendagri", "bps": "kode_bps"}
_FIRST_YEARS = {"permenpanrb_6_2022": 2022, "pp_30_2019": 2020, "pp_46_2011": 2014, "dp3": 1980}
_CYCLES = {"triwulan": "triwulanan dan tahunan", "semester": "semesteran dan tahunan", "bulan": "bulanan dan tahunan"}
_SHORTEST_NAME = 6
_PARTS = re.compile(r"[^\s;]+")


def examine(folder: Path, key: str | Path | None = None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What do the files of a folder suggest, and which questions do they leave?

    Where there are exports, the fingerprint of the key is among the answers, so that another key is noticed later.
    """
    given = gather(folder, LoadLog())
    tables = [table for sheet in given.sheets if (table := find_table(sheet, given.mapping)) is not None]
    exports = [table for table in tables if not table.kind.startswith(CANONICAL)]
    answers = propose(title for table in exports for title in table.titles)
    if exports:
        answers["sidik_kunci"] = open_key(key, outside=folder).fingerprint
    scored = any(table.kind in _SCORED for table in tables)
    served = any(table.kind == f"{CANONICAL}permohonan" for table in tables)
    left_out = (() if scored else _OF_ROLES) + (() if served else _OF_SERVICES)
    return answers, tuple(question for question in QUESTIONS if question not in left_out)


def choices(key: str) -> tuple[str, ...]:
    """Allowed answers to a question; none where it is free."""
    return _CHOICES.get(key, ())


def propose(titles: Iterable[str]) -> dict[str, Any]:
    """Answers that the texts above the tables suggest (such as the agency in cell A2): region, code, level, cycle …"""
    said = " | ".join(titles)
    proposed: dict[str, Any] = {}
    place = _place_in(said)
    if place:
        parent = next((row for row in places() if row["kode_kemendagri"] == place["kode_induk"]), None)
        proposed |= {
            "nama": place["nama"],
            "kode": place["kode_kemendagri"],
            "penerbit_kode": "kemendagri",
            "tingkat": place["tingkat"],
            "induk": f"{parent['nama']} ({parent['kode_kemendagri']})" if parent else "",
        }
    elif found := re.search(r"(?i)\b(kota|kabupaten|provinsi)\s+([a-z][a-z ]{2,40})", said):
        proposed |= {"nama": f"{found[1]} {found[2]}".title().strip(), "tingkat": found[1].lower()}
    if "nama" in proposed:
        proposed["slug"] = slug(proposed["nama"])
    years = [int(year) for year in re.findall(r"\b20[0-4]\d\b", said)]
    if years:
        proposed["rezim"] = next(regime for regime, first in _FIRST_YEARS.items() if max(years) >= first)
    proposed |= next(({"siklus": cycle} for word, cycle in _CYCLES.items() if word in said.casefold()), {})
    return {key: value for key, value in proposed.items() if value}


def slug(name: str) -> str:
    """Name of a region for folders: ``Kota Bukittinggi`` is ``bukittinggi``."""
    short = re.sub(r"^(?:kota|kabupaten|kab\.?|kecamatan|kelurahan|provinsi) ", "", name.casefold().strip())
    return re.sub(r"[^a-z0-9]+", "-", short).strip("-")[:40]


def parsed(key: str, answer: str) -> Any:
    """Answer as typed, in the shape of its key.

    ``1-5`` or ``1 2 3`` are levels, ``atasan 60, rekan 40`` weights, ``Akta kelahiran 24; KTP-el 8`` hours.
    """
    answer = answer.strip()
    if key == "skala_skor":
        ends = re.fullmatch(r"(\d{1,2})\s*[-–]\s*(\d{1,2})", answer)
        return [*range(int(ends[1]), int(ends[2]) + 1)] if ends else [_number(part) for part in _PARTS.findall(answer)]
    if key == "bobot_peran":
        shares = {role: float(share) for role, share in re.findall(r"([a-z]+)\s*[:= ]\s*(\d+(?:\.\d+)?)", answer)}
        return {role: share / 100 for role, share in shares.items()} if sum(shares.values()) > 1.5 else shares
    if key == "standar_layanan":
        standards = (re.fullmatch(r"(.+?)\s*[:= ]\s*(\d+(?:[.,]\d+)?)", part.strip()) for part in answer.split(";"))
        return {found[1]: _number(found[2]) for found in standards if found}
    if key == "kop":
        return [part.strip() for part in answer.split(";") if part.strip()]
    return answer


def wrong(answers: Mapping[str, Any], key: str = "") -> list[Problem]:
    """What the profile does not allow in these answers, or in the answer to one question."""
    problems: list[Problem] = []
    try:
        RegionProfile.from_mapping(answers)
    except InvalidDataset as error:
        problems += error.problems
    problems += _other_place(answers)
    return [item for item in problems if not key or (item.column == key and item.rule != "missing_key")]


def write_profile(folder: str | Path, answers: Mapping[str, Any], *, heading: str = "", replace: bool = False) -> Path:
    """Write ``wilayah.toml`` with a comment in the first line; complete or not at all. Empty answers are left out.

    Raises ``InvalidDataset``: everything that is missing or not allowed, or a file is there already.
    """
    told = {key: value for key, value in answers.items() if value not in ("", [], {}, None)}
    path = Path(folder) / FILE
    problems = wrong(told)
    if path.exists() and not replace:
        problems.append(Problem(rule="profile_exists", table="wilayah", file=FILE))
    if problems:
        raise InvalidDataset(problems)
    lines = [f"# {heading}"] if heading else []
    lines += [f"{key} = {_toml(value)}" for key, value in told.items()]
    return write_whole(path, "".join(f"{line}\n" for line in lines))


@cache
def places() -> tuple[Mapping[str, str], ...]:
    """Regions whose codes are known, with the issuer of each code."""
    text = files("kinerja_lab.loaders").joinpath("wilayah.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _place_in(said: str) -> Mapping[str, str] | None:
    """Region named in a text; the smallest one, for the larger ones are named beside it."""
    key = header_key(said)
    found = [row for row in places() if any(name in key for name in _spellings(row))]
    return max(found, key=lambda row: (row["kode_kemendagri"].count("."), max(map(len, _spellings(row)))), default=None)


def _spellings(row: Mapping[str, str]) -> list[str]:
    """Ways to write the name of a region, without blanks; very short ones are part of other words."""
    names = [row["nama"], *row["ejaan_lain"].split("|")]
    return [key for name in names if len(key := header_key(name)) >= _SHORTEST_NAME]


def _other_place(answers: Mapping[str, Any]) -> list[Problem]:
    """The code is that of another region: the two issuers number regions differently."""
    column = _CODES.get(str(answers.get("penerbit_kode")), "")
    code, name = str(answers.get("kode", "")), header_key(str(answers.get("nama", "")))
    row = next((row for row in places() if column and code and row[column] == code), None)
    if row is None or not name or any(spelling in name for spelling in _spellings(row)):
        return []
    return [Problem(rule="other_region", table="wilayah", file=FILE, column="kode", found=code, allowed=row["nama"])]


def _number(text: str) -> float | str:
    """Number with a point or a comma; what is none stays, to be refused with its words."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _toml_key(key: str) -> str:
    """Key in TOML: bare where it may be, else quoted."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def _toml(value: Any) -> str:
    """Value in TOML; its strings and lists are written as in JSON."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml_key(key)} = {_toml(part)}" for key, part in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
