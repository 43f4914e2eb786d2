"""What a kernel finds around it: remembered before a report, put back after it; what cannot be put back is noticed."""

from __future__ import annotations

import locale
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from importlib import import_module
from types import MethodType
from typing import Any

import numpy as np
import pandas as pd
from IPython.core.getipython import get_ipython

# What every report needs; with it in place before the first report, whatever a report changes in it is noticed.
_NEEDED = (
    "kinerja_lab.checks.suite",
    "kinerja_lab.loaders.folder",
    *(f"kinerja_lab.report.{name}" for name in ("chapters", "as_html", "as_pdf", "as_docx", "as_xlsx")),
)
_kept = ExitStack()
_known: dict[str, dict[str, object]] = {}


def remember() -> None:
    """Note what is there: directory, environment, warnings, options of libraries, and who stands behind every name."""
    for name in _NEEDED:
        import_module(name)
    _kept.enter_context(chdir(os.curdir))
    _kept.enter_context(warnings.catch_warnings())
    _kept.enter_context(import_module("matplotlib").rc_context())
    _kept.callback(locale.setlocale, locale.LC_ALL, locale.setlocale(locale.LC_ALL))
    _kept.callback(np.seterr, **np.geterr())
    _kept.callback(np.set_printoptions, **np.get_printoptions())
    _kept.callback(pd.reset_option, "all")
    _kept.callback(_put_back, list(sys.path), dict(os.environ))
    _known.update((name, found) for name, found in _names() if name not in _known)


def restore() -> None:
    """Put back what was remembered, forget all variables, and remember anew.

    Raises
    ------
    RuntimeError
        Something was replaced in a module or class: only a new kernel is clean.
    """
    _kept.close()
    replaced = [name for name, found in _names() if not _same(name, _known.get(name, found), found)]
    if replaced:
        raise RuntimeError(", ".join(replaced))
    shell: Any = get_ipython()
    shell.reset(new_session=True)
    remember()


def _put_back(path: list[str], environment: dict[str, str]) -> None:
    """Where modules are looked for, and the environment."""
    sys.path[:] = path
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    os.environ.update(environment)


def _names() -> Iterator[tuple[str, dict[str, object]]]:
    """What stands behind the names of modules and their classes: all of this package's own, else what can be called."""
    for home, module in list(sys.modules.items()):
        there = dict(getattr(module, "__dict__", ()))
        if home == "__main__" or not there:
            continue
        own = home.partition(".")[0] == "kinerja_lab"
        yield home, {name: value for name, value in there.items() if own or callable(value)}
        for name, value in there.items():
            if isinstance(value, type) and value.__module__ == home:
                yield f"{home}.{name}", {key: part for key, part in vars(value).items() if _called(part)}


def _called(part: Any) -> bool:
    return callable(part) or isinstance(part, (classmethod, staticmethod, property))


def _same(home: str, before: dict[str, object], now: dict[str, object]) -> bool:
    """Whether every name still stands for what it stood for; modules fetch more on first use, classes do not."""
    more = home not in sys.modules and now.keys() - before.keys()
    return not more and all(now.get(name) is value or _bound(now.get(name), value) for name, value in before.items())


def _bound(now: object, before: object) -> bool:
    """A kernel binds methods of its own to names of the system anew for each cell."""
    return isinstance(before, MethodType) and now == before
