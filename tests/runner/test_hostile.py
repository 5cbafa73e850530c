"""Hostile clients exhaust neither the machine nor the patience of the client beside them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from scoreline.fault import Code
from scoreline.results.bounds import MOST_CONNECTIONS

HARNESS: Final = Path(__file__).parents[2] / "harness"
HOSTILE: Final = Path(__file__).parent / "clients" / "hostile.py"
KINDS: Final = ("bodies", "line", "error", "connections")
MOST_MEMORY: Final = 300 << 20
MOST_OUTPUT: Final = 1 << 20
BOUND_SECONDS: Final = 240

MEASURED: Final = """
import re, resource, sys
from scoreline.cli import main
resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
try:
    status = main(sys.argv[2:])
finally:
    with open("/proc/self/status") as lines:
        peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", lines.read())[1]) * 1024
    with open(sys.argv[1], "w") as file:
        file.write(str(peak))
sys.exit(status)
"""
"""Runs the command and writes its peak memory, which getrusage would mix with its parent's."""


def manifest(folder: Path, kind: str) -> Path:
    """A client that is hostile in one way."""
    command = json.dumps([sys.executable, "-S", str(HOSTILE), kind])
    path = folder / kind / "client.toml"
    path.parent.mkdir()
    path.write_text(
        f'name = "{kind}"\nlanguage = "Python"\n'
        f'[process]\nrequires = []\nremedy = "none"\nsession = {command}\n',
        "utf-8",
    )
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_hostile_clients(tmp_path: Path, smallest: Path) -> None:
    """With four of them the harness stays below 300 MiB, and their neighbour passes every case."""
    peak, report = tmp_path / "peak", tmp_path / "report.jsonl"
    clients = [str(manifest(tmp_path, kind)) for kind in KINDS]
    options = ("--driver", "process", "--deadline", "10", "--report", f"json={report}")
    done = subprocess.run(
        [
            *(sys.executable, "-c", MEASURED, str(peak), "run", *clients, str(smallest)),
            *(*options, "--case", "scoring/*"),
        ],
        env={**os.environ, "PYTHONPATH": str(HARNESS), "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        timeout=BOUND_SECONDS,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()[-2000:]
    events = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    outcomes: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    for event in events:
        if event["event"] == "item-judged":
            outcomes.setdefault(event["client"], set()).add(event["outcome"])
            found = {one["code"] for one in event["mismatches"]}
            codes[event["client"]] = codes.get(event["client"], set()) | found
    assert outcomes["smallest"] == {"pass", "not-applicable"}
    for kind, code in (
        ("bodies", "body-too-long"),
        ("line", Code.LINE_TOO_LONG),
        ("error", Code.OUTPUT_TOO_LONG),
    ):
        assert "pass" not in outcomes[kind]
        assert code in codes[kind], "it did not reach its bound"
    assert int(peak.read_text()) < MOST_MEMORY
    assert len(done.stdout) + len(done.stderr) < MOST_OUTPUT
    (found,) = (one for one in events[-1]["unrouted"] if one["client"] == "connections")
    assert found["connections"] > MOST_CONNECTIONS
