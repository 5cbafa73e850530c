"""Commands start quickly, because they import only what they need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scoreline.runner.options import Options
from scoreline.suite.loader import load_suite

SLOW = ("aiohttp", "asyncio", "cattrs", "docker", "jsonschema", "pytest", "rich", "xml")
"""Packages that take long to import."""
PROGRAM = """
import contextlib, io, json, sys
from scoreline import cli
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    cli.main(json.loads(sys.argv[1]))
print(json.dumps([name for name in json.loads(sys.argv[2]) if name in sys.modules]))
"""


@pytest.mark.parametrize(
    ("arguments", "imported"),
    [
        (["--version"], []),
        (["list"], []),
        (["list", "requirements"], []),
        (["list", "clients"], ["asyncio", "jsonschema"]),
        (["explain", "modes/one-shot-scores"], []),
        (["run", "--case", "none/*"], ["aiohttp", "asyncio", "jsonschema", "rich"]),
    ],
    ids=" ".join,
)
def test_imports(
    arguments: list[str], imported: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that judges nothing imports none of the slow packages that it has no use for.

    The files of the suite are known to be valid.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_suite(cache=Options().cache)
    line = [sys.executable, "-c", PROGRAM, json.dumps(arguments), json.dumps(SLOW)]
    done = subprocess.run(line, check=True, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout) == imported
