"""The arguments of a program's processes, as every user of the machine can read them, on Linux."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Final, TypeAlias

from scoreline.drivers.program import Program

CommandLine: TypeAlias = tuple[str, ...]
"""The arguments of one process, its name first."""

PATIENCE_SECONDS: Final = 1.0
"""How long a container engine may take to say which process a program is."""
_EXEC_SECONDS: Final = 1.0
"""How long a new process may take until it has arguments of its own."""
_EXEC_INTERVAL: Final = 0.005
"""Time between two looks at it: no event tells."""
_MOST_PROCESSES: Final = 256
"""How many processes of a program are read. A container may not have more."""
_MOST_BYTES: Final = 1 << 18
"""How many bytes of the arguments of a process are read."""


class ProcessArguments:
    """The arguments of one program's processes: its own, and those of its descendants."""

    def __init__(self, program: Program) -> None:
        """Nothing is known of the program yet."""
        self._program = program
        self._process: int | None = None

    async def locate(self) -> None:
        """Finds out which process the program is, so that `read` need not wait for that."""
        if self._process is None:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    self._process = await self._program.process_id()
            except TimeoutError:
                return

    async def read(self) -> tuple[CommandLine, ...] | None:
        """The arguments of each process that is alive.

        A process that has just been started has none until `execve` has copied them, though its
        parent runs on before: it is waited for.

        Returns:
            None if they cannot be read: the program runs on another machine or in a virtual one, or
            this system has no `/proc`. Nothing if it has ended.
        """
        await self.locate()
        if self._process is None:
            return None
        loop = asyncio.get_running_loop()
        end = loop.time() + _EXEC_SECONDS
        while True:
            try:
                found = tuple(_command_lines(self._process))
            except OSError:
                return () if _has_ended(self._process) else None
            if all(found) or loop.time() > end:
                return found
            await asyncio.sleep(_EXEC_INTERVAL)


def _command_lines(program: int) -> Iterator[CommandLine]:
    """The arguments of a process and of its descendants; of one that is being started, none.

    Source: proc(5), /proc/<pid>/cmdline and /proc/<pid>/task/<tid>/children.

    Raises:
        OSError: those of the process itself cannot be read, or its children cannot be found.
    """
    pending, count = [program], 0
    while pending and count < _MOST_PROCESSES:
        process = pending.pop()
        count += 1
        try:
            line = _command_line(process)
            if line or not _is_zombie(process):
                yield line
            pending.extend(_children(process))
        except OSError:  # it has ended in the meantime
            if process == program:
                raise


def _has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it is another user's
        pass
    return False


def _command_line(process: int) -> CommandLine:
    text = _read(f"/proc/{process}/cmdline").decode("utf-8", "replace")
    return tuple(text.removesuffix("\0").split("\0")) if text else ()


def _is_zombie(process: int) -> bool:
    """Whether a process has ended and its parent has not yet asked for its exit status."""
    state = _read(f"/proc/{process}/stat").rpartition(b")")[2].split()[0]
    return state in {b"Z", b"X"}


def _children(process: int) -> Iterator[int]:
    folder = f"/proc/{process}/task"
    for thread in os.listdir(folder):  # noqa: PTH208 - see `_read`
        try:
            children = _read(f"{folder}/{thread}/children")
        except FileNotFoundError:
            if int(thread) == process:
                raise
            continue  # this thread has ended
        yield from map(int, children.split())


def _read(path: str) -> bytes:
    # In every case dozens of these files are read: `pathlib` takes twice as long.
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, _MOST_BYTES)
    finally:
        os.close(file)
