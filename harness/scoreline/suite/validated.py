"""Which files were last found valid by their schemas, so that they are not validated again.

JSON Schema takes half of the time of a short command: to load the library, and to validate. Only
that is skipped. What the harness checks itself (names, contradictions, placeholders) it checks each
time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from scoreline import __version__

_FILE = "validated-suite"


def digest(files: Iterable[Path]) -> str:
    """SHA-256 of the harness's version and of the files' paths and contents, in hexadecimal.

    Raises:
        OSError: a file cannot be read.
    """
    total = hashlib.sha256(__version__.encode())
    for path in sorted(files):
        content = path.read_bytes()
        total.update(f"\0{path}\0{len(content)}\0".encode(errors="surrogateescape"))
        total.update(content)
    return total.hexdigest()


def is_known(cache: Path, found: str) -> bool:
    """Whether files with this digest are those that were last found valid."""
    try:
        return (cache / _FILE).read_text("utf-8") == found
    except (OSError, ValueError):
        return False


def remember(cache: Path, found: str) -> None:
    """Keeps the digest of valid files, if the folder can be written.

    The file appears at once with its whole content: another command may read it meanwhile.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        written = cache / f"{_FILE}.{os.getpid()}"
        written.write_text(found, "utf-8")
        written.replace(cache / _FILE)
    except OSError:
        pass  # the files are validated again the next time


def forget(cache: Path) -> bool:
    """Removes what is kept; whether there was anything."""
    try:
        (cache / _FILE).unlink()
    except FileNotFoundError:
        return False
    return True
