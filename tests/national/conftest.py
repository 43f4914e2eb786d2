"""A country of five: the sample regions in one store."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_lab.dataset import Dataset
from kinerja_lab.loaders.samples import load_sample, sample_regions
from kinerja_lab.national.store import folder_name, write_region


@pytest.fixture(scope="session")
def samples() -> dict[str, Dataset]:
    """Each sample region by the name of its folder in the store."""
    return {folder_name(data.profile): data for data in map(load_sample, sample_regions())}


@pytest.fixture(scope="session")
def store(samples: dict[str, Dataset], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them in one store."""
    folder = tmp_path_factory.mktemp("negara")
    for name, data in samples.items():
        write_region(data, folder / name)
    return folder
