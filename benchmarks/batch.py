"""What does a report cost beyond its own work, if many are made? Beside a loop over papermill and nbconvert.

The work itself is the code of the report's notebook, called in one process that has everything imported: checks,
pictures, four formats. What a run takes beyond that, of itself and of every process that it starts, is its overhead.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from task import CPU, OURS, WALL, Run, Side, Task, Told, used

if TYPE_CHECKING:
    from kinerja_lab.report.batch import Task as Region

REGIONS = ("bukitintan", "bukittinggi", "instansi-contoh", "sawahlunto", "sibolga")
FEW, MANY = ("2025-S1",), ("2024-S2", "2025-S1", "2025-S2")


def regions(periods: Sequence[str], output: Path) -> list[Region]:
    """Reports to make."""
    from kinerja_lab.report.batch import Task as Region

    return [Region(name=name, period=period, output=output) for period in periods for name in REGIONS]


def called(given: Sequence[Region], output: Path) -> None:
    """The code of the notebook, in this process; nothing is shown."""
    import nbformat

    from kinerja_lab.report.build import NOTEBOOK

    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    code = [compile(cell.source, cell.id, "exec") for cell in cells if cell.id != "parameter"]
    for region in given:
        names = {"wilayah": region.name, "periode": region.period, "data": "", "keluaran": str(output), "bahasa": "id"}
        space = names | {"bentuk": "", "display": lambda *_: None}
        for each in code:
            exec(each, space)


def warm(given: Sequence[Region], _: Path) -> None:
    """One worker with a warm kernel."""
    from kinerja_lab.report.batch import report_warm
    from kinerja_lab.report.warm import WarmEngine
    from kinerja_lab.report.workers import spread

    for region, outcome in spread(report_warm, given, 1, WarmEngine.stop):
        if outcome is None or outcome.folder is None:
            raise RuntimeError(region.name)


def commands(given: Sequence[Region], output: Path) -> None:
    """The same by commands, one region after another: papermill, then nbconvert for the page."""
    from kinerja_lab.report.build import NOTEBOOK

    for region in given:
        made = output / f"{region.name}-{region.period}.ipynb"
        values = {"wilayah": region.name, "periode": region.period, "keluaran": output, "bentuk": "pdf docx xlsx"}
        parameters = [word for name, value in values.items() for word in ("-r", name, str(value))]
        papermill = ["papermill", str(NOTEBOOK), str(made), "--kernel", "python3", *parameters]
        for words in (papermill, ["nbconvert", "--to", "html", str(made)]):
            subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True)


def overhead(way: Callable[[Sequence[Region], Path], None], periods: Sequence[str]) -> Callable[[Path], Run]:
    """What a way of making reports takes beyond the work itself; told for one region."""

    def spent(work: Callable[[Sequence[Region], Path], None]) -> dict[str, float]:
        with TemporaryDirectory() as folder:
            given, cpu, wall = regions(periods, Path(folder)), used(), time.perf_counter()
            work(given, Path(folder))
            return {CPU: used() - cpu, WALL: time.perf_counter() - wall}

    def setup(_: Path) -> Run:
        with TemporaryDirectory() as folder:
            called(regions(periods, Path(folder))[:1], Path(folder))  # imports everything
        itself = spent(called)
        return lambda: Told({name: (whole - itself[name]) / n for name, whole in spent(way).items()})

    n = len(periods) * len(REGIONS)
    return setup


def task(periods: Sequence[str], goal: dict[str, float], large: bool) -> Task:
    """Overhead of reports on all samples in these periods."""
    work = f"overhead of a report among {len(REGIONS) * len(periods)}, four formats"
    sides = {
        OURS: Side(overhead(warm, periods), note="one worker"),
        "papermill and nbconvert": Side(overhead(commands, periods), at_least=4.0),
    }
    return Task(work, sides, goal, large=large)


TASKS = {"few": task(FEW, {}, large=False), "many": task(MANY, {CPU: 0.6}, large=True)}
