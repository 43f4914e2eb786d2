"""What does the package answer to a reference case? ``python -m tests.reference.run CASE.json`` prints it as JSON.

The adapter follows from the schema of the file, never from the case: agreement cases have an ``orientation``, rater
cases a ``kind``, fairness cases a ``check``. An adapter is a module beside this one with
``answer(case: dict, folder: pathlib.Path) -> dict``, where ``folder`` is the folder of the case file. NaN prints as
``null``, infinite limits as ``"inf"`` and ``"-inf"``.
"""

from __future__ import annotations

import json
import math
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ADAPTERS = {"orientation": "agreement_cases", "kind": "rater_cases", "check": "fairness_cases"}


def adapter(case: dict[str, Any]) -> str:
    """Which module answers a case of this schema?"""
    for field, module in ADAPTERS.items():
        if field in case:
            return module
    raise SystemExit(f"not a reference case: none of the fields {', '.join(ADAPTERS)} is there")


def answer(path: Path) -> dict[str, Any]:
    """What does the package answer to the case in this file: ``{name: value}``, named as the case names them?"""
    case = json.loads(path.read_text(encoding="utf-8"))
    module = import_module(f"tests.reference.{adapter(case)}")
    return module.answer(case, path.parent)


def printable(value: Any) -> Any:
    """Value as plain JSON: NumPy scalars as Python numbers, NaN as null, infinity as text."""
    if isinstance(value, dict):
        return {str(key): printable(part) for key, part in value.items()}
    if hasattr(value, "tolist"):
        return printable(value.tolist())
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    return value


def main(arguments: list[str]) -> None:
    """Print the answer to the one case named on the command line."""
    if len(arguments) != 1:
        raise SystemExit("usage: python -m tests.reference.run CASE.json")
    print(json.dumps(printable(answer(Path(arguments[0]))), ensure_ascii=False, indent=1, allow_nan=False))


if __name__ == "__main__":
    main(sys.argv[1:])
