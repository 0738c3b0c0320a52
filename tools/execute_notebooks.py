"""Execute the notebooks in place, and keep of their outputs only what the same code gives again.

    python -m tools.execute_notebooks              # all in notebooks/
    python -m tools.execute_notebooks FILE…

Execution times, the interpreter's version and the like are dropped, so that a second run changes
nothing. The kernel is this interpreter: no kernel needs to be installed anywhere.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from traitlets.config import Config

if TYPE_CHECKING:
    from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
_CELL_TIMEOUT_S = 120
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


class _ThisInterpreter(KernelSpecManager):
    """Knows one kernel, whatever it is asked for: the interpreter that runs this."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002
        start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        # Its history is a database in the user's home, locked where several kernels run at once.
        return KernelSpec(argv=[*start, "--HistoryManager.enabled=False"], **_KERNELSPEC)


class _Manager(AsyncKernelManager):
    """Starts that kernel, and talks to it through files: a TCP port is open to the machine."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _ThisInterpreter(parent=self)


def notebooks() -> list[Path]:
    """Return the project's notebooks."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def execute(path: Path, folder: Path) -> NotebookNode:
    """Return a notebook executed from a clean kernel that runs in a folder; the file stays.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    # The inline backend is the kernel's own default; a test run may have set another.
    search = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    with tempfile.TemporaryDirectory() as own:
        manager = {"transport": "ipc", "connection_file": f"{own}/kernel.json"}
        client = NotebookClient(
            notebook,
            kernel_manager_class=_Manager,
            config=Config(ConnectionFileMixin=manager),
            timeout=_CELL_TIMEOUT_S,
            resources={"metadata": {"path": str(folder)}},
            record_timing=False,
        )
        return client.execute(env=environment | {"PYTHONPATH": search, "IPYTHONDIR": own})


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Drop from an executed notebook, in place, what another run would give differently."""
    metadata = {"kernelspec": _KERNELSPEC, "language_info": {"name": "python"}}
    notebook.metadata = nbformat.from_dict(metadata)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    return notebook


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join the pieces of a stream: where it breaks is chance."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def main(arguments: list[str]) -> None:
    """Execute the notebooks named, or all."""
    for path in [Path(argument) for argument in arguments] or notebooks():
        with tempfile.TemporaryDirectory() as folder:
            notebook = normalise(execute(path, Path(folder)))
        nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
        sys.stdout.write(f"{path.name}: {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
