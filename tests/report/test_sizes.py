"""Every sample region gives files that can be sent, in both languages."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.suite import run
from kinerja_lab.loaders.samples import load_sample, sample_regions
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.report.as_docx import to_docx
from kinerja_lab.report.as_html import to_html
from kinerja_lab.report.as_pdf import to_pdf
from kinerja_lab.report.chapters import document
from kinerja_lab.report.display import Report

WRITERS = {to_docx: 1_200_000, to_html: 800_000, to_pdf: 400_000}


@pytest.mark.slow
@pytest.mark.parametrize("region", sample_regions())
def test_the_files_of_a_region_are_small_enough_to_be_sent(region: str) -> None:
    data = load_sample(region)
    results = run(data)
    for language in LANGUAGES:
        made = document(Report(results, language), data)
        too_large = {write.__name__: len(write(made)) for write, most in WRITERS.items() if len(write(made)) > most}
        assert too_large == {}
