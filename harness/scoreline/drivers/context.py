"""The files a client is built from: its folder without what its .dockerignore leaves out."""

from __future__ import annotations

import hashlib

from docker.utils import exclude_paths

from scoreline.protocol.manifest import Client

_DOCKERFILE = "Dockerfile"


def dockerfile(client: Client) -> str:
    """The name of the client's Dockerfile inside its folder."""
    return client.container.dockerfile if client.container else _DOCKERFILE


def files(client: Client) -> tuple[str, ...]:
    """The files and folders of a client's context, relative to its folder, sorted."""
    ignore = client.folder / ".dockerignore"
    lines = ignore.read_text("utf-8").splitlines() if ignore.is_file() else []
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return tuple(sorted(exclude_paths(str(client.folder), patterns, dockerfile(client))))


def digest(client: Client) -> str:
    """SHA-256 over the names, modes and contents of a client's context, in hexadecimal."""
    total = hashlib.sha256()
    for name in files(client):
        path = client.folder / name
        executable = path.stat().st_mode & 0o111 if path.exists() else 0
        total.update(f"{name}\0{bool(executable)}\0".encode())
        if path.is_file():
            content = path.read_bytes()
            total.update(f"{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
