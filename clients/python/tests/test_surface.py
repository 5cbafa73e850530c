"""What users can depend on."""

from __future__ import annotations

import difflib

import pytest
from surface import FILE, surface


def test_surface() -> None:
    """The public names, signatures, fields and types are those in `surface.txt`."""
    frozen, present = FILE.read_text("utf-8"), surface()
    if frozen != present:
        diff = difflib.unified_diff(
            frozen.splitlines(), present.splitlines(), "surface.txt", "azureml_scoring", lineterm=""
        )
        pytest.fail(
            "\n".join(
                [
                    *diff,
                    "",
                    "The public surface of azureml_scoring has changed. If that is intended, run",
                    "`PYTHONPATH=src python tests/surface.py`, and commit tests/surface.txt.",
                ]
            ),
            pytrace=False,
        )
