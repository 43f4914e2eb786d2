"""Work for processes of their own, some of which is deadly."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinerja_lab.report.batch import Outcome, Task

ALWAYS, ONCE = "mati", "mati_sekali"


def deadly(folder: str) -> str:
    """Die if a file in the folder says so; a file that says ``once`` is gone then."""
    if Path(folder, ALWAYS).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    if Path(folder, ONCE).exists():
        Path(folder, ONCE).unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{Path(folder).name} {os.getpid()}"


def deadly_report(task: Task) -> Outcome:
    """Make a report, unless the region's folder kills who opens it."""
    from kinerja_lab.report.batch import report_warm

    deadly(task.folder)
    return report_warm(task)


def rest() -> None:
    """Nothing to end."""
