"""Claims of other regions in a workshop: the same exercise room, in another simulated region."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.claims.claim import Answer
from kinerja_lab.dataset import Dataset
from kinerja_lab.profile import FILE, RegionProfile
from kinerja_lab.simulate.assemble import region as simulated
from kinerja_lab.simulate.plan import PERIODS, RegionPlan
from kinerja_lab.simulate.write import profile_text
from kinerja_lab.training.answers import Choice
from kinerja_lab.training.course import Exercise
from kinerja_lab.training.session import Session

_LIMITS = {"copying": (0.15, 0.5), "last_week": (0.1, 0.45), "last_day": (0.55, 0.85), "shrinking": (0.01, 0.02)}


def draws(people: pd.DataFrame, *purpose: str) -> np.random.Generator:
    """Random numbers that follow from who is in a data set: others for every participant, the same every time."""
    text = "/".join((*purpose, *sorted(people[col.EMPLOYEE])))
    return np.random.default_rng(zlib.crc32(text.encode()))


ANSWERS = Choice(tuple(map(str, Answer)))


def about_claim(number: int, traps: Mapping[str, Answer] = MappingProxyType({}), region: str = "") -> Exercise:
    """Exercise on what the data answer to a claim of this or another region; ``traps`` are wrong answers by key."""
    wrong = {key: (lambda _, told=str(answer): told) for key, answer in traps.items()}
    return Exercise(ANSWERS, lambda session: (elsewhere(session, region) if region else session).klaim(number), wrong)


@cache
def elsewhere(session: Session, region: str) -> Session:
    """Give a session in another region: its sample, or for a participant's data a region of other people.

    It is simulated in memory from the pseudonyms of the session's own data, so that a participant meets the same people
    every time and no two participants meet the same ones. What is planted differs as well.
    """
    workshop = replace(session.workshop, region=region, plant=_varied)
    plan = workshop.sample
    if session.folder is not None:
        plan = workshop.drawn(draws(session.data.table("pegawai"), region))
    profile = RegionProfile.from_mapping(tomllib.loads(profile_text(region)), FILE)
    there = Session(workshop)
    there.__dict__["data"] = Dataset(profile=profile, period=PERIODS[-1], tables=simulated(plan))
    return there


def _varied(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:
    """Other shares of copied reports, late evidence and late appraisals, other denominators, fewer units surveyed."""
    document = plan.document
    drawn = {name: round(float(random.uniform(*limits)), 3) for name, limits in _LIMITS.items()}
    surveyed = document.satisfaction.units[: -int(random.integers(1, 3))] if document.satisfaction else ()
    varied = replace(
        document,
        reporting=document.reporting and replace(document.reporting, copying=drawn["copying"]),
        evidence=document.evidence and replace(document.evidence, last_week=drawn["last_week"]),
        coverage=document.coverage and replace(document.coverage, shrinking=drawn["shrinking"]),
        satisfaction=document.satisfaction and replace(document.satisfaction, units=surveyed),
        last_day=document.last_day and drawn["last_day"],
    )
    return replace(plan, document=varied)
