"""An engine of papermill without a kernel: the notebook runs in this very process, which a single report is made in."""

from __future__ import annotations

import json
import signal
import sys
import traceback
from _thread import interrupt_main
from threading import Event, Timer, main_thread
from types import ModuleType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from jupyter_client.jsonutil import json_default
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

from kinerja_lab.report.notebook import WITHOUT_KERNEL

_NO_HISTORY = Config({"HistoryManager": {"enabled": False}})


class _Hook(DisplayHook):
    """Keeps what the last line of a cell gives."""

    def write_output_prompt(self) -> None:
        """Say nothing before it."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Keep it."""
        self.answers.append({"data": format_dict, "metadata": md_dict or {}})

    def finish_displayhook(self) -> None:
        """Say nothing after it."""


class _Shell(InteractiveShell):
    """Prints no errors: they become outputs."""

    displayhook_class = _Hook

    def showtraceback(self, *_: Any, **__: Any) -> None:
        """Leave it to the outcome."""

    showsyntaxerror = showtraceback


class DirectEngine(Engine):
    """Runs a notebook where it is called: no second process that starts, imports and reads everything once more.

    For the main thread of a command that ends afterwards: what the notebook changes around it stays changed, and what
    kills it kills the command.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:  # noqa: ARG003
        """Run the notebook; of papermill's options the seconds allowed to a cell and the hook after it count."""
        if InteractiveShell.initialized():
            raise RuntimeError("IPython")
        program = sys.modules["__main__"]
        shell = _Shell.instance(user_module=ModuleType("__main__"), config=_NO_HISTORY)
        try:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                done = cell.cell_type != "code" or _ran(shell, cell, options["execution_timeout"])
                if not done:
                    nb_man.cell_exception(cell, index)
                nb_man.cell_complete(cell, index)
                if not done:
                    break
                if cell.cell_type == "code" and options["on_cell_executed"]:
                    options["on_cell_executed"](cell=cell, cell_index=index)
        finally:
            _Shell.clear_instance()
            sys.modules["__main__"] = program


def _ran(shell: Any, cell: NotebookNode, seconds: int) -> bool:
    """Run a cell and put down what it shows; tell whether it went well."""
    late = Event()

    def stop() -> None:
        late.set()
        if hasattr(signal, "pthread_kill"):  # ends a wait, too
            signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)
        else:
            interrupt_main()

    clock = Timer(seconds, stop)
    clock.daemon = True
    answers = shell.displayhook.answers = list[dict[str, Any]]()
    try:
        clock.start()
        with capture_output() as shown:
            outcome = shell.run_cell(cell.source, store_history=True)
        error = outcome.error_before_exec or outcome.error_in_exec
        if isinstance(error, KeyboardInterrupt):
            raise error
    except KeyboardInterrupt:
        if not late.is_set():
            raise
    finally:
        clock.cancel()
    if late.is_set():
        raise CellTimeoutError.error_from_timeout_and_cell("", seconds, cell)
    cell.execution_count = count = outcome.execution_count
    streams = [new_output("stream", name=name, text=getattr(shown, name)) for name in ("stdout", "stderr")]
    cell.outputs = [stream for stream in streams if stream.text]
    cell.outputs += [_told("display_data", data=each.data, metadata=each.metadata) for each in shown.outputs]
    cell.outputs += [_told("execute_result", **each, execution_count=count) for each in answers]
    if error is not None:
        told = {"ename": type(error).__name__, "evalue": str(error), "traceback": traceback.format_exception(error)}
        cell.outputs.append(new_output("error", **told))
    return error is None


def _told(kind: str, **content: Any) -> NotebookNode:
    """An output as it would have come from a kernel: pictures are letters."""
    return new_output(kind, **json.loads(json.dumps(content, default=json_default)))


papermill_engines.register(WITHOUT_KERNEL, DirectEngine)
