"""Executes a notebook from start to end, shows how far it is, and saves what came of it.

    python run_notebook.py NOTEBOOK OUT

Writes OUT/<name>.ipynb and OUT/<name>.html, which carry their pictures with them, or, when a cell fails or the run
is stopped, OUT/<name>.partial.ipynb. Progress goes to standard error, the claims table and the paths to standard output.

The notebook's settings (METASIFT_SEED, METASIFT_PROFILE, METASIFT_DEVICE, METASIFT_DATASETS, METASIFT_QUICK)
come from the environment, which the kernel inherits: nothing can be injected into a Java notebook from outside.

Claims: the notebook writes them to the file that METASIFT_CLAIMS names, OUT/<name>.claims.json, as
{"claims": [{"claim": "C1", ..., "holds": true}, ...], "table": "the same as text"}; NotebookClaims.tell does. One
that makes claims announces them in its metadata, {"metasift": {"claims": true}}: without the file such a run has
failed. With METASIFT_QUICK=1 the figures are indicative, and a claim that does not hold is no failure.

Exit codes: 0 done, 1 a cell failed or a claim does not hold, 2 bad input, 130 stopped.
"""

import asyncio
import base64
import json
import mimetypes
import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

KERNEL = "java"
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LINK = re.compile(r"(!?)\[([^\]]*)\]\((?![a-z][a-z0-9+.-]*:|/)([^)\s#]+)(#[^)\s]*)?\)")
# the page must open without a network: no script from elsewhere
OFFLINE_TEMPLATE = """{% extends 'lab/index.html.j2' %}
{% block html_head_js %}{% endblock %}{% block jupyter_widgets %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}{% block html_head_js_mermaidjs %}{% endblock %}"""


class Screen:
    """Standard error: on a terminal the last line changes in place; elsewhere lines are added, sparingly."""

    QUIET_SECONDS = 15

    def __init__(self):
        self.live = sys.stderr.isatty()
        self.shown = ""
        self.last = time.monotonic()

    def line(self, text):
        self._clear()
        print(text, file=sys.stderr, flush=True)
        self.last = time.monotonic()

    def progress(self, text):
        if self.live:
            self._clear()
            self.shown = text[: shutil.get_terminal_size().columns - 1]
            print(self.shown, end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self.last >= self.QUIET_SECONDS:
            self.line(text)

    def _clear(self):
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr)
            self.shown = ""


class Watched(NotebookClient):
    """A client that shows each cell's heading, time, printed text and progress bars while it runs."""

    def __init__(self, notebook, screen, folder):
        super().__init__(
            notebook,
            kernel_name=KERNEL,
            timeout=None,
            startup_timeout=180,
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )
        self.screen = screen
        self.title = ""
        self.unfinished = ""

    def process_message(self, msg, cell, cell_index):
        content = msg["content"]
        if msg["msg_type"] == "stream":
            self._printed(content["text"])
        elif msg["msg_type"] == "update_display_data":
            self.screen.progress(f"{self.title}  {one_line(content['data'])}")
        return super().process_message(msg, cell, cell_index)

    def _printed(self, text):
        *lines, self.unfinished = (self.unfinished + text).split("\n")
        for line in lines:
            self.screen.line("        " + line.rsplit("\r", 1)[-1])
        if "\r" in self.unfinished:
            self.unfinished = self.unfinished.rsplit("\r", 1)[-1]
            self.screen.progress("        " + self.unfinished)

    async def run(self):
        loop = asyncio.get_running_loop()
        self.screen.progress("Starting Java ...")
        if quick():
            # most of it runs once: to compile it twice takes longer than it saves
            self.km = self.create_kernel_manager()
            self.km.kernel_spec.argv.insert(1, "-XX:TieredStopAtLevel=1")
        async with self.async_setup_kernel():
            # nbclient's own handlers would take the kernel away and then wait for it
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._stop, asyncio.current_task())
            try:
                await self._cells()
            except BaseException:
                # a busy Java thread does not hear a polite request
                await self.km.shutdown_kernel(now=True)
                raise

    def _stop(self, task):
        self.stopped = True
        task.cancel()

    stopped = False

    async def _cells(self):
        total = sum(map(has_code, self.nb.cells))
        number, heading = 0, ""
        for index, cell in enumerate(self.nb.cells):
            heading = heading_of(cell) or heading
            if not has_code(cell):
                continue
            number += 1
            self.title = f"[{number:{len(str(total))}}/{total}] {heading}"
            self.screen.progress(self.title)
            begun = time.monotonic()
            await self.async_execute_cell(cell, index)
            if self.unfinished:
                self._printed("\n")
            self.screen.line(f"{self.title:<66} {elapsed(begun):>9}")


def has_code(cell):
    return cell.cell_type == "code" and cell.source.strip() != ""


def heading_of(cell):
    """The first heading of a markdown cell, without its marks; empty where there is none."""
    found = re.search(r"^#+\s+(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
    return re.sub(r"[*_`]", "", found[1]).strip() if found else ""


def one_line(data):
    """A display's text, or what its HTML says, on one line."""
    text = data.get("text/plain") or re.sub(r"<[^>]*>", " ", data.get("text/html", ""))
    return " ".join(text.split())


def elapsed(begun):
    seconds = time.monotonic() - begun
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


def claims(file):
    """The table of claims as printed text, and how many do not hold; None where the notebook wrote none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return str(told["table"]), sum(claim["holds"] is not True for claim in told["claims"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as wrong:
        raise ValueError(f"{file}: is not a file of claims") from wrong


def carry_along(notebook, home, out):
    """Pictures move into the cells that show them, and links lead from OUT to where they led from the notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda link: moved(link, cell, home, out), cell.source)


def moved(link, cell, home, out):
    mark, text, target, anchor = link.groups(default="")
    file = home / unquote(target)
    if not file.is_file():
        return link[0]
    if not mark:
        return f"[{text}]({Path(os.path.relpath(file, out)).as_posix().replace(' ', '%20')}{anchor})"
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    cell.setdefault("attachments", {})[file.name] = {kind: base64.b64encode(file.read_bytes()).decode()}
    return f"![{text}](attachment:{file.name})"


def java_error(outputs):
    """What the failing cell reported: the exception and where in the cell it arose."""
    errors = [output for output in outputs if output.output_type == "error"]
    if not errors:
        return ""
    text = "\n".join(errors[-1].traceback) or f"{errors[-1].ename}: {errors[-1].evalue}"
    return text if sys.stderr.isatty() else ANSI.sub("", text)


def save(path, text):
    """Writes a whole file or none."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def to_html(notebook, title):
    from nbconvert import HTMLExporter  # takes a second to load, and the first cell need not wait for it

    exporter = HTMLExporter(raw_template=OFFLINE_TEMPLATE, embed_images=True)
    return exporter.from_notebook_node(notebook, {"metadata": {"name": title}})[0]


def prepared(source, out):
    """The notebook without old outputs; OUT is made, and proved to be writable before the long run."""
    try:
        notebook = nbformat.read(source, as_version=4)
    except OSError:
        raise
    except Exception as wrong:
        raise ValueError(f"{source}: is not a notebook") from wrong
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    out.mkdir(parents=True, exist_ok=True)
    probe = out / f".{source.stem}.{os.getpid()}"
    probe.touch()
    probe.unlink()
    return notebook


def fault(client):
    """Runs it; what went wrong as (exit code, sentence), or None."""
    try:
        asyncio.run(client.run())
    except (asyncio.CancelledError, KeyboardInterrupt):
        return 130, "Stopped."
    except CellExecutionError:
        failed = next(c for c in reversed(client.nb.cells) if c.cell_type == "code" and c.outputs)
        return 1, f"{client.title}: this cell failed.\n\n{java_error(failed.outputs)}\n"
    except DeadKernelError:
        if client.stopped:
            return 130, "Stopped."
        return 1, f"{client.title}: the Java process died here; it may have run out of memory (METASIFT_HEAP, now {heap()})."
    return None


def quick():
    return os.environ.get("METASIFT_QUICK") == "1"


def heap():
    return os.environ.get("METASIFT_HEAP", "3g")


def main(source, out):
    notebook = prepared(source, out)
    screen = Screen()
    begun = time.monotonic()
    told = out / f"{source.stem}.claims.json"
    told.unlink(missing_ok=True)
    os.environ["METASIFT_CLAIMS"] = str(told)
    client = Watched(notebook, screen, source.parent)
    wrong = fault(client)
    partial = out / f"{source.stem}.partial.ipynb"
    carry_along(notebook, source.parent, out)
    if wrong:
        code, sentence = wrong
        told.unlink(missing_ok=True)
        save(partial, nbformat.writes(notebook))
        screen.line(f"{sentence}\nThe cells up to there are in {partial}")
        return code
    title = next(filter(None, map(heading_of, notebook.cells)), source.stem)
    page = out / f"{source.stem}.html"
    save(out / source.name, nbformat.writes(notebook))
    save(page, to_html(notebook, title))
    partial.unlink(missing_ok=True)
    screen.line(f"Done in {elapsed(begun)}.")
    announced = notebook.metadata.get("metasift", {}).get("claims") is True
    return judge(told, announced, [out / source.name, page])


def judge(told, announced, saved):
    found = claims(told)
    if found:
        print(f"\n{found[0]}\n")
    for path in [*saved, told] if found else saved:
        print(path)
    sys.stdout.flush()
    if not found:
        without = "This notebook announces claims, but told none." if announced else "This notebook checks no claims."
        print(without, file=sys.stderr)
        return 1 if announced else 0
    broken = found[1]
    if quick():
        print("Quick run: its figures are indicative.", file=sys.stderr)
    if broken:
        print(f"{broken} of the claims above {'does' if broken == 1 else 'do'} not hold.", file=sys.stderr)
    return 1 if broken and not quick() else 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
    except ValueError as wrong:
        sys.exit(print(f"metasift: {wrong}.", file=sys.stderr) or 2)
    except OSError as wrong:
        sys.exit(print(f"metasift: {wrong.filename or sys.argv[2]}: {wrong.strerror}.", file=sys.stderr) or 2)
    except KeyboardInterrupt:
        sys.exit(130)
