"""Manifests for the tests of the protocol."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def manifest(tmp_path: Path) -> Callable[..., Path]:
    """Writes a client.toml into a new folder and returns the folder."""

    def write_manifest(text: str, name: str = "client") -> Path:
        path = tmp_path / name
        path.mkdir()
        (path / "client.toml").write_text(text, "utf-8")
        return path

    return write_manifest
