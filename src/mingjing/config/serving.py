"""`mingjing serve`: one command that keeps a web process, a worker and a process for tasks alive."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

from mingjing.config import environment, startup

WORKERS = 2
"""So many processes answer: each keeps one processor busy at most; the rest is for the worker and the tasks."""


def serve(*, host: str, port: int) -> int:
    """Serve until told to stop; a process that dies is started again, with a pause that keeps a crash from spinning."""
    if _taken(host, port):
        sys.stderr.write(f"{host}:{port} 已有程序在用；请换一个端口（--port，或 make demo PORT=…）。\n")
        return 1
    startup.configure()
    startup.ready_or_refuse()
    _collect_static()
    data = environment.data_folder()
    child_environment = os.environ | {"MINGJING_DATA": str(data)}
    commands = {
        "web": [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(min(WORKERS, os.cpu_count() or 1)), "--blocking-threads", "4", "--no-ws",
            "--log-level", "warning",
            "mingjing.config.wsgi:application",
        ],
        "worker": [sys.executable, "-m", "mingjing.config.cli", "worker"],
        "tasks": [sys.executable, "-m", "mingjing.config.cli", "tasks"],
    }  # fmt: skip
    processes = {name: subprocess.Popen(command, env=child_environment) for name, command in commands.items()}  # noqa: S603
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        time.sleep(0.5)
        for name, process in processes.items():
            if process.poll() is not None and not stopping:
                time.sleep(1)
                processes[name] = subprocess.Popen(commands[name], env=child_environment)  # noqa: S603
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0


def _taken(host: str, port: int) -> bool:
    """Say whether somebody listens there already: the server would share the port and answer half the requests."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _collect_static() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
