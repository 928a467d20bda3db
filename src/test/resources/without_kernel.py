"""Runs environment/run_notebook.py without a kernel: what it does before and after the cells, in a second a notebook.

    python without_kernel.py RUN_NOTEBOOK OUT [quick:]NOTEBOOK ...

A cell that begins with '{' is written to the file of claims; another one prints its own source. Prints a line of JSON
for each notebook: {"exit": 0, "out": "standard output", "err": "standard error"}.
"""

import io
import json
import os
import runpy
import sys
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace

from nbclient import NotebookClient
from nbformat.v4 import new_output


@asynccontextmanager
async def no_kernel(client):
    yield


async def executed(client, cell, index):
    if cell.source.startswith("{"):
        Path(os.environ["METASIFT_CLAIMS"]).write_text(cell.source, encoding="utf-8")
    else:
        cell.outputs.append(new_output("stream", name="stdout", text=cell.source))


NotebookClient.async_setup_kernel = no_kernel
NotebookClient.async_execute_cell = executed
NotebookClient.create_kernel_manager = lambda client: SimpleNamespace(kernel_spec=SimpleNamespace(argv=["java"]))


def run(program, notebook, out):
    sys.argv = [program, notebook.removeprefix("quick:"), out]
    os.environ["METASIFT_QUICK"] = "1" if notebook.startswith("quick:") else ""
    printed, said = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(said):
        try:
            runpy.run_path(program, run_name="__main__")
        except SystemExit as end:
            return {"exit": end.code, "out": printed.getvalue(), "err": said.getvalue()}


if __name__ == "__main__":
    program, out, *notebooks = sys.argv[1:]
    for each in notebooks:
        print(json.dumps(run(program, each, out)))
