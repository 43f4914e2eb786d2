"""Employees: posts, lines of command, personal attributes and pseudonyms."""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate import catalogue
from kinerja_lab.simulate.plan import Places, RegionPlan, Unit

SAMPLE_KEY = b"kinerja_lab: kunci contoh yang terbuka"
_STAGES = {
    "ahli": (("ahli_pertama", "ahli_muda", "ahli_madya"), (0.5, 0.35, 0.15)),
    "terampil": (("terampil", "mahir", "penyelia"), (0.45, 0.35, 0.2)),
    "pelaksana": (("pelaksana",), (1.0,)),
    "umum": (("pelaksana",), (1.0,)),
    "fungsional": (("ahli_muda", "ahli_madya"), (0.4, 0.6)),
}
_STRUCTURAL = frozenset({"jpt", "administrator", "pengawas", "pelaksana"})
_TEAM = 10
_BEFORE_FIRST_PERIOD = np.datetime64("2024-07-01")
_FIRST_SEQUENCE = 900


def pseudonym(number: str, key: bytes = SAMPLE_KEY) -> str:
    """First 16 hexadecimal digits of the HMAC-SHA256 of an employee number."""
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()[:16]


def employees(plan: RegionPlan) -> pd.DataFrame:
    """Who works where, under whom? The table ``pegawai``, in the order of units and posts."""
    random = plan.random("pegawai")
    people = pd.concat([_posts(unit, random) for unit in plan.units], ignore_index=True)
    people[col.SUPERIOR_UNIT] = people[col.UNIT].map({unit.name: unit.parent for unit in plan.units})
    superior = _superiors(people)
    people.loc[people[col.SUPERIOR_UNIT] == "", col.SUPERIOR_UNIT] = plan.institution
    women = people[col.UNIT].map({unit.name: _women(unit) for unit in plan.units})
    people[col.SEX] = np.where(random.random(len(people)) < women, "P", "L")
    people[col.EMPLOYMENT] = _employment(people, plan.contract, random)
    people[col.GRADE] = _grades(people, random)
    people[col.BIRTH] = _birthdays(people, random)
    people[col.EMPLOYEE] = _identities(people, random)
    people[col.SUPERIOR] = [people[col.EMPLOYEE][place] if place >= 0 else "" for place in superior]
    people[col.DISABILITY] = random.random(len(people)) < 0.015
    people[col.STAGE] = people["stage"].where(~people["stage"].isin(_STRUCTURAL), "")
    return people[col.TABLES["pegawai"].names]


def _posts(unit: Unit, random: np.random.Generator) -> pd.DataFrame:
    """Head, leaders and staff of a unit; ``leader`` is the place of the superior in the unit, −1 for the head."""
    kind = catalogue.kind(unit.kind)
    leaders = max(1, round((unit.size - 1) / _TEAM))
    posts = [kind.posts[min(place, 2)] for place in range(1 + leaders)]
    rows = [
        (title, category, _stage(category, random), -1 if place == 0 else 0)
        for place, (title, category) in enumerate(posts)
    ]
    weights = np.array([position.weight for position in kind.positions])
    for place in range(unit.size - len(rows)):
        position = kind.positions[random.choice(len(weights), p=weights / weights.sum())]
        category = "fungsional" if position.track in ("ahli", "terampil") else "pelaksana"
        rows.append((position.name, category, _stage(position.track, random), 1 + place % leaders))
    posts_of_unit = pd.DataFrame(rows, columns=[col.POSITION, col.POSITION_TYPE, "stage", "leader"])
    return posts_of_unit.assign(**{col.UNIT: unit.name, col.HEAD: posts_of_unit["leader"] < 0})


def _stage(track: str, random: np.random.Generator) -> str:
    """Step of the career; a structural post is its own step."""
    stages, shares = _STAGES.get(track, ((track,), (1.0,)))
    return str(random.choice(stages, p=shares))


def _superiors(people: pd.DataFrame) -> list[int]:
    """Place of everybody's superior: a head answers to the head of the unit above, if that is in the plan."""
    heads = {str(unit): int(place) for place, unit in people.loc[people[col.HEAD], col.UNIT].items()}
    leading = heads[str(people[col.UNIT].iloc[0])]
    above = []
    for place, (unit, parent, leader) in enumerate(
        people[[col.UNIT, col.SUPERIOR_UNIT, "leader"]].itertuples(index=False)
    ):
        if leader >= 0:
            above.append(heads[unit] + leader)
        else:
            above.append(-1 if place == leading else heads.get(parent, -1 if parent else leading))
    return above


def _women(unit: Unit) -> float:
    return catalogue.kind(unit.kind).women if unit.women is None else unit.women


def _employment(people: pd.DataFrame, share: float, random: np.random.Generator) -> pd.Series:
    """PPPK only in the steps of a career in which they are hired."""
    eligible = people["stage"].map(lambda name: bool(catalogue.stage(name).contract_grade))
    return pd.Series(np.where(eligible & (random.random(len(people)) < share / eligible.mean()), "PPPK", "PNS"))


def _grades(people: pd.DataFrame, random: np.random.Generator) -> list[str]:
    """Grade of the step of the career; PPPK have grades of their own."""
    steps = [catalogue.stage(name) for name in people["stage"]]
    return [
        step.contract_grade if employment == "PPPK" else str(random.choice(step.grades))
        for step, employment in zip(steps, people[col.EMPLOYMENT], strict=True)
    ]


def _birthdays(people: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    """Day of birth; age fits the step of the career."""
    limits = np.array([catalogue.stage(name)[2:4] for name in people["stage"]])
    age = random.uniform(limits[:, 0], limits[:, 1])
    return pd.Series(_BEFORE_FIRST_PERIOD - np.rint(age * 365.25).astype("timedelta64[D]")).astype("datetime64[s]")


def _identities(people: pd.DataFrame, random: np.random.Generator) -> list[str]:
    """Pseudonyms; the numbers behind them end in 900–999, which real numbers do not reach, and are forgotten."""
    taken: set[str] = set()
    identities = []
    for born, sex, employment in people[[col.BIRTH, col.SEX, col.EMPLOYMENT]].itertuples(index=False):
        prefix = f"{born:%Y%m%d}{_start(born, employment, random)}{1 if sex == 'L' else 2}"
        sequence = _FIRST_SEQUENCE
        # A pseudonym of digits only would be taken for a number by spreadsheets.
        while (number := f"{prefix}{sequence}") in taken or pseudonym(number).isdigit():
            sequence += 1
        taken.add(number)
        identities.append(pseudonym(number))
    return identities


def _start(born: pd.Timestamp, employment: str, random: np.random.Generator) -> str:
    """Six digits of the start: year and month of a PNS, year and kind of contract of a PPPK."""
    if employment == "PPPK":
        return f"{random.integers(2021, 2025)}21"
    year = min(born.year + int(random.integers(21, 31)), 2023)
    return f"{year}{random.integers(1, 13):02d}"


def places(people: pd.DataFrame, column: str) -> Places:
    """Row of the employee named in a column of everybody; −1 where nobody is named."""
    return np.asarray(pd.Index(people[col.EMPLOYEE]).get_indexer(people[column]), dtype=np.int64)


def group(people: pd.DataFrame, column: str, focal: str) -> Places:
    """1 for members of a group, 0 for everybody else."""
    return (people[column].astype(str) == focal).to_numpy().astype(np.int64)
