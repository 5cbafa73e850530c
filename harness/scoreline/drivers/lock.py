"""File locks. The end of the process that holds a lock frees it, however the process ended."""

from __future__ import annotations

import asyncio
import fcntl
import os
from pathlib import Path

_POLL_SECONDS = 0.1


class Lock:
    """A lock on a file, exclusive or shared with others that take it as shared (flock(2))."""

    def __init__(self, path: Path) -> None:
        """A lock that is not taken yet. The folder of the file `path` must exist."""
        self.path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Takes the lock if nobody else holds it.

        Returns:
            Whether it was taken.

        Raises:
            OSError: the file cannot be opened; PermissionError if it belongs to another user.
        """
        self.release()
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        while True:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            if os.fstat(descriptor).st_nlink:
                self._descriptor = descriptor
                return True
            os.close(descriptor)  # its last holder removed the file between open and flock

    async def wait(self, *, shared: bool = False) -> None:
        """Takes the lock as soon as it is free.

        Raises:
            OSError: as `take`.
        """
        while not self.take(shared=shared):  # noqa: ASYNC110 - its holder is another process
            await asyncio.sleep(_POLL_SECONDS)

    def release(self) -> None:
        """Releases the lock if it is held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def remove(self) -> None:
        """Removes the file of a lock that is held, and releases the lock."""
        self.path.unlink(missing_ok=True)
        self.release()
