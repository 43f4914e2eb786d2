"""``pemetaan.toml``: what an agency itself says about its files, where the known headers and spellings do not reach."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

from kinerja_lab import columns as col
from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.loaders.vocabulary import header_key, known_fields, value_key

MAPPING_FILE = "pemetaan.toml"
KINDS = (
    *("ekinerja_penilaian", "ekinerja_skp", "siasn_pegawai", "siasn_skp22", "siasn_skp_lama"),
    *("umpan360_panjang", "umpan360_lebar", "indikator"),
)
ONE_IS_HIGHEST, ONE_IS_LOWEST = "1_tertinggi", "1_terendah"
FIRST_ROW, LAST_ROW = "pertama", "terakhir"
ROLE_OF_RATER, ROLE_OF_RATEE = "penilai", "yang_dinilai"
IGNORED = "abaikan"
VALUE_DOMAINS: Pairs[str, tuple[str, ...]] = {
    "rating": col.TABLES["penilaian"].column(col.RESULT_RATING).allowed,
    "predikat": col.TABLES["penilaian"].column(col.OUTCOME).allowed,
    "predikat_organisasi": col.TABLES["unit"].column("predikat_organisasi").allowed,
    "jenis_kelamin": col.TABLES["pegawai"].column(col.SEX).allowed,
    "jenis_pegawai": col.TABLES["pegawai"].column(col.EMPLOYMENT).allowed,
    "jenis_jabatan": (*col.TABLES["pegawai"].column(col.POSITION_TYPE).allowed, "struktural"),
    "peran": col.ROLES,
    "ya_tidak": col.FLAGS,
    "arah": col.TABLES["indikator"].column(col.DIRECTION).allowed,
}
_CODES = (ONE_IS_HIGHEST, ONE_IS_LOWEST)
_MOST_BYTES = 1_000_000


def _named(toml: str, allowed: tuple[str, ...] = (), pattern: str = "") -> Any:
    """Declare a choice by its key in the file, with what it may be."""
    return field(default="", metadata={"toml": toml, "allowed": allowed, "pattern": pattern})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is said about a sheet; an empty choice is one that was not made.

    ``columns`` maps keys of headers to fields, ``values`` spellings to names, by domain. ``rating_codes`` and
    ``outcome_codes`` say whether code 1 is the highest level or the lowest; ``role_labels`` whether a label of a role
    names what the rater is to the ratee, or the ratee to the rater; ``repeated`` which of several rows counts that tell
    the same thing differently, of which otherwise none does.
    """

    columns: Pairs[str, str] = field(default_factory=dict)
    values: Pairs[str, Pairs[str, str]] = field(default_factory=dict)
    header_row: int = 0
    kind: str = _named("jenis", KINDS)
    period: str = _named("periode", pattern=col.PERIOD_PATTERN)
    regime: str = _named("rezim", col.REGIMES)
    rating_codes: str = _named("kode_rating", _CODES)
    outcome_codes: str = _named("kode_predikat", _CODES)
    role_labels: str = _named("label_peran", (ROLE_OF_RATER, ROLE_OF_RATEE))
    repeated: str = _named("baris_ganda", (FIRST_ROW, LAST_ROW))
    decimal: str = _named("tanda_desimal", (",", "."))
    code_issuer: str = _named("penerbit_kode", col.CODE_ISSUERS)
    direction: str = _named("arah_indikator", col.TABLES["indikator"].column(col.DIRECTION).allowed)


_CHOICES = {item.metadata["toml"]: item for item in fields(Rules) if item.metadata}
_TOP = ("tabel", "basisdata")
_KEYS = ("berkas", "lembar", "baris_judul", *_CHOICES, "kolom", "nilai")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Rules for files and sheets by their names, and queries to a database; ``Mapping()`` says nothing."""

    sections: tuple[tuple[str, str, Rules], ...] = ()
    queries: tuple[tuple[str, str], ...] = ()

    def rules(self, file: str, sheet: str) -> Rules:
        """Everything that is said about a sheet; where two sections speak, the later one is heard."""
        told = Rules()
        for file_pattern, sheet_pattern, rules in self.sections:
            if _fits(file, file_pattern) and _fits(sheet, sheet_pattern):
                told = _joined(told, rules)
        return told


def load_mapping(path: str | Path) -> Mapping:
    """Read a mapping file.

    Raises ``InvalidDataset``: the file cannot be read, or every key and value that is not allowed, at once.
    """
    path = Path(path)
    unreadable = partial(Problem, rule="unreadable", table="pemetaan", file=path.name)
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise InvalidDataset([unreadable(found=f"> {_MOST_BYTES} B")])
        content = tomllib.loads(text.decode("utf-8-sig"))
    except OSError as error:
        raise InvalidDataset([unreadable(found=error.strerror or "")]) from None
    except (ValueError, RecursionError) as error:
        raise InvalidDataset([unreadable(found=str(error).strip()[:200])]) from None
    problems = _problems(content, path.name)
    if problems:
        raise InvalidDataset(problems)
    return Mapping(tuple(map(_section, content.get("tabel", ()))), tuple(content.get("basisdata", {}).items()))


def _fits(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern such as ``rekap*.xlsx``; case does not matter."""
    return fnmatchcase(name.casefold(), pattern.casefold())


def _joined(first: Rules, second: Rules) -> Rules:
    """Rules of two sections, the second one stronger."""
    domains = {*first.values, *second.values}
    values = {name: {**first.values.get(name, {}), **second.values.get(name, {})} for name in domains}
    choices = {item.name: getattr(second, item.name) or getattr(first, item.name) for item in fields(Rules)}
    return Rules(**{**choices, "columns": {**first.columns, **second.columns}, "values": values})


def _section(told: dict[str, Any]) -> tuple[str, str, Rules]:
    """One section of the file, known to be sound."""
    rules = Rules(
        columns={header_key(header): name for header, name in told.get("kolom", {}).items()},
        values={
            domain: {value_key(said): name for said, name in spellings.items()}
            for domain, spellings in told.get("nilai", {}).items()
        },
        header_row=told.get("baris_judul", 0),
        **{item.name: told[key] for key, item in _CHOICES.items() if key in told},
    )
    return told.get("berkas", "*"), told.get("lembar", "*"), rules


def _problems(content: dict[str, Any], file: str) -> list[Problem]:
    """Everything in the file that is not allowed."""
    problem = partial(Problem, table="pemetaan", file=file)
    allowed = ", ".join(_TOP)
    found = [problem(rule="unknown_key", column=_shown(key), allowed=allowed) for key in content if key not in _TOP]
    queries, sections = content.get("basisdata", {}), content.get("tabel", [])
    wrong = partial(problem, rule="not_allowed")
    if not isinstance(queries, dict) or not all(isinstance(query, str) for query in queries.values()):
        found.append(wrong(column="basisdata", found=_shown(queries), allowed='nama = "SELECT …"'))
    if not isinstance(sections, list) or not all(isinstance(item, dict) for item in sections):
        return [*found, wrong(column="tabel", found=_shown(sections), allowed="[[tabel]]")]
    for place, section in enumerate(sections, 1):
        for key, value in section.items():
            where = f"tabel {place}: {_shown(key)}"
            if key not in _KEYS:
                found.append(problem(rule="unknown_key", column=where, allowed=", ".join(_KEYS)))
            else:
                inside = ((where + part, _shown(told), allowed) for part, told, allowed in _wrong(key, value))
                found += [wrong(column=place, found=told, allowed=allowed) for place, told, allowed in inside]
    return found


def _wrong(key: str, value: Any) -> list[tuple[str, Any, str]]:
    """What is wrong in the value of a key: place inside it, what was found, what is allowed."""
    if key == "baris_judul":
        sound = isinstance(value, int) and not isinstance(value, bool) and value >= 1
        return [] if sound else [("", value, "≥ 1")]
    if key in ("kolom", "nilai") and not isinstance(value, dict):
        return [("", value, f"[tabel.{key}]")]
    if key == "kolom":
        allowed = (*known_fields(), IGNORED)
        return [(f".{_shown(name)}", to, ", ".join(allowed)) for name, to in value.items() if to not in allowed]
    if key == "nilai":
        return [wrong for domain, spellings in value.items() for wrong in _wrong_values(domain, spellings)]
    if not isinstance(value, str):
        return [("", value, '"teks"')]
    if key in ("berkas", "lembar"):
        return []
    told = _CHOICES[key].metadata
    if told["pattern"]:
        return [] if re.fullmatch(told["pattern"], value) else [("", value, "2025-S1, 2025-T1, 2025-B06, 2025-TAHUN")]
    return [] if value in told["allowed"] else [("", value, ", ".join(told["allowed"]))]


def _wrong_values(domain: str, spellings: Any) -> list[tuple[str, Any, str]]:
    """What is wrong in the spellings of a domain."""
    if domain not in VALUE_DOMAINS:
        return [(f".{_shown(domain)}", domain, ", ".join(VALUE_DOMAINS))]
    if not isinstance(spellings, dict):
        return [(f".{domain}", spellings, f"[tabel.nilai.{domain}]")]
    allowed = VALUE_DOMAINS[domain]
    wrong = {said: name for said, name in spellings.items() if name not in allowed}
    return [(f".{domain}.{_shown(said)}", name, ", ".join(allowed)) for said, name in wrong.items()]


def _shown(value: object) -> str:
    """Start of what was found, safe for any screen, without numbers of people."""
    return re.sub(r"\d{8,}", "…", re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", str(value)))[:60]
