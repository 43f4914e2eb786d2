"""Which regions a command is about: samples by name, a folder of one's own, or many of either."""

from __future__ import annotations

from pathlib import Path

from kinerja_lab.errors import UnknownName

ALL = "semua"
_FIRST = "bukittinggi"


def regions(name: str, folder: str) -> list[tuple[str, str]]:
    """Regions to report on, as (name, folder); the folder is empty for the samples."""
    from kinerja_lab.loaders.samples import sample_regions
    from kinerja_lab.profile import FILE

    own = (Path(name) / FILE).is_file() or name not in (ALL, *sample_regions())
    if name and not folder and own and Path(name).is_dir():
        name, folder = "", name
    if not folder:
        return _chosen(name or _FIRST, dict.fromkeys(sample_regions(), ""))
    found = {item.parent.name: str(item.parent) for item in sorted(Path(folder).glob(f"*/{FILE}"))}
    if (Path(folder) / FILE).exists() or not found:
        return [(Path(folder).name, folder)]
    return _chosen(name or ALL, found)


def _chosen(name: str, found: dict[str, str]) -> list[tuple[str, str]]:
    """All regions, or the one that is named."""
    if name != ALL and name not in found:
        raise UnknownName("region", name, [*found, ALL])
    return [item for item in found.items() if name in (ALL, item[0])]
