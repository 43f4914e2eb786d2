"""Can a report be made here? Python, kernel, versions, path length, write access."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kinerja_lab.report.build import NOTEBOOK, ROOT

_OLDEST, _NEWEST = (3, 11), (3, 13)
_LONGEST_ROOT = 100  # Windows names at most 260 characters, and files of the environment lie up to 137 deeper
_PACKAGES = ("kinerja_lab", "pandas", "scipy", "statsmodels", "papermill", "nbconvert", "ipykernel", "jupyterlab")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its key in the catalogues, whether it is good, and what was found."""

    name: str
    good: bool
    found: str


def examine(output: Path) -> tuple[Finding, ...]:
    """Look at everything that making a report needs."""
    return (
        Finding("python", _OLDEST <= sys.version_info[:2] <= _NEWEST, platform.python_version()),
        _kernel(),
        *(_package(name) for name in _PACKAGES),
        Finding("notebook", NOTEBOOK.is_file(), NOTEBOOK.name),
        Finding("path", os.name != "nt" or len(str(ROOT)) <= _LONGEST_ROOT, f"{len(str(ROOT))}"),
        _writable(output),
    )


def _kernel() -> Finding:
    """Which Python runs notebooks: the one that runs this."""
    from kinerja_lab.report.notebook import kernel_command

    command = kernel_command()
    return Finding("kernel", Path(command) == Path(sys.executable), command)


def _package(name: str) -> Finding:
    try:
        return Finding("package", True, f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding("package", False, name)


def _writable(output: Path) -> Finding:
    """Try to write where reports go; the folder itself may not exist yet."""
    folder = next(item for item in (output.resolve(), *output.resolve().parents) if item.is_dir())
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("output", True, str(folder))
    except OSError as error:
        return Finding("output", False, f"{folder}: {error.strerror}")
