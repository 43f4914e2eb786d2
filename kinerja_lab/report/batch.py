"""Many reports: a region that fails, or that takes its process along, fails alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kinerja_lab.errors import KinerjaError, ReportFailed
from kinerja_lab.report import build
from kinerja_lab.report.notebook import WITHOUT_KERNEL, Progress
from kinerja_lab.report.warm import ENGINE as WARM
from kinerja_lab.report.warm import WarmEngine
from kinerja_lab.report.workers import spread


@dataclass(frozen=True, kw_only=True)
class Task:
    """One report to make.

    Parameters
    ----------
    name
        How the region is called on the screen, and its name if it is a sample.
    folder
        Folder of its tables; empty for a sample.
    period
        The reported period, the latest one if ``None``.
    output
        Where reports lie.
    language
        ``id`` or ``en``.
    formats
        Of html, pdf, docx, xlsx; all if empty.
    again
        Make it even if the same report lies there.
    """

    name: str
    folder: str = ""
    period: str | None = None
    output: Path = Path("reports")
    language: str = "id"
    formats: Sequence[str] = ()
    again: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a report: its folder, and whether it had to be made; or why there is none."""

    task: Task
    folder: Path | None = None
    made: bool = False
    error: KinerjaError | None = None


def report_on(task: Task, progress: Progress | None = None, engine: str | None = None) -> Outcome:
    """Make one report, unless it is there already; what is known to go wrong is an outcome, too.

    Parameters
    ----------
    task
        What to make.
    progress
        Called with (cells run, all cells).
    engine
        Name of the engine of papermill that runs the notebook; its own if not given.
    """
    cells = list[int]()

    def run(done: int, total: int) -> None:
        cells.append(done)
        if progress is not None:
            progress(done, total)

    try:
        folder = build.build_report(
            "" if task.folder else task.name,
            task.period,
            folder=task.folder,
            output=task.output,
            language=task.language,
            formats=task.formats,
            progress=run,
            again=task.again,
            engine=engine,
        )
    except KinerjaError as error:
        return Outcome(task, error=error)
    return Outcome(task, folder, made=bool(cells))


def report_warm(task: Task, progress: Progress | None = None) -> Outcome:
    """Make one report in the kernel of this thread, which stays warm until something goes wrong."""
    outcome = report_on(task, progress, WARM)
    if outcome.error is not None:
        WarmEngine.stop()
    return outcome


def reports(tasks: Sequence[Task], workers: int, started: Callable[[str], Progress] | None = None) -> Iterator[Outcome]:
    """Make many reports; outcomes come as they are ready. The bytes do not depend on the number of workers.

    Parameters
    ----------
    tasks
        What to make.
    workers
        Processes at work side by side, each with a warm kernel. With one, this process is at work: it has the kernel,
        or does without if there is but one report.
    started
        Called with the name of each region when this process begins it; gives what to call after each of its cells.
    """
    if workers == 1:
        yield from _here(tasks, started or (lambda _: None))
        return
    for task, outcome in spread(report_warm, tasks, workers, WarmEngine.stop):
        yield outcome or lost(task)


def _here(tasks: Sequence[Task], started: Callable[[str], Progress | None]) -> Iterator[Outcome]:
    """Make reports in this process, one after another."""
    if len(tasks) == 1:
        yield report_on(tasks[0], started(tasks[0].name), WITHOUT_KERNEL)
        return
    try:
        for task in tasks:
            yield report_warm(task, started(task.name))
    finally:
        WarmEngine.stop()


def lost(task: Task) -> Outcome:
    """What to say of a region that took its processes along."""
    return Outcome(task, error=ReportFailed("worker_died"))
