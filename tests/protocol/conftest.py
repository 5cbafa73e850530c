"""A client.toml of its own for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def manifest(tmp_path: Path) -> Callable[..., Path]:
    """Writes a client.toml in a folder of its own."""

    def write_manifest(text: str, name: str = "client") -> Path:
        path = tmp_path / name
        path.mkdir()
        (path / "client.toml").write_text(text, "utf-8")
        return path

    return write_manifest
