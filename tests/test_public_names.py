"""What a person sees who types ``kl.`` and presses Tab, or asks with a question mark."""

from __future__ import annotations

import inspect
import subprocess
import sys
import types

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import kinerja_lab as kl

FUNCTIONS = [name for name in kl.__all__ if inspect.isfunction(getattr(kl, name))]


def completions(text: str) -> set[str]:
    """Names offered after a text."""
    with provisionalcompleter():
        return {item.text for item in InteractiveShell(user_ns={"kl": kl}).Completer.completions(text, len(text))}


def test_only_public_names_are_offered() -> None:
    assert set(dir(kl)) == {*kl.__all__, "__version__"}
    assert completions("kl.") == set(kl.__all__)
    assert list(kl.__all__) == sorted(set(kl.__all__), key=lambda name: (name[0].islower(), name))


@pytest.mark.parametrize(("typed", "offered"), [
    ("kl.lo", {"load", "load_region", "load_sample"}),
    ("kl.measures.kendall", {"kendall_w"}),
    ("kl.run(kl.load_sample('sibolga')).lam", {"lamps"}),
    ("kl.load_sample('sibolga').peri", {"period", "periods"}),
])  # fmt: skip
def test_names_are_completed_although_all_is_imported_late(typed: str, offered: set[str]) -> None:
    assert completions(typed) == offered


def test_a_fresh_kernel_completes_before_anything_is_imported() -> None:
    code = (
        "import kinerja_lab as kl; from IPython.core.completer import provisionalcompleter as p\n"
        "from IPython.core.interactiveshell import InteractiveShell as s\n"
        "with p(): print(sorted(i.text for i in s(user_ns={'kl': kl}).Completer.completions('kl.ex', 5)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "['explain', 'export', 'export_research']"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_signature_names_its_parameters_and_what_comes_back(name: str) -> None:
    signature = inspect.signature(getattr(kl, name))
    assert signature.return_annotation is not inspect.Signature.empty
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    assert not kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    assert "object at 0x" not in str(signature)


@pytest.mark.parametrize("name", kl.__all__)
def test_a_question_mark_shows_what_a_name_is_for(name: str) -> None:
    thing = getattr(kl, name)
    told = InteractiveShell(user_ns={"kl": kl}).object_inspect(f"kl.{name}")
    assert len(told["docstring"].split()) >= 4
    assert isinstance(thing, types.ModuleType) or told["file"]


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="tidak_ada"):
        kl.tidak_ada  # noqa: B018
