"""Is the environment in .venv the one that the lock describes? If not, make it so.

Run by the Makefile, the .cmd files and the offline kit with any Python 3.11-3.13; needs nothing but the standard
library. A stamp in .venv holds the state that was installed, so that a second run costs nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
QUALITY_LOCK = "requirements-mutu.lock"
OLDEST, NEWEST = (3, 11), (3, 13)


def unsuitable(version: tuple[int, int], has_ensurepip: bool) -> str | None:
    """Say why this Python can't carry the project, in words for the person at the keyboard."""
    if not OLDEST <= version <= NEWEST:
        return "Perlu Python 3.11, 3.12, atau 3.13; yang dipakai Python {}.{}.".format(*version)
    if not has_ensurepip:
        return "Modul venv belum lengkap. Di Debian/Ubuntu: sudo apt install python3-venv"
    return None


def state(root: Path, locks: Sequence[str]) -> str:
    """Return what is to be installed as one line: where the project lies and the digest of its requirements."""
    content = b"".join((root / name).read_bytes() for name in ("pyproject.toml", *locks))
    return f"{hashlib.sha256(content).hexdigest()} {root}"


def block(lock: str, package: str) -> str:
    """Return the pinned line of one package with its hashes."""
    found = re.search(rf"^{re.escape(package)}==.*?(?=^[A-Za-z#]|\Z)", lock, flags=re.MULTILINE | re.DOTALL)
    if found is None:
        raise KeyError(package)
    return found.group()


class Environment:
    """A virtual environment of one project folder: the one to work in, or another by its name."""

    def __init__(self, root: Path, wheelhouse: Path | None = None, *, uv: bool = True, name: str = ".venv") -> None:
        self.root = root
        self.folder = root / name
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.offline = [] if wheelhouse is None else ["--no-index", "--find-links", str(wheelhouse)]
        self.uv = uv and wheelhouse is None

    def stamp(self, lock: str) -> Path:
        """Name the file that remembers what was installed from a lock."""
        return self.folder / f"{Path(lock).name}.terpasang"

    def is_current(self, locks: Sequence[str]) -> bool:
        """Tell whether every lock is installed in its present state."""
        stamps = {self.stamp(lock): state(self.root, [lock]) for lock in locks}
        return self.python.exists() and all(s.exists() and s.read_text("utf-8") == now for s, now in stamps.items())

    def create(self) -> None:
        """Create the environment; one that was moved here from another folder is made anew."""
        stamp = self.stamp(LOCK)
        moved = stamp.exists() and not stamp.read_text("utf-8").endswith(f" {self.root}")
        if moved or not self.python.exists():
            print(f"+ python -m venv {self.folder.name}", flush=True)
            venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(self.folder)

    def bring(self, lock: str) -> None:
        """Install a lock that is not installed in its present state, and remember that it is; the main one with us."""
        if self.is_current([lock]):
            return
        self.install(lock)
        if lock == LOCK:
            self.install_project()
        self.stamp(lock).write_text(state(self.root, [lock]), "utf-8")

    def install(self, lock: str) -> None:
        """Install a lock, checked by hash: with uv where it installs, otherwise with pip."""
        # Compiling everything costs as much as installing it; the first import compiles what it needs. Where Python
        # may not write bytecode, that would recur at every start, so there it is done now.
        compiling = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
        flags = ["--quiet", "--no-deps", "--require-hashes", "-r", lock]
        with_uv = ["uv", "pip", "install", "--python", str(self.python), *(["--compile-bytecode"] if compiling else [])]
        with_pip = ["pip", "install", *([] if compiling else ["--no-compile"]), *self.offline]
        if not (self.uv and self._has_uv() and self._run(*with_uv, *flags)):
            self._must(*with_pip, *flags)

    def install_project(self) -> None:
        """Install the project itself, so that its notebooks and samples are used where they lie."""
        flags = ["--quiet", "--no-deps", "--no-build-isolation", *self.offline]
        self._must("pip", "install", *flags, "--editable", ".")

    def _has_uv(self) -> bool:
        pinned = block((self.root / QUALITY_LOCK).read_text("utf-8"), "uv")
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder, "uv.lock")
            wanted.write_text(pinned, "utf-8")
            flags = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
            return self._run("pip", "install", *flags, "-r", str(wanted))

    def _run(self, *words: str) -> bool:
        print("+ python -m", *words, flush=True)
        environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        return subprocess.run([str(self.python), "-m", *words], cwd=self.root, env=environment).returncode == 0

    def _must(self, *words: str) -> None:
        if not self._run(*words):
            raise SystemExit("Pemasangan gagal pada langkah di atas. Periksa sambungan ke sumber paket, lalu ulangi.")


def options(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Pasang lingkungan kerja di .venv dari requirements.lock.")
    parser.add_argument("--mutu", action="store_true", help="pasang juga alat pemeriksa mutu kode")
    parser.add_argument("--tanpa-uv", action="store_true", help="pakai pip saja")
    parser.add_argument("--dari", type=Path, metavar="FOLDER", help="pasang tanpa jaringan dari folder berisi wheel")
    return parser.parse_args(words)


def main(words: Sequence[str]) -> None:
    """Bring .venv in step with the lock."""
    chosen = options(words)
    problem = unsuitable(sys.version_info[:2], importlib.util.find_spec("ensurepip") is not None)
    if problem:
        raise SystemExit(problem)
    locks = [LOCK, QUALITY_LOCK] if chosen.mutu else [LOCK]
    environment = Environment(ROOT, chosen.dari and chosen.dari.resolve(), uv=not chosen.tanpa_uv)
    if environment.is_current(locks):
        return
    print("Menyiapkan lingkungan Python di .venv (cukup sekali) ...", flush=True)
    start = time.monotonic()
    environment.create()
    for lock in locks:
        environment.bring(lock)
    print(f"Lingkungan siap dalam {time.monotonic() - start:.0f} detik.", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
