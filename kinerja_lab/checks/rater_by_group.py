"""Do single raters treat two groups of employees differently than the other raters of the same employees do?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import Needs
from kinerja_lab.checks.rater_effects import SCORED, RaterCheck
from kinerja_lab.checks.ratings import expected_now
from kinerja_lab.dataset import Dataset
from kinerja_lab.models.rater_by_group import rater_by_group
from kinerja_lab.models.rater_screen import RaterScreen


@dataclass(frozen=True, kw_only=True)
class RaterByGroup(RaterCheck):
    """Standard deviation, between raters, of the points that they give the focal group more than the reference group.

    A preference that all raters share is not seen here.
    """

    name: ClassVar[str] = "rater_by_group"
    needs: ClassVar[tuple[Needs, ...]] = (SCORED, Needs("pegawai", (col.SEX,)))

    column: str = col.SEX
    focal: str = "P"
    reference: str = "L"

    @property
    def slug(self) -> str:
        """Name and compared attribute."""
        return f"{self.name}:{self.column}"

    def screen(self, data: Dataset) -> RaterScreen:
        """Contrasts between the groups, rater by rater."""
        people = data.table("pegawai")
        people = people[people[self.column].isin((self.focal, self.reference))]
        return rater_by_group(
            expected_now(data), dict(zip(people[col.EMPLOYEE], people[self.column] == self.focal, strict=True))
        )
