"""Which regions a command is about, and when several folders are one region too many."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_lab.cli.region_names import ALL, regions
from kinerja_lab.errors import InvalidDataset
from kinerja_lab.messages.explain import explain_problem


def folder(place: Path, **profiles: str) -> str:
    """A folder of regions, each with what stands in its profile."""
    for name, text in profiles.items():
        (place / name).mkdir()
        (place / name / "wilayah.toml").write_text(text, encoding="utf-8")
    return str(place)


def test_folders_with_a_slug_each_are_all_taken(tmp_path: Path) -> None:
    found = regions(ALL, folder(tmp_path, satu='slug = "kota-a"', dua='slug = "kota-b"'))
    assert [name for name, _ in found] == ["dua", "satu"]


def test_every_folder_with_the_slug_of_another_is_named(tmp_path: Path) -> None:
    place = folder(tmp_path, a='slug = "kota"', b='slug = "kota"', c='slug = "lain"', d='slug = "kota"')
    with pytest.raises(InvalidDataset) as caught:
        regions(ALL, place)
    assert [(problem.file, problem.allowed) for problem in caught.value.problems] == [
        ("b/wilayah.toml", "a"),
        ("d/wilayah.toml", "a"),
    ]
    assert "slug kota sudah dipakai wilayah di folder a" in explain_problem(caught.value.problems[0])


def test_one_of_them_alone_is_no_problem(tmp_path: Path) -> None:
    place = folder(tmp_path, a='slug = "kota"', b='slug = "kota"')
    assert regions("b", place) == [("b", str(tmp_path / "b"))]


def test_a_broken_profile_is_left_to_loading(tmp_path: Path) -> None:
    assert len(regions(ALL, folder(tmp_path, a="slug = ", b='slug = "kota"'))) == 2
