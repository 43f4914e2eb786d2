"""JupyterLab starts in the notebooks' folder, with one kernel, for nobody else, and without asking the network."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_core.paths import jupyter_config_path
from jupyterlab.labapp import LabApp

from kinerja_lab.cli import lab_command
from kinerja_lab.report import build
from kinerja_lab.report.notebook import OwnKernel, kernel_command

Run = Callable[..., tuple[int, str, str]]
LOCALE = "@jupyterlab/translation-extension:plugin"


@dataclass(frozen=True)
class Started:
    """With what JupyterLab was started."""

    flags: Mapping[str, str]
    settings: Mapping[str, Any]
    config: str
    language: str


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path) -> Callable[..., Started]:
    """Call the command from another folder, without the server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "milik-sendiri"))
    seen: list[Started] = []

    def launch(flags: list[str]) -> None:
        folder = jupyter_config_path()[0]
        written = Path(folder, "labconfig", "default_setting_overrides.json").read_text("utf-8")
        given = dict(flag.removeprefix("--").split("=", 1) for flag in flags)
        seen.append(Started(given, json.loads(written), folder, os.environ["KINERJA_LANG"]))

    def call(*arguments: str) -> Started:
        monkeypatch.setenv("KINERJA_LANG", "")
        assert run(*arguments)[0] == 0
        return seen.pop()

    monkeypatch.setattr(LabApp, "launch_instance", launch)
    return call


def test_the_notebooks_are_opened_and_the_first_steps_first(start: Callable[..., Started]) -> None:
    flags = start("lab").flags
    root, address = Path(flags["ServerApp.root_dir"]), flags["LabApp.default_url"]
    assert (root / address.removeprefix("/lab/tree/")).is_file()
    assert (root / "laporan_wilayah.ipynb").is_file()


def test_a_folder_with_blanks_and_other_letters_stays_one_folder(
    start: Callable[..., Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "NOTEBOOK", Path("/Data BKD/é 漢 🙂/buku kerja/laporan_wilayah.ipynb"))
    assert Path(start("lab").flags["ServerApp.root_dir"]) == Path("/Data BKD/é 漢 🙂/buku kerja")


def test_only_this_computer_may_come_in(start: Callable[..., Started]) -> None:
    flags = start("lab").flags
    assert flags["ServerApp.ip"] == "127.0.0.1"
    assert not [name for name in flags if name.endswith((".token", ".password"))]


def test_nothing_is_asked_of_the_network(start: Callable[..., Started]) -> None:
    started = start("lab")
    assert started.flags["LabApp.news_url"] == "None"
    assert started.flags["LabApp.check_for_updates_class"].endswith("NeverCheckForUpdate")
    assert started.flags["LabApp.extension_manager"] == "readonly"
    news = started.settings["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}


def test_the_settings_are_found_before_those_of_the_user_and_then_removed(start: Callable[..., Started]) -> None:
    started = start("lab")
    assert not Path(started.config).exists()
    assert os.environ["JUPYTER_CONFIG_PATH"].endswith(f"{os.pathsep}{Path.cwd() / 'milik-sendiri'}")


@pytest.mark.parametrize(("installed", "arguments", "locale"), [
    (True, ["lab"], "id_ID"),
    (True, ["--lang", "en", "lab"], None),
    (False, ["lab"], None),
])  # fmt: skip
def test_jupyterlab_speaks_indonesian_where_it_can_and_is_asked_to(
    start: Callable[..., Started],
    monkeypatch: pytest.MonkeyPatch,
    installed: bool,
    arguments: list[str],
    locale: str | None,
) -> None:
    monkeypatch.setattr(lab_command, "find_spec", lambda name: object() if installed else None)
    started = start(*arguments)
    assert started.settings.get(LOCALE, {}).get("locale") == locale
    assert started.language == ("en" if "en" in arguments else "id")


def test_the_kernel_is_this_python_although_another_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = tmp_path / "kernels" / "python3"
    foreign.mkdir(parents=True)
    spec = {"argv": ["/asing/python", "-f", "{connection_file}"], "display_name": "Asing", "language": "python"}
    (foreign / "kernel.json").write_text(json.dumps(spec), "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    manager = OwnKernel()
    assert list(manager.find_kernel_specs()) == ["python3"]
    assert manager.get_kernel_spec("python3").argv[0] == sys.executable == kernel_command()
