"""Whoever installs the project, in whichever way, gets the same packages."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {
    "requirements.lock": [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["uji"]],
    "requirements-mutu.lock": PROJECT["dependency-groups"]["mutu"],
}
CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "matplotlib": "matplotlib-base",
    "flit-core": "flit-core",
    "playwright": "playwright-python",
    "typst": "typst-py",
}
PYTHONS = ["3.11.0", "3.11.9", "3.12.4", "3.13.1"]
SYSTEMS = {
    "linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    "win32": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
    "darwin": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
}


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    """Packages by canonical name, with what is allowed of them."""
    parsed = [Requirement(text) for text in requirements]
    return {canonicalize_name(item.name): item.specifier for item in parsed}


def blocks(lock: str) -> list[str]:
    """Each package of a lock with its hashes."""
    return re.split(r"^(?=[A-Za-z])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)[1:]


def pinned(lock: str, python: str, system: str) -> dict[str, Version]:
    """Versions that a lock installs on a Python and a system."""
    machine = {"python_full_version": python, "python_version": python.rpartition(".")[0], **SYSTEMS[system]}
    wanted = [Requirement(block.partition("\\")[0].strip()) for block in blocks(lock)]
    applying = [item for item in wanted if item.marker is None or item.marker.evaluate(machine)]
    names = [canonicalize_name(item.name) for item in applying]
    assert len(names) == len(set(names))
    return {name: Version(str(item.specifier).removeprefix("==")) for name, item in zip(names, applying, strict=True)}


def test_environment_yml_has_the_names_and_bounds_of_pyproject() -> None:
    text = (ROOT / "environment.yml").read_text("utf-8")
    listed = bounds([line for line in yaml.safe_load(text)["dependencies"] if line != "pip"])
    python = {"python": SpecifierSet(PROJECT["project"]["requires-python"])}
    declared = bounds(LOCKS["requirements.lock"])
    assert listed == python | {CONDA_NAMES.get(name, name): allowed for name, allowed in declared.items()}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_declared_package_within_its_bounds(lock: str, python: str, system: str) -> None:
    versions = pinned(lock, python, system)
    declared = bounds(LOCKS[lock])
    assert declared.keys() <= versions.keys()
    assert {name: versions[name] for name, allowed in declared.items() if versions[name] not in allowed} == {}


@pytest.mark.parametrize("python", PYTHONS)
def test_both_locks_agree_on_what_they_share(python: str) -> None:
    first, second = (pinned(lock, python, "linux") for lock in LOCKS)
    assert {name: second[name] for name in first.keys() & second.keys() if first[name] != second[name]} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_pinned_and_hashed(lock: str) -> None:
    line = re.compile(r"[\w.\[\]-]+==[\w.+!]+( ; [^\\\n]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+(    #.*\n)*")
    assert [block for block in blocks(lock) if not line.fullmatch(block)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert not re.search(r"://|^\s*-(?!-hash)|@", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)


def test_the_installed_packages_have_all_they_ask_for() -> None:
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


# The first versions without the holes that were published; lower bounds of pyproject.toml where it names the package.
MENDED = {"nbconvert": "7.17.2", "jupyter-server": "2.20", "jupyterlab": "4.6.2", "distributed": "2026.1"}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_no_package_is_older_than_its_mended_version(lock: str, python: str) -> None:
    versions = pinned(lock, python, "linux")
    assert {
        name: versions[name] for name, least in MENDED.items() if versions.get(name, Version(least)) < Version(least)
    } == {}


def test_bounds_rule_out_versions_with_known_holes() -> None:
    declared = bounds(LOCKS["requirements.lock"])
    named = MENDED.keys() & declared.keys()
    least = {name: max(Version(one.version) for one in declared[name] if one.operator == ">=") for name in named}
    assert {"nbconvert", "jupyterlab"} <= named
    assert {name: least[name] for name in named if least[name] < Version(MENDED[name])} == {}


FETCHING = re.compile(
    r"^\s*(?:import|from) (?:socket|urllib\.request|http|requests|httpx|aiohttp|ftplib|smtplib|fsspec|s3fs|boto3)\b",
    re.MULTILINE,
)


def test_nothing_in_the_package_can_fetch_from_a_network() -> None:
    sources = (ROOT / "kinerja_lab").rglob("*.py")
    assert [path.name for path in sources if FETCHING.search(path.read_text("utf-8"))] == []
    assert FETCHING.search("    from urllib.request import urlopen")
