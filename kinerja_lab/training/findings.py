"""What the checks of the toolkit find in a data set: the source of most right answers."""

from __future__ import annotations

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.suite import run, standard
from kinerja_lab.claims.claim import all_claims, answer_claims, resting_on
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import UnknownName


def result(data: Dataset, slug: str) -> CheckResult:
    """Run one check of the standard suite on a data set.

    Raises
    ------
    UnknownName
        The suite of this region has no such check.
    """
    suite = standard(data.profile)
    asked = tuple(check for check in suite if check.slug == slug)
    if not asked:
        raise UnknownName("check", slug, [check.slug for check in suite])
    return run(data, asked)[slug]


def claim(data: Dataset, number: int) -> str:
    """Answer a claim of the region's document, in the words of ``claims.Answer``."""
    wanted = next(item for item in all_claims() if item.number == number)
    related = {check.family for check in standard(data.profile) if check.slug == wanted.check} - {None}
    suite = resting_on(data.profile.slug, standard(data.profile))
    asked = tuple(check for check in suite if check.slug == wanted.check or check.family in related)
    answers = answer_claims(run(data, asked))
    return str(next(item.answer for item in answers if item.claim.number == number))
