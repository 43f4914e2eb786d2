"""One region by name, wherever it lies: among the samples or in a folder of one's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import UnknownName
from kinerja_lab.loaders.database import SQL_VARIABLE
from kinerja_lab.loaders.folder import load_folder
from kinerja_lab.loaders.samples import load_sample

_in_hand: dict[tuple[str, str, str], Dataset] = {}


def load_region(region: str, period: str | None = None, folder: str | Path = "") -> Dataset:
    """Load a region and period: from ``folder`` if it is named, else from the samples.

    The key of the pseudonyms and the address of a database are taken from the environment (``KINERJA_KUNCI``,
    ``KINERJA_SQL``), so that neither stands in a notebook.

    Raises
    ------
    UnknownName
        No such sample region, or the folder holds another region than the one asked for.
    InvalidDataset
        The files, the tables or the profile are broken.
    KeyRefused
        There are numbers of people to replace, and the key cannot be used.
    """
    if held := _in_hand.get((region, period or "", str(folder))):
        return held
    if not str(folder):
        return load_sample(region, period or None)
    data = load_folder(folder, period or None, sql=os.environ.get(SQL_VARIABLE, ""))
    if region not in ("", data.profile.slug):
        raise UnknownName("region", region, (data.profile.slug,))
    return data


@contextmanager
def in_hand(data: Dataset, folder: str) -> Iterator[None]:
    """Give what was just loaded from a folder (or the samples) to a notebook of this process that asks for the same."""
    asked = data.profile.slug, data.period, folder
    _in_hand[asked] = data
    try:
        yield
    finally:
        del _in_hand[asked]
