from __future__ import annotations

import subprocess
from pathlib import Path
from zipfile import ZipFile

import bekal
import pytest

LOCK = """# made by a tool
appnope==0.1 ; sys_platform == 'darwin' \\
    --hash=sha256:aa
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:cc
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
soupsieve==2.10 ; python_full_version < '3.11.5' \\
    --hash=sha256:ee
soupsieve==4.1.3 ; python_full_version >= '3.11.5' \\
    --hash=sha256:ff
"""


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("3.11.0", {("colorama", "0.4.6"), ("numpy", "2.4.6"), ("soupsieve", "2.10")}),
        ("3.11.9", {("colorama", "0.4.6"), ("numpy", "2.4.6"), ("soupsieve", "4.1.3")}),
        ("3.13.0", {("colorama", "0.4.6"), ("numpy", "2.5.5"), ("soupsieve", "4.1.3")}),
    ],
)
def test_what_windows_needs_is_chosen_on_any_system(release: str, expected: set[tuple[str, str]]) -> None:
    chosen = bekal.for_windows(LOCK, release)
    assert chosen.keys() == expected
    assert chosen["colorama", "0.4.6"] == "colorama==0.4.6 \\\n    --hash=sha256:bb\n"


def wheels(monkeypatch: pytest.MonkeyPatch, *, without: str = "") -> list[list[str]]:
    """Let the wheels of every request appear at once, and collect the requests."""
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> None:
        folder = Path(command[command.index("--dest") + 1])
        lines = Path(command[-1]).read_text().splitlines()
        for name, _, version in (line.rstrip(" \\").partition("==") for line in lines if "==" in line):
            if name != without:
                (folder / f"{name}-{version}-py3-none-any.whl").touch()
        asked.append(command)

    monkeypatch.setattr(bekal.subprocess, "run", run)
    return asked


def test_the_kit_serves_every_patch_release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = wheels(monkeypatch)
    assert bekal.fill(LOCK, "3.11", tmp_path) == 4
    assert len(list(tmp_path.glob("soupsieve-*.whl"))) == 2
    assert [command[command.index("--python-version") + 1] for command in asked] == ["3.11.0", "3.11.99"]


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wheels(monkeypatch, without="numpy")
    with pytest.raises(SystemExit, match="numpy"):
        bekal.fill(LOCK, "3.12", tmp_path)


def test_the_kit_holds_tracked_files_wheels_and_a_way_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project, wheelhouse = tmp_path / "project", tmp_path / "wheelhouse"
    for folder in (project, wheelhouse):
        folder.mkdir()
    (project / "README.md").write_text("x")
    (project / "rahasia.csv").write_text("x")
    (wheelhouse / "numpy-2.4.6-py3-none-any.whl").write_text("x")
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    subprocess.run(["git", "add", "README.md"], cwd=project, check=True)
    monkeypatch.setattr(bekal, "ROOT", project)
    bekal.pack("3.12", wheelhouse, tmp_path / "kit.zip")
    with ZipFile(tmp_path / "kit.zip") as kit:
        assert set(kit.namelist()) == {
            f"kinerja_lab/{name}" for name in ("README.md", "pasang.cmd", "wheelhouse/numpy-2.4.6-py3-none-any.whl")
        }
        assert b"py -3.12 tools\\pasang.py --dari wheelhouse\r\n" in kit.read("kinerja_lab/pasang.cmd")
