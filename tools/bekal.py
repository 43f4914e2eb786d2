"""Pack the project with all its Windows wheels, for laptops without a network.

Leaves one zip file in `bekal/`: the project's tracked files, a `wheelhouse` folder made from the lock, and
`pasang.cmd`, which installs from that folder alone. Python itself must already be on the laptop.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
Pin = tuple[str, str]
PASANG = """@echo off
rem Memasang kinerja_lab tanpa jaringan. Perlu Python {version} (64-bit) di laptop ini.
setlocal
cd /d "%~dp0"
py -{version} tools\\pasang.py --dari wheelhouse
if errorlevel 1 (
  echo Pemasangan belum berhasil. Pastikan Python {version} 64-bit terpasang, lalu ulangi.
  pause
  exit /b 1
)
echo Selesai. Jalankan laporan.cmd untuk membuat laporan contoh.
pause
"""


def windows(release: str) -> dict[str, str]:
    """Return the environment that markers see on 64-bit Windows with a Python release such as 3.11.9."""
    return {
        "implementation_name": "cpython",
        "implementation_version": release,
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0.19045",
        "python_full_version": release,
        "python_version": release.rpartition(".")[0],
        "sys_platform": "win32",
    }


def for_windows(lock: str, release: str) -> dict[Pin, str]:
    """Return the lock's blocks that apply on Windows, by package and version, without their markers.

    `pip download --platform` reads markers with the Python it runs on, so what only Windows needs would be missing
    and what only this machine needs would be asked for.
    """
    chosen: dict[Pin, str] = {}
    for text in re.split(r"^(?=[A-Za-z])", lock, flags=re.MULTILINE)[1:]:
        line, _, hashes = text.partition("\\\n")
        wanted = Requirement(line.strip())
        if wanted.marker is None or wanted.marker.evaluate(windows(release)):
            pin = canonicalize_name(wanted.name), str(wanted.specifier).removeprefix("==")
            chosen[pin] = f"{wanted.name}{wanted.specifier} \\\n{hashes}"
    return chosen


def download(blocks: dict[Pin, str], release: str, folder: Path) -> None:
    """Add the wheels of some pinned packages, as a Python release on 64-bit Windows wants them, to the wheelhouse."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "windows.lock"
    wanted.write_text("".join(blocks.values()), "utf-8")
    target = ["--platform", "win_amd64", "--python-version", release, "--implementation", "cp"]
    flags = ["--quiet", "--only-binary", ":all:", "--no-deps", "--require-hashes"]
    command = [sys.executable, "-m", "pip", "download", *flags, *target, "--dest", str(folder), "-r", str(wanted)]
    print("+ python", *command[1:], flush=True)
    subprocess.run(command, check=True)
    wanted.unlink()


def fill(lock: str, version: str, folder: Path) -> int:
    """Fill the wheelhouse for every patch release of a Python version; return how many wheels it holds.

    A pin may depend on the patch release, and nobody knows which one the laptop has: both ends are packed.
    """
    oldest, newest = f"{version}.0", f"{version}.99"
    wanted = for_windows(lock, oldest)
    download(wanted, oldest, folder)
    if later := {pin: text for pin, text in for_windows(lock, newest).items() if pin not in wanted}:
        download(later, newest, folder)
    wheels = [parse_wheel_filename(wheel.name)[:2] for wheel in folder.glob("*.whl")]
    if missing := {*wanted, *later} - {(str(name), str(number)) for name, number in wheels}:
        raise SystemExit(f"no Windows wheel for {sorted(missing)}")
    return len(wheels)


def tracked(root: Path) -> list[Path]:
    """List the project's files as git knows them; what a person generated stays at home."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    return [Path(name) for name in listed.decode().split("\0") if name and (root / name).is_file()]


def pack(version: str, wheelhouse: Path, target: Path) -> None:
    """Write the kit under a temporary name and give it its own name when complete."""
    unfinished = target.with_suffix(".sebagian")
    with ZipFile(unfinished, "w", ZIP_DEFLATED) as kit:
        for name in tracked(ROOT):
            kit.write(ROOT / name, Path("kinerja_lab", name))
        kit.writestr("kinerja_lab/pasang.cmd", PASANG.format(version=version).replace("\n", "\r\n"))
        for wheel in sorted(wheelhouse.glob("*.whl")):
            kit.write(wheel, Path("kinerja_lab", "wheelhouse", wheel.name), ZIP_STORED)
    unfinished.replace(target)


def main(words: Sequence[str]) -> None:
    """Build the kit and say how large it is."""
    parser = argparse.ArgumentParser(description="Susun bekal luring untuk laptop Windows.")
    parser.add_argument("--python", default="3.11", choices=["3.11", "3.12", "3.13"], help="versi Python di laptop")
    version = parser.parse_args(words).python
    start = time.monotonic()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wheelhouse = ROOT / "bekal" / f"wheelhouse-{version}"
    shutil.rmtree(wheelhouse, ignore_errors=True)
    packages = fill((ROOT / LOCK).read_text("utf-8"), version, wheelhouse)
    target = ROOT / "bekal" / f"{project['name']}-{project['version']}-windows-py{version}.zip"
    pack(version, wheelhouse, target)
    size = target.stat().st_size / 1e6
    print(f"{target.relative_to(ROOT)}: {packages} paket, {size:.0f} MB, {time.monotonic() - start:.0f} detik")


if __name__ == "__main__":
    main(sys.argv[1:])
