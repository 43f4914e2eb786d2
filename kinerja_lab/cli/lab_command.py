"""``lab``: the notebooks in JupyterLab, with this Python, on this computer alone, and without asking the network."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from kinerja_lab.cli.screen import OK, speaking
from kinerja_lab.messages.catalogue import VARIABLE

_START = "mulai.ipynb"
_PACK, _LOCALE = "jupyterlab_language_pack_id_ID", "id_ID"
_FLAGS = (
    f"--LabApp.default_url=/lab/tree/{_START}",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.log_level=WARN",
    "--ServerApp.kernel_spec_manager_class=kinerja_lab.report.notebook.OwnKernel",
    # JupyterLab would ask the network for news, for new versions and for extensions.
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def lab(ctx: typer.Context) -> int:
    """Open the notebooks in JupyterLab, the first steps first."""
    from jupyterlab.labapp import LabApp

    from kinerja_lab.report.build import NOTEBOOK

    language, _ = speaking(ctx)
    os.environ[VARIABLE] = language  # results are shown in the language of the call
    with _preferred(_settings(language)):
        LabApp.launch_instance([f"--ServerApp.root_dir={NOTEBOOK.parent}", *_FLAGS])
    return OK


def _settings(language: str) -> dict[str, Mapping[str, Any]]:
    """What JupyterLab does unless its user decides otherwise; its own words are Indonesian where it has them."""
    settings: dict[str, Mapping[str, Any]] = {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        # There is one kernel: nobody need choose it.
        "@jupyterlab/notebook-extension:tracker": {"autoStartDefaultKernel": True},
    }
    if language == "id" and find_spec(_PACK) is not None:
        settings["@jupyterlab/translation-extension:plugin"] = {"locale": _LOCALE}
    return settings


@contextmanager
def _preferred(settings: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Let JupyterLab find these settings for as long as it runs."""
    with TemporaryDirectory(prefix="kinerja-lab-") as folder:
        place = Path(folder, "labconfig")
        place.mkdir()
        (place / "default_setting_overrides.json").write_text(json.dumps(settings), encoding="utf-8")
        given = os.environ.get("JUPYTER_CONFIG_PATH", "")
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, (folder, given)))
        yield
