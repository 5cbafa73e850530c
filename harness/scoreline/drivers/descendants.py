"""Processes that a program starts and that leave its process group: found and ended, on Linux.

While a program runs, this process is the *subreaper* of its descendants (prctl(2),
PR_SET_CHILD_SUBREAPER): one whose parent ends becomes a child of this process, not of init, and so
stays in sight. When no program runs any more, the earlier setting is restored. A descendant is
recognised by a variable of its environment, which it inherits, or by a parent that is recognised.
One that has lost its parent and was started with another environment is not.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "SCORELINE_PROGRAM"
"""The variable that marks a program and its descendants."""
_PROC = Path("/proc")
_LINUX = sys.platform == "linux"
_SET_SUBREAPER, _GET_SUBREAPER = 36, 37
_ROUNDS = 100
"""How often descendants are searched for: those that are killed may just have started others."""


class _Subreaper:
    """Makes this process the subreaper while at least one program runs."""

    def __init__(self) -> None:
        self._running = 0
        self._before = 0
        self._dying: set[int] = set()

    def acquire(self) -> None:
        if self._running == 0 and _LINUX:
            before = ctypes.c_int()
            _prctl(_GET_SUBREAPER, ctypes.byref(before))
            self._before = before.value
            _prctl(_SET_SUBREAPER, ctypes.c_ulong(1))
        self._running += 1

    def release(self, killed: set[int]) -> None:
        self._running -= 1
        self._dying |= killed
        self._dying = {number for number in self._dying if _is_dying(number)}
        if self._running == 0 and _LINUX:
            _prctl(_SET_SUBREAPER, ctypes.c_ulong(self._before))


_SUBREAPER = _Subreaper()


class Descendants:
    """The descendants of one program, from before it starts until it has ended."""

    def __init__(self) -> None:
        """From here on orphans become children of this process."""
        self._mark = secrets.token_hex(16)
        self._open = True
        self._killed: set[int] = set()
        _SUBREAPER.acquire()

    @property
    def environment(self) -> dict[str, str]:
        """Variables for the program."""
        return {VARIABLE: self._mark}

    def end(self, program: int | None) -> None:
        """Kills all descendants of the program, but not the program itself.

        Args:
            program: its process id; None if it has been reaped.
        """
        if not _LINUX:
            return
        for _ in range(_ROUNDS):
            found = set(self._marked(program))
            if program is not None:
                found.update(_below(program))
            if not found:
                return
            for number in found:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(number, signal.SIGKILL)
            self._killed |= found

    def close(self) -> None:
        """Ends the search: the program has ended. Those that were killed leave no zombies."""
        if self._open:
            self._open = False
            _SUBREAPER.release(self._killed)

    def _marked(self, program: int | None) -> Iterator[int]:
        """Children of this process that the program has left, with all their descendants."""
        mark = f"{VARIABLE}={self._mark}".encode()
        for child in _children(os.getpid()):
            if child == program:
                continue
            with contextlib.suppress(OSError):
                if mark in (_PROC / str(child) / "environ").read_bytes().split(b"\0"):
                    yield child
                    yield from _below(child)


def _below(parent: int) -> Iterator[int]:
    """All descendants of a process that are alive."""
    for child in _children(parent):
        yield child
        yield from _below(child)


def _children(parent: int) -> Iterator[int]:
    """The children of a process that are alive; zombies are left out, which wait for their parent.

    Source: proc(5), /proc/<pid>/task/<tid>/children.
    """
    with contextlib.suppress(OSError):
        for thread in (_PROC / str(parent) / "task").iterdir():
            with contextlib.suppress(OSError):
                for number in map(int, (thread / "children").read_text("ascii").split()):
                    if _is_alive(number):
                        yield number


def _is_alive(number: int) -> bool:
    try:
        state = (_PROC / str(number) / "stat").read_text("utf-8", "replace").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] not in ("Z", "X")


def _is_dying(number: int) -> bool:
    """Whether a killed child of this process has not ended yet. Reaps it if it has."""
    try:
        ended, _ = os.waitpid(number, os.WNOHANG)
    except ChildProcessError:
        return False  # its parent has reaped it
    return not ended


def _prctl(option: int, argument: object) -> None:
    """Calls prctl(2). A system that refuses only leaves orphans to init."""
    ctypes.CDLL(None).prctl(option, argument, 0, 0, 0)
