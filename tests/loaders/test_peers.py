"""Answers of other packages stand beside the ratings that they were given."""

from __future__ import annotations

import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.loaders.peers import load_peers, peer_sets


@pytest.mark.parametrize("name", peer_sets())
def test_every_set_has_ratings_and_answers_with_a_version(name: str) -> None:
    ratings, answers = load_peers(name)
    assert list(ratings.columns) == ["id_pegawai", "id_penilai", "skor"]
    assert not ratings.isna().any(axis=None)
    assert not ratings.duplicated(["id_pegawai", "id_penilai"]).any()
    assert answers["versi"].notna().all()


def test_numbers_are_numbers_and_labels_stay_labels() -> None:
    assert load_peers("satu_penilai")[0]["skor"].dtype == float
    assert set(load_peers("label_predikat")[0]["skor"]) >= {"baik", "sangat_baik"}


def test_an_answer_is_a_number_or_an_error_or_missing_without_a_word() -> None:
    answers = load_peers("skor_sama")[1]
    assert answers["taksiran"].isna().all()
    assert (answers["kesalahan"] != "").sum() == 6


def test_an_unknown_set_names_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="gwet_12x4"):
        load_peers("tidak ada")
