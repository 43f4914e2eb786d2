"""Office hours and working days of the simulated regions."""

from __future__ import annotations

import numpy as np

from kinerja_lab.measures.waiting_time import public_holidays, waiting_hours
from kinerja_lab.simulate.office import closed_days, later, months, office_moments, working_days


def test_the_office_is_closed_when_the_checks_think_so() -> None:
    assert closed_days().tolist() == public_holidays(2022, 2026).tolist()


def test_months_run_over_the_turn_of_a_year() -> None:
    assert months("2024-11", "2025-02") == ["2024-11", "2024-12", "2025-01", "2025-02"]


def test_working_days_leave_out_weekends_and_holidays() -> None:
    days = working_days("2025-04", "2025-04").astype(str).tolist()
    assert "2025-04-05" not in days  # a Saturday
    assert "2025-04-18" not in days  # Good Friday
    assert days[-1] == "2025-04-30"


def test_a_moment_after_so_many_office_hours_is_that_many_hours_later() -> None:
    import pandas as pd

    random = np.random.default_rng(5)
    came = office_moments(random, working_days("2025-03", "2025-05"), 200)
    hours = random.uniform(0.1, 60.0, 200)
    table = pd.DataFrame({"waktu_masuk": came, "waktu_selesai": later(came, hours)}).astype("datetime64[s]")
    assert np.abs(waiting_hours(table)["hours"].to_numpy() - hours).max() <= 1 / 60
