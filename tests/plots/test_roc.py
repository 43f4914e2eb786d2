"""The picture of the detectors tells the area of every curve."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.messages.catalogue import LANGUAGES, label
from kinerja_lab.messages.numbers import number
from kinerja_lab.models.detection import curve
from kinerja_lab.plots import roc
from tests.plots.written import written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_has_a_panel_named_with_its_area(lang: str) -> None:
    one = {"p_value": [0.001, 0.2, 0.03, 0.9], "flag": [1, -1, 0, 0], "replication": [0, 0, 1, 1]}
    found = pd.concat([pd.DataFrame(one).assign(planted=name) for name in ("halo", "copy", "drift", "drf")])
    made = roc(found, lang)
    area = number(curve(found[found["planted"] == "halo"]).area, lang)
    titles = [f"{label(name, lang, 'planted')} {area}" for name in ("halo", "copy", "drift", "drf")]
    assert [each.text for each in written(made) if each.text.endswith(area)] == titles
    assert all(title in made.alt for title in titles)
