"""`scoreline serve` as a process of its own, for tests of what it does until it is stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

DEADLINE_SECONDS = 20


@contextmanager
def serving(
    *options: str, program: tuple[str, ...] = ("-m", "scoreline.cli"), **environment: str
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Starts the command; yields the process and the lines it writes before it serves."""
    command = [sys.executable, *program, "serve", "--port", "0", *options]
    variables = {name: value for name, value in os.environ.items() if name != "SCORELINE_KEY"}
    variables |= environment
    with subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            lines = []
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
                if line.startswith("Ctrl-C"):
                    break
            yield process, lines
        finally:
            process.kill()


def stop(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> list[str]:
    """Stops the process, which must exit with status 0 and no error; returns its last lines."""
    process.send_signal(number)
    out, err = process.communicate(timeout=DEADLINE_SECONDS)
    assert (process.returncode, err) == (0, "")
    return out.splitlines()


def address(lines: list[str]) -> HTTPConnection:
    """A connection to the service."""
    found = re.search(r"http://\S+", lines[0])
    assert found is not None
    parts = urlsplit(found[0])
    return HTTPConnection(parts.hostname or "", parts.port)
