"""Pseudonyms of the package for the numbers of a case."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from kinerja_lab.loaders.identity import examine_nip
from kinerja_lab.loaders.pseudonym import LENGTH, Key


def pseudonym(given: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """Pseudonym of each number, and whether they are keyed and do not depend on the way a number is written."""
    made = _made(given["nip"], given["key"])
    spelled = _made(list(given["variants"].values()), given["key"])
    return {
        "tokens": dict(zip(given["nip"], made, strict=True)),
        "variants_map_to_same_token": spelled == _made(list(given["variants"]), given["key"]),
        "different_key_different_token": not set(made) & set(_made(given["nip"], given["key"] + "-lain")),
        "plain_sha256_rejected": not set(made) & {_plain(number) for number in given["nip"]},
    }


def _made(numbers: list[str], key: str) -> list[str]:
    return Key(key.encode()).pseudonyms(examine_nip(pd.Series(numbers))["nip18"]).tolist()


def _plain(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:LENGTH]
