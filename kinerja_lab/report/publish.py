"""A report appears whole or not at all: staging beside the target, one run at a time, replaced by rename."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kinerja_lab.errors import ReportFailed
from kinerja_lab.files import local

_PAUSE = 0.05  # seconds between two looks at a lock
_LONGEST_PATH = 259 if os.name == "nt" else 4095
_ROOM = 40  # letters that the longest name in a report's folder, or in the one beside it, takes


def report_folder(output: str | Path, *parts: str) -> Path:
    """Folder of a report inside the output folder.

    Raises
    ------
    ReportFailed
        A part, or a link on the way, leads out of the output folder; or the path is too long for this system.
    UnknownName
        The output folder is an address of a network.
    """
    root = local(output).resolve()
    target = root.joinpath(*parts)
    if not target.resolve().is_relative_to(root) or target.resolve() == root:
        raise ReportFailed("outside_output", target.name)
    if len(str(target)) + _ROOM > _LONGEST_PATH:
        raise ReportFailed("path_too_long", f"{len(str(target))} > {_LONGEST_PATH - _ROOM}: {target}")
    return target


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of ``target``, else it vanishes.

    What a killed run left behind is put right first. The old report stays until the new one is complete.

    Raises
    ------
    ReportFailed
        Another run is writing this report (``busy``), or the folder cannot be written (``not_writable``).
    """
    staging, old = _beside(target, "baru"), _beside(target, "lama")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _only_one(_beside(target, "kunci")):
            _put_right(target, staging, old)
            staging.mkdir()
            try:
                yield staging
                _replace(target, staging, old)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise ReportFailed("not_writable", f"{target.name}: {error.strerror}") from error


@contextmanager
def in_turn(target: Path, seconds: float = 60.0) -> Iterator[None]:
    """Wait until nobody else is writing a file that many runs share, then hold it.

    Raises
    ------
    ReportFailed
        Somebody held it all the time (``busy``), or the folder cannot be written (``not_writable``).
    """
    last = time.monotonic() + seconds
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(_only_one(_beside(target, "kunci")))
                break
            except ReportFailed:
                if time.monotonic() > last:
                    raise
                time.sleep(_PAUSE)
            except OSError as error:
                raise ReportFailed("not_writable", f"{target.name}: {error.strerror}") from error
        yield


def _beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{kind}")


def _put_right(target: Path, staging: Path, old: Path) -> None:
    """Sweep what a killed run left; a report caught between its two renames comes back."""
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(staging, ignore_errors=True)


def _replace(target: Path, staging: Path, old: Path) -> None:
    """Put the new report in place; if that fails the old one returns."""
    if target.exists():
        target.rename(old)
    try:
        staging.rename(target)
    except OSError:
        with suppress(OSError):
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Hold a lock that the system frees when this process ends, however it ends."""
    with open(lock, "a+b", opener=_not_linked) as file:
        try:
            _hold(file.fileno())
            # Whoever held it before may have removed it in between, and a third may have made a new one.
            if not os.path.samestat(os.fstat(file.fileno()), lock.stat()):
                raise FileNotFoundError
        except OSError:
            raise ReportFailed("busy", lock.name.split(".")[1]) from None
        try:
            yield
        finally:
            with suppress(OSError):
                lock.unlink()


def _not_linked(path: str, flags: int) -> int:
    """Open a file, but nothing that a link in its place points to."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _hold(descriptor: int) -> None:
    """Lock a file, or fail at once if somebody else holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
