"""An engine of papermill whose kernel stays warm: report after report runs in it, and it is cleaned in between."""

from __future__ import annotations

import threading
from typing import Any

from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

ENGINE = "kinerja_lab_hangat"
_RUNS = 50  # reports of one kernel, so that nothing which builds up in it lasts
_CODE = "__import__('kinerja_lab.report.surroundings', fromlist=['']).{}()"


class WarmEngine(NBClientEngine):
    """Runs notebooks one after another in a kernel that lives on, each as if the kernel were new.

    Each thread has a kernel of its own. It is replaced when it died, when a notebook left something behind that cannot
    be put back, and after some runs; whoever finds a run failed calls ``stop``.
    """

    _own = threading.local()

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the notebook; the options are those of papermill's own engine."""
        manager, client, runs = cls._clean()
        if manager is None:
            manager = options["kernel_manager_class"](kernel_name=kernel_name)
        runner = PapermillNotebookClient(
            nb_man,
            km=manager,
            kernel_name=kernel_name,
            startup_timeout=options["start_timeout"],
            timeout=options["execution_timeout"],
            on_cell_executed=options["on_cell_executed"],
        )
        runner.kc = client
        with runner.setup_kernel():
            cls._own.warm = runner, runs + 1
            if client is None and not _done(runner, "remember"):
                raise RuntimeError(_CODE.format("remember"))
            runner.execute()

    @classmethod
    def stop(cls) -> None:
        """End the kernel of this thread, if there is one."""
        runner, _ = cls._own.__dict__.pop("warm", (None, 0))
        if runner is not None:
            run_sync(runner.km.shutdown_kernel)(now=True)
            runner.kc.stop_channels()

    @classmethod
    def _clean(cls) -> tuple[Any, Any, int]:
        """Kernel, connection and number of runs of a kernel that is as good as new; nothing if there is none."""
        runner, runs = cls._own.__dict__.get("warm", (None, 0))
        if runner is not None and runs < _RUNS and _done(runner, "restore"):
            return runner.km, runner.kc, runs
        cls.stop()
        return None, None, 0


def _done(runner: Any, step: str) -> bool:
    """Whether a step went well in the kernel; it leaves no trace in the notebook."""
    try:
        reply = runner.wait_for_reply(runner.kc.execute(_CODE.format(step), silent=True, store_history=False))
    except DeadKernelError:
        return False
    return bool(reply["content"]["status"] == "ok")


papermill_engines.register(ENGINE, WarmEngine)
