"""The simulated sample regions that come with the project."""

from __future__ import annotations

from pathlib import Path

from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import UnknownName
from kinerja_lab.loaders.folder import load_folder
from kinerja_lab.profile import FILE

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def sample_regions() -> tuple[str, ...]:
    """Names of the sample regions, alphabetical."""
    return tuple(sorted(path.parent.name for path in SAMPLES.glob(f"*/{FILE}")))


def load_sample(region: str, period: str | None = None) -> Dataset:
    """Load a sample region; ``UnknownName`` where there is no such region or period lists those there are."""
    if region not in sample_regions():
        raise UnknownName("region", region, sample_regions())
    return load_folder(SAMPLES / region, period)
