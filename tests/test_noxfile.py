"""The tasks: an old Python is refused at once, in a sentence."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

NOXFILE: Final = Path(__file__).parents[1] / "noxfile.py"


@pytest.mark.parametrize("version", [(3, 8, 0), (3, 10, 14)])
def test_old_python(version: tuple[int, int, int]) -> None:
    """A Python that is too old is refused before anything is imported or installed."""
    code = (
        "import sys, runpy\n"
        f"sys.version_info = {(*version, 'final', 0)}\n"
        "sys.modules['venv'] = sys.modules['pathlib'] = None\n"
        f"runpy.run_path({str(NOXFILE)!r}, run_name='__main__')\n"
    )
    done = subprocess.run(
        (sys.executable, "-I", "-c", code), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert done.stdout == ""
    sentence = f"Scoreline needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]}"
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_old_python_can_read_it() -> None:
    """Python 3.8 can parse the file, so that it gets as far as the sentence."""
    ast.parse(NOXFILE.read_text("utf-8"), feature_version=(3, 8))
