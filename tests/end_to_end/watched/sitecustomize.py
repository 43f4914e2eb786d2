"""Every process of Python that finds this file notes whom it asks the network for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ASKED = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
_NOTES = Path(os.environ["UJI_JARINGAN"], f"{os.getpid()}.txt")


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if event in _ASKED:
        whom = arguments[1] if event in ("socket.connect", "socket.bind", "socket.sendto") else arguments[0]
        host = whom[0] if isinstance(whom, tuple) else whom
        _note(f"{event} {host!r}")


def _note(line: str) -> None:
    with _NOTES.open("a", encoding="utf-8") as notes:
        notes.write(f"{line}\n")


_note(" ".join(sys.orig_argv))
sys.addaudithook(_heard)
