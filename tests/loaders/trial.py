"""Runs commands, each in a process of its own, and tells how each ended and what it took.

``python -m tests.loaders.trial`` reads a list of commands as JSON, a line each, and answers with a line each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

from kinerja_lab import cli

ROOT = Path(__file__).parents[2]
_BUG, _USER = 70, "UJI_PENGGUNA"


class Outcome(NamedTuple):
    """How a command ended (``signal`` 0: by itself), seconds of processor and clock, MiB at most, what it said."""

    code: int
    signal: int
    seconds: float
    clock: float
    peak: float
    said: str


def outcomes(commands: Sequence[Sequence[object]], **surroundings: str) -> list[Outcome]:
    """Run commands of ``kinerja-lab`` in processes that start small, as at the keyboard.

    ``UJI_PENGGUNA`` among the surroundings is the number of a user whom root becomes for it.
    """
    lines = "".join(json.dumps([str(word) for word in command]) + "\n" for command in commands)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KINERJA_")}
    environment |= {"COLUMNS": "1000", "PYTHONPATH": str(ROOT)} | surroundings
    call = [sys.executable, "-m", "tests.loaders.trial"]
    done = subprocess.run(call, input=lines, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    return [Outcome(*json.loads(line)) for line in done.stdout.splitlines()]


def _tried(command: Sequence[str]) -> Outcome:
    """Run one command in a fork, its own children counted in."""
    with tempfile.TemporaryFile() as words:
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            _run(command, words)
        _, status, usage = os.wait4(child, 0)
        clock = time.monotonic() - start
        words.seek(0)
        said = words.read().decode("utf-8", "surrogateescape")
    signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1
    return Outcome(code, signal, usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / 1024, said)


def _run(command: Sequence[str], words: IO[bytes]) -> NoReturn:
    """Be the command, and never come back."""
    os.dup2(words.fileno(), 1)
    os.dup2(words.fileno(), 2)
    code = _BUG
    try:
        if _USER in os.environ:
            _become(int(os.environ[_USER]), command)
        cli.main(list(command))
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become(user: int, command: Sequence[str]) -> None:
    """Become another user, once the command has imported what that user may not be able to read."""
    with suppress(SystemExit):
        cli.main(list(command))
    sys.stdout.flush()
    sys.stderr.flush()
    os.ftruncate(1, 0)
    os.lseek(1, 0, os.SEEK_SET)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def _main() -> None:
    """Import once what every command needs, then try each."""
    import pydantic  # noqa: F401 - what typer imports when it runs a command
    import rich.table  # noqa: F401

    import kinerja_lab.cli.commands
    import kinerja_lab.loaders.database
    import kinerja_lab.loaders.folder
    import kinerja_lab.report.loading  # noqa: F401

    for line in sys.stdin:
        sys.stdout.write(json.dumps(_tried(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
