"""The series of workshops, in their order, and how one is begun."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kinerja_lab.errors import UnknownName
from kinerja_lab.files import there
from kinerja_lab.training.course import Workshop
from kinerja_lab.training.session import Session

# Each is a module of this room with WORKSHOP, and has its sentences in kata/<name>.toml.
SERIES = ("data_kotor", "penilai", "predikat", "keadilan", "ambang", "layanan", "laporan")


def find(name: str) -> Workshop:
    """Give a workshop by name.

    Raises ``UnknownName``: no such workshop; the error lists those there are.
    """
    if name not in SERIES:
        raise UnknownName("workshop", name, SERIES)
    found: Workshop = import_module(f"{__package__}.{name}").WORKSHOP
    return found


def workshop(name: str, data: str | Path = "") -> Session:
    """Begin a workshop (one of ``SERIES``) on the sample region, or on the data in a participant's folder.

    Raises ``UnknownName``: no such workshop, or no such folder.
    """
    return Session(find(name), there(data) if str(data) else None)
