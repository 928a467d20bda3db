"""How long it takes from ./metasift run to the end of the first cell, and how much disk an installation takes.

    python start.py ROOT

Run by ./metasift bench start, once everything is set up. The notebook is the quick start, cut off after its first cell of code.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPEATS = 5


def first_cell(root, folder):
    """The quick start up to its first cell of code, as a notebook of its own."""
    notebook = json.loads((root / "notebooks" / "quick_start.ipynb").read_text(encoding="utf-8"))
    kinds = [cell["cell_type"] for cell in notebook["cells"]]
    notebook["cells"] = notebook["cells"][: kinds.index("code") + 1]
    path = folder / "first_cell.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def seconds(root, notebook, folder):
    """From the command to the line that says that the cell is done."""
    begun = time.monotonic()
    with subprocess.Popen(
        [root / "metasift", "run", notebook, "--out", folder / "out"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        lines = []
        for line in run.stderr:
            lines.append(line)
            if line.startswith("[1/1]"):
                took = time.monotonic() - begun
                run.communicate()
                return took
    sys.exit("metasift bench start: the first cell did not run:\n" + "".join(lines))


def megabytes(folder):
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 1e6


def main():
    root = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        notebook = first_cell(root, Path(scratch))
        times = [seconds(root, notebook, Path(scratch)) for _ in range(REPEATS)]
    print(
        f"from ./metasift run to the end of the first cell: median {statistics.median(times):.1f} s, "
        f"{min(times):.1f} to {max(times):.1f} s ({REPEATS} times)"
    )
    engine = Path(os.environ.get("DJL_CACHE_DIR") or Path.home() / ".djl.ai")
    for what, folder in (
        ("Jupyter and the kernel", root / "environment" / ".venv"),
        ("the module's libraries", root / "target" / "lib"),
        ("the engine's native libraries", engine),
    ):
        print(f"{what}: {megabytes(folder):,.0f} MB ({folder})")


main()
