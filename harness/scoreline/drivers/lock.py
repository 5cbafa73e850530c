"""Locks on files. A lock is held by a process and free once that is gone, however it ended."""

from __future__ import annotations

import asyncio
import fcntl
import os
from pathlib import Path

_POLL_SECONDS = 0.1


class Lock:
    """One holder's view of a lock: exclusive, or shared with others that share it (flock(2))."""

    def __init__(self, path: Path) -> None:
        """Takes the path of the lock's file, whose folder is there."""
        self.path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Takes the lock unless somebody holds it; whether it did.

        Raises:
            OSError: the file cannot be opened, which for another user's lock is PermissionError.
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
            os.close(descriptor)  # its last holder has removed the file meanwhile

    async def wait(self, *, shared: bool = False) -> None:
        """Takes the lock as soon as it can be had.

        Raises:
            OSError: as `take`.
        """
        while not self.take(shared=shared):  # noqa: ASYNC110 - its holder is another process
            await asyncio.sleep(_POLL_SECONDS)

    def release(self) -> None:
        """Lets go of the lock, where it is held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def remove(self) -> None:
        """Removes the file of a lock that is held, and lets go of it."""
        self.path.unlink(missing_ok=True)
        self.release()
