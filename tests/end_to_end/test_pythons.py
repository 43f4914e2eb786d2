"""Other versions of Python that are installed here, with the packages, tell the same numbers."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGION = "sibolga"
TELL = """
import json, sys
from kinerja_lab.checks.suite import run
from kinerja_lab.loaders.samples import load_sample
from kinerja_lab.report.record import public_record
print(json.dumps(public_record(run(load_sample(sys.argv[1])))))
"""
OTHERS = [f"python3.{minor}" for minor in (11, 12, 13) if minor != sys.version_info.minor]


def leaves(told: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Every value with its place; what was used to compute it is another matter."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield from () if name == "versi" else leaves(value, f"{place}/{name}")
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from leaves(value, f"{place}/{number}")
    else:
        yield place, told


def same(one: object, other: object) -> bool:
    """Equal; numbers to nine digits."""
    both = isinstance(one, float) and isinstance(other, float)
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) if both else one == other  # type: ignore[arg-type]


def numbers(python: str) -> dict[str, object]:
    """Record of a sample region as this Python tells it."""
    done = subprocess.run([python, "-c", TELL, REGION], cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(leaves(json.loads(done.stdout)))


@pytest.mark.slow
@pytest.mark.parametrize("python", OTHERS)
def test_another_python_tells_the_same_numbers(python: str) -> None:
    there = shutil.which(python)
    probe = [there or python, "-c", "import importlib.metadata as m; m.version('kinerja_lab')"]
    if not there or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip(f"{python} is not installed here, or this project is not installed in it")
    here, elsewhere = numbers(sys.executable), numbers(there)
    assert here.keys() == elsewhere.keys()
    assert len([value for value in here.values() if isinstance(value, float)]) > 100
    assert {place: (here[place], elsewhere[place]) for place in here if not same(here[place], elsewhere[place])} == {}


def test_a_number_that_differs_would_be_found() -> None:
    assert same(1.0, 1.0 + 1e-12)
    assert not same(1.0, 1.0 + 1e-7)
    assert dict(leaves({"versi": "x", "a": [1.5, {"b": None}]})) == {"/a/0": 1.5, "/a/1/b": None}
