"""The files a client is built from: its folder without what its .dockerignore excludes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docker.utils import exclude_paths


def files(folder: Path, dockerfile: str | None = None) -> tuple[str, ...]:
    """The files and folders of a build context, sorted.

    Args:
        folder: the client's folder.
        dockerfile: a file that belongs to the context even if .dockerignore excludes it; None
            means `Dockerfile`.

    Returns:
        Paths relative to the folder.

    Raises:
        OSError: a file cannot be read.
    """
    ignore = folder / ".dockerignore"
    lines = ignore.read_text("utf-8").splitlines() if ignore.is_file() else []
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return tuple(sorted(exclude_paths(str(folder), patterns, dockerfile)))


def digest(folder: Path, dockerfile: str | None = None) -> str:
    """SHA-256 of the names, modes and contents of a build context, in hexadecimal.

    Args:
        folder: the client's folder.
        dockerfile: as in `files`.

    Raises:
        OSError: a file cannot be read.
    """
    total = hashlib.sha256()
    for name in files(folder, dockerfile):
        path = folder / name
        executable = path.stat().st_mode & 0o111 if path.exists() else 0
        total.update(f"{name}\0{bool(executable)}\0".encode())
        if path.is_file():
            content = path.read_bytes()
            total.update(f"{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
