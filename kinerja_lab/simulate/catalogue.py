"""Kinds of units: their posts, positions, indicators and daily work, read from the catalogue beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

FILE = "perangkat_daerah.toml"


class Position(NamedTuple):
    """A position of staff: ``track`` is ahli, terampil, pelaksana or umum (clerical, with indicators of any office)."""

    name: str
    track: str
    weight: float


class Indicator(NamedTuple):
    """A target that is usual in a kind of unit; ``low`` and ``high`` are the range of targets."""

    name: str
    aspect: str
    measure: str
    direction: str
    low: float
    high: float


class Stage(NamedTuple):
    """A step of a career: grades of PNS, grade of PPPK (empty: none), youngest and oldest age."""

    grades: tuple[str, ...]
    contract_grade: str
    youngest: int
    oldest: int


class Kind(NamedTuple):
    """A kind of unit. ``posts``: title and type of the head, the second and the other leaders."""

    posts: tuple[tuple[str, str], ...]
    women: float
    positions: tuple[Position, ...]
    indicators: tuple[Indicator, ...]
    diary: tuple[str, ...]


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(files("kinerja_lab.simulate").joinpath(FILE).read_text(encoding="utf-8"))


@cache
def kind(name: str) -> Kind:
    """A kind of unit, clerical positions included."""
    found, general = _catalogue()["jenis"][name], _catalogue()["umum"]
    return Kind(
        tuple((title, category) for title, category in _catalogue()["bentuk"][found["bentuk"]]),
        found["perempuan"],
        tuple(Position(*row) for row in (*found["jabatan"], *general["jabatan"])),
        tuple(Indicator(*row) for row in found["indikator"]),
        tuple(found.get("aktivitas", ())),
    )


@cache
def stage(name: str) -> Stage:
    """A step of a career."""
    found = _catalogue()["jenjang"][name]
    return Stage(tuple(found["golongan"]), found["pppk"], *found["usia"])


@cache
def general_indicators() -> tuple[Indicator, ...]:
    """Targets of clerical work in any office."""
    return tuple(Indicator(*row) for row in _catalogue()["umum"]["indikator"])


@cache
def clerical() -> frozenset[str]:
    """Names of the clerical positions."""
    return frozenset(row[0] for row in _catalogue()["umum"]["jabatan"])


def decimals(measure: str) -> int:
    """Decimals with which a measure is recorded."""
    return int(_catalogue()["satuan"].get(measure, 0))
