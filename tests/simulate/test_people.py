"""Employees: who they are, whom they answer to, and what cannot be told about them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab.simulate import RegionPlan, region
from kinerja_lab.simulate.people import SAMPLE_KEY, employees, pseudonym

Tables = dict[str, dict[str, pd.DataFrame]]


def test_identities_are_unique_lower_case_hexadecimal_and_never_look_like_numbers(simulated: Tables) -> None:
    for tables in simulated.values():
        names = tables["pegawai"]["id_pegawai"]
        assert names.is_unique
        assert names.str.fullmatch(r"[0-9a-f]{16}").all()
        assert not names.str.isdigit().any()


def test_a_pseudonym_is_the_keyed_digest_of_the_number() -> None:
    number = "199001012015031900"
    assert pseudonym(number) == hmac.new(SAMPLE_KEY, number.encode(), hashlib.sha256).hexdigest()[:16]
    assert pseudonym(number, b"another key") != pseudonym(number)


def test_units_have_their_planned_sizes_and_one_head_each(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        people = tables["pegawai"]
        assert people["unit_kerja"].value_counts().to_dict() == {unit.name: unit.size for unit in plans[slug].units}
        assert (people.groupby("unit_kerja")["pimpinan_unit"].sum() == 1).all()
        assert 300 <= len(people) <= 800


def test_everybody_answers_to_a_leader_of_the_same_unit_and_heads_to_the_unit_above(simulated: Tables) -> None:
    for slug, tables in simulated.items():
        people = tables["pegawai"].set_index("id_pegawai")
        staff = people[~people["pimpinan_unit"]]
        above = people.loc[staff["id_atasan"]]
        assert (above["unit_kerja"].to_numpy() == staff["unit_kerja"].to_numpy()).all()
        heads = people[people["pimpinan_unit"]]
        outside = heads["unit_induk"].str.contains("Kota Pangkal Pinang") & ~heads["unit_induk"].str.startswith("Pem")
        assert (heads["id_atasan"] == "").sum() == 1 + outside.sum()
        assert slug != "bukitintan" or outside.sum() == 7
        assert people.loc[heads.loc[heads["id_atasan"] != "", "id_atasan"], "pimpinan_unit"].all()


def test_contracts_have_roman_grades_and_entry_positions_only(simulated: Tables) -> None:
    for tables in simulated.values():
        people = tables["pegawai"]
        contract = people["jenis_pegawai"] == "PPPK"
        assert people.loc[contract, "golongan"].isin(["V", "VII", "IX"]).all()
        assert people.loc[~contract, "golongan"].str.fullmatch(r"I[IV]*/[a-e]").all()
        assert people.loc[contract, "jenjang"].isin(["", "ahli_pertama", "terampil"]).all()
        assert people.loc[contract, "jenis_jabatan"].isin(["pelaksana", "fungsional"]).all()
        assert 0.15 < contract.mean() < 0.35


def test_ages_are_those_of_working_people(simulated: Tables) -> None:
    for tables in simulated.values():
        age = (pd.Timestamp("2025-12-31") - tables["pegawai"]["tanggal_lahir"]).dt.days / 365.25
        assert age.between(23, 60.5).all()


def test_the_share_of_women_is_the_planned_one_where_the_plan_names_one(quiet: RegionPlan) -> None:
    plan = replace(
        quiet, units=tuple(replace(unit, women=women) for unit, women in zip(quiet.units, (0, 1, 0.5), strict=True))
    )
    women = (employees(plan)["jenis_kelamin"] == "P").groupby(employees(plan)["unit_kerja"]).mean()
    assert women["Sekretariat Daerah"] == 0
    assert women["Dinas Kesehatan"] == 1
    assert abs(women["Badan Keuangan"] - 0.5) < 4 * np.sqrt(0.25 / 160)


def test_no_table_holds_a_number_of_18_digits(simulated: Tables) -> None:
    for tables in simulated.values():
        for table in tables.values():
            assert not table.astype(str).apply(lambda column: column.str.contains(r"\d{16}")).to_numpy().any()


def test_raters_are_employees(quiet: RegionPlan) -> None:
    tables = region(quiet)
    known = set(tables["pegawai"]["id_pegawai"])
    assert set(tables["penilaian"]["id_penilai"]) | set(tables["butir"]["id_penilai"]) <= known
