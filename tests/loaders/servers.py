"""A real PostgreSQL server of one's own: run by an unprivileged user, on a private socket, in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAMES = ("initdb", "pg_ctl")


class Unavailable(Exception):
    """Why there is no server to be had here."""


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of an empty database; the server and its folder vanish afterwards.

    Raises
    ------
    Unavailable
        PostgreSQL is not installed, or nobody unprivileged can start it.
    """
    programs = {name: _program(name) for name in _NAMES}
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="kl-", dir="/tmp"))
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        _run(user, programs["initdb"], "-D", str(data), "-U", "uji", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run(user, programs["pg_ctl"], "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql+pg8000://uji@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            _run(user, programs["pg_ctl"], "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    """Path of a program of the newest PostgreSQL that is installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if os.name != "posix" or not found:
        raise Unavailable(f"no {name} here: PostgreSQL is not installed")
    return found


def _user() -> pwd.struct_passwd | None:
    """Whom to become: nobody else, or, since PostgreSQL refuses to run as root, its own user or ``nobody``."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unavailable("PostgreSQL does not run as root, and there is no unprivileged user")


def _run(user: pwd.struct_passwd | None, *command: str) -> None:
    """Run a command as the unprivileged user."""
    identity = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False, **identity)  # type: ignore[call-overload]
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} failed: {done.stdout[-300:]}{done.stderr[-300:]}")
