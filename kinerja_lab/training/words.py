"""The sentences of the workshops: one TOML file a workshop, Indonesian only, as the workshops are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kinerja_lab.messages.numbers import fill

COMMON = "umum"


@cache
def words(name: str) -> Mapping[str, Any]:
    """Give all texts of a workshop, or those that all workshops share (``umum``)."""
    return tomllib.loads(files(__package__).joinpath("kata", f"{name}.toml").read_text(encoding="utf-8"))


def said(key: str, **told: object) -> str:
    """Say one of the shared sentences."""
    return fill(words(COMMON)[key], told, "id")
