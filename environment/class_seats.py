"""Serves a JupyterLab to each seat of a class, and stops them all on Ctrl-C.

    python class_seats.py FOLDER SEATS HOST PORT

FOLDER/seat-01, ... hold the seats' notebooks; seat k is served at HOST:PORT + k - 1. Each has a token of its own, kept
beside its notebooks so that its link stays. Prints the links, also into FOLDER/links.csv, once all seats answer.

Exit codes: 0 stopped by Ctrl-C, 1 a seat does not start, 2 a port is taken or the address is not this machine's.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

START_SECONDS = 300  # thirty servers on two cores take one after the other
STOP_SECONDS = 60


class Seat:
    def __init__(self, folder, host, port):
        self.name, self.folder, self.host, self.port = folder.name, folder, host, port
        self.log = folder / ".jupyter" / "server.log"
        self.process = None
        self.lost = False
        kept = folder / ".jupyter" / "token"
        if not kept.exists():
            private(kept, secrets.token_hex(16))
        self.token = kept.read_text(encoding="ascii")

    def link(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/lab?token={self.token}"

    def start(self):
        own = self.folder / ".jupyter"
        # the token is no argument: others on the machine see those
        environment = {
            **os.environ,
            "JUPYTER_TOKEN": self.token,
            "JUPYTER_DATA_DIR": str(own),
            "JUPYTER_CONFIG_DIR": str(own / "config"),
            "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
            "IPYTHONDIR": str(own / "ipython"),
        }
        settings = {
            "ServerApp.ip": self.host,
            "ServerApp.port": self.port,
            "ServerApp.port_retries": 0,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": os.geteuid() == 0,
            "ServerApp.root_dir": self.folder,
            "ServerApp.terminals_enabled": False,
            "LabApp.default_url": "/lab/tree/notebooks/README.md",
            "LabApp.news_url": None,
            "LabApp.extension_manager": "readonly",
            "MultiKernelManager.default_kernel_name": "java",
            # a kernel whose tab was closed gives its memory back; one with a tab stays
            "MappingKernelManager.cull_idle_timeout": 600,
            "MappingKernelManager.cull_interval": 60,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        with open(self.log, "ab") as log:
            # in a session of its own, so that a Ctrl-C here reaches the kernels through us alone
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *options],
                cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )

    def answers(self):
        try:
            socket.create_connection((self.host, self.port), timeout=1).close()
            return True
        except OSError:
            return False

    def ended(self):
        return self.process is not None and self.process.poll() is not None


def private(file, text):
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(text)


def refuse(sentence, code=2):
    print(f"metasift: {sentence}", file=sys.stderr)
    sys.exit(code)


def check_ports(host, ports):
    for port in ports:
        try:
            family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as failure:
            refuse(f"cannot listen on {host}, port {port}: {failure.strerror}; --host names an address of this machine, --port the first port.")


def stop(seats):
    """A server that is asked to end ends its kernels first; hence the wait, through a second Ctrl-C, too."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    running = [seat for seat in seats if seat.process and not seat.ended()]
    for seat in running:
        seat.process.terminate()
    end = time.monotonic() + STOP_SECONDS
    for seat in running:
        try:
            seat.process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            seat.process.kill()
            print(f"metasift: {seat.name} did not end in order; a kernel of it may still run.", file=sys.stderr)


def start(seats):
    for seat in seats:
        seat.start()
    end = time.monotonic() + START_SECONDS
    for seat in seats:
        while not seat.answers():
            if seat.ended() or time.monotonic() > end:
                refuse(f"{seat.name} does not start; see {seat.log}.", 1)
            time.sleep(0.2)


def watch(seats):
    while True:
        for seat in seats:
            if seat.ended() and not seat.lost:
                seat.lost = True
                print(f"metasift: {seat.name} has ended; see {seat.log}. The others go on.", file=sys.stderr)
        time.sleep(1)


def main(folder, count, host, port):
    check_ports(host, range(port, port + count))
    seats = [Seat(folder / f"seat-{k:02d}", host, port + k - 1) for k in range(1, count + 1)]
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))
    try:
        start(seats)
        private(folder / "links.csv", "seat,link\n" + "".join(f"{seat.name},{seat.link()}\n" for seat in seats))
        for seat in seats:
            print(f"{seat.name}  {seat.link()}")
        print(f"The links are in {folder / 'links.csv'}, too. Ctrl-C ends all seats; their notebooks stay.", flush=True)
        watch(seats)
    finally:
        stop(seats)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
