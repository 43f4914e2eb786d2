"""Which regions a command is about: samples by name, a folder of one's own, or many of either."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path

from kinerja_lab.errors import InvalidDataset, Problem, UnknownName

ALL = "semua"
_FIRST = "bukittinggi"


def regions(name: str, folder: str) -> list[tuple[str, str]]:
    """Regions to report on, as (name, folder); the folder is empty for the samples.

    Raises ``UnknownName``: no region has this name. ``InvalidDataset``: several folders are of the same region, so that
    their reports would replace each other.
    """
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
    return _apart(_chosen(name or ALL, found), FILE)


def _apart(chosen: list[tuple[str, str]], file: str) -> list[tuple[str, str]]:
    """These regions, if each of them has a slug of its own."""
    slugs = {name: _slug(Path(folder, file)) for name, folder in chosen}
    first = {slug: name for name, slug in reversed(slugs.items())}
    twin = {name: slug for name, slug in slugs.items() if slug and first[slug] != name}
    if twin:
        same = partial(Problem, rule="same_slug", table="wilayah", column="slug")
        raise InvalidDataset(
            [same(file=f"{name}/{file}", found=slug, allowed=first[slug]) for name, slug in twin.items()]
        )
    return chosen


def _slug(profile: Path) -> str:
    """Slug in a profile; nothing where it cannot be read, which loading the region will tell."""
    try:
        return str(tomllib.loads(profile.read_text("utf-8")).get("slug", ""))
    except (OSError, ValueError):
        return ""


def _chosen(name: str, found: dict[str, str]) -> list[tuple[str, str]]:
    """All regions, or the one that is named."""
    if name != ALL and name not in found:
        raise UnknownName("region", name, [*found, ALL])
    return [item for item in found.items() if name in (ALL, item[0])]
