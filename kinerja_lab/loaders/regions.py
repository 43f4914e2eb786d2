"""One region by name, wherever it lies: among the samples or in a folder of one's own."""

from __future__ import annotations

from pathlib import Path

from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import UnknownName
from kinerja_lab.loaders.canonical import load
from kinerja_lab.loaders.samples import load_sample


def load_region(region: str, period: str | None = None, folder: str | Path = "") -> Dataset:
    """Load a region and period: from ``folder`` if it is named, else from the samples.

    Raises
    ------
    UnknownName
        No such sample region, or the folder holds another region than the one asked for.
    InvalidDataset
        The tables or the profile are broken.
    """
    if not str(folder):
        return load_sample(region, period or None)
    data = load(folder, period or None)
    if region not in ("", data.profile.slug):
        raise UnknownName("region", region, (data.profile.slug,))
    return data
