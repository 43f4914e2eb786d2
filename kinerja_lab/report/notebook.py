"""Runs the report's notebook with papermill, proves that it ran whole, and cleans it for publishing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from kinerja_lab.errors import ReportFailed, UnknownName

Progress = Callable[[int, int], None]

WITHOUT_KERNEL = "kinerja_lab_langsung"  # name of the engine in ``report.direct``

_CELL_SECONDS = 600
_START_SECONDS = 120
_KERNEL = "python3"

# Whatever papermill would log is raised here, or refused beforehand.
logging.getLogger("papermill").disabled = True


class OwnKernel(KernelSpecManager):
    """Knows one kernel, the Python that runs this code, whichever others are registered under the same name."""

    def _kernel_dirs_default(self) -> list[str]:
        return []


class _KernelOfThisPython(AsyncKernelManager):
    """Starts the Python that runs this code."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return OwnKernel()


def run_notebook(
    path: Path,
    parameters: Mapping[str, str],
    *,
    seconds: int = _CELL_SECONDS,
    progress: Progress | None = None,
    engine: str | None = None,
) -> NotebookNode:
    """Run a parameterised notebook in a kernel of this environment: a fresh one, or that of an engine.

    Parameters
    ----------
    path
        The notebook, with one cell tagged ``parameters``.
    parameters
        Values by name; all are text, so that a region's code such as ``07`` or ``13.70`` stays what it is.
    seconds
        Time allowed to a cell.
    progress
        Called with (cells run, all code cells) after each cell.
    engine
        Name of an engine of papermill; its own if not given.

    Raises
    ------
    UnknownName
        A parameter that the notebook does not have.
    ReportFailed
        A cell failed, was not run, took too long, or the kernel died.
    """
    if engine == WITHOUT_KERNEL:
        import_module("kinerja_lab.report.direct")
    notebook = nbformat.read(path, as_version=4)
    _check_names(notebook, parameters)
    cells = sum(cell.cell_type == "code" for cell in notebook.cells) + 1
    try:
        executed = papermill.execute_notebook(
            notebook,
            None,
            parameters=dict(parameters),
            engine_name=engine,
            kernel_name=_KERNEL,
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=_START_SECONDS,
            execution_timeout=seconds,
            shutdown_kernel="immediate",
            kernel_manager_class=_KernelOfThisPython,
            on_cell_executed=_counted(progress, cells),
        )
    except PapermillExecutionError as error:
        # The injected cell shifts the others by one.
        place = notebook.cells[error.cell_index - 1].id
        raise ReportFailed("cell_error", f"{place}: {error.ename}: {error.evalue}") from None
    except CellTimeoutError:
        raise ReportFailed("timeout", f"{seconds} s") from None
    except DeadKernelError:
        raise ReportFailed("kernel_died") from None
    except RuntimeError as error:
        raise ReportFailed("kernel_not_started", str(error)) from None
    _check_complete(executed)
    return executed


def kernel_command() -> str:
    """Path of the Python that notebooks run in."""
    return str(OwnKernel().get_kernel_spec(_KERNEL).argv[0])


def _check_names(notebook: NotebookNode, parameters: Mapping[str, str]) -> None:
    """Papermill only logs an unknown name, runs with the default, and pastes the name into code."""
    known = papermill.inspect_notebook(notebook)
    for name in parameters:
        if name not in known:
            raise UnknownName("parameter", name, known)


def _counted(progress: Progress | None, cells: int) -> Callable[..., None] | None:
    """Turn papermill's hook into (cells run, all cells)."""
    if progress is None:
        return None
    done = iter(range(1, cells + 1))
    return lambda **_: progress(next(done), cells)


def _check_complete(notebook: NotebookNode) -> None:
    """A dead kernel or ``SystemExit`` may leave a notebook that looks finished; every cell must have run in order."""
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    if counts != list(range(1, len(counts) + 1)):
        raise ReportFailed("incomplete")
    if any(output.output_type == "error" for cell in notebook.cells for output in cell.get("outputs", ())):
        raise ReportFailed("incomplete")


def published(notebook: NotebookNode, parameters: Mapping[str, str]) -> NotebookNode:
    """Executed notebook as it may be read by others.

    Times, paths, the injected cell and everything a program printed are left out; ``parameters`` stand in the
    notebook's own parameters cell instead. Two runs of the same input give the same bytes.
    """
    cells = [_clean(cell) for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", ())]
    code = [cell for cell in cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = "\n".join(f'{name} = "{value}"' for name, value in parameters.items())
    kernel = {"display_name": "Python 3", "language": "python", "name": _KERNEL}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def _clean(cell: NotebookNode) -> NotebookNode:
    """Keep source, tags and results of a cell; streams may carry warnings with local paths."""
    metadata = {"tags": list(cell.metadata.tags)} if cell.metadata.get("tags") else {}
    kept = {name: value for name, value in cell.items() if name not in ("metadata", "outputs")}
    if cell.cell_type == "code":
        kept["outputs"] = [output for output in cell.outputs if output.output_type != "stream"]
    return nbformat.from_dict({**kept, "metadata": metadata})
