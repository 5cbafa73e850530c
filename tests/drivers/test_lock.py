"""Locks: who can take them, and that the end of a process frees them."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from scoreline.drivers.lock import Lock

HARNESS = Path(__file__).parents[2] / "harness"
HOLD = """
import sys; from pathlib import Path
from scoreline.drivers.lock import Lock
lock = Lock(Path(sys.argv[1])); assert lock.take(); print("held", flush=True); sys.stdin.read()
"""


def test_exclusive_and_shared(tmp_path: Path) -> None:
    """A shared lock can be held by many; an exclusive one by one holder alone."""
    path = tmp_path / "one.lock"
    first, second, third = Lock(path), Lock(path), Lock(path)
    assert first.take(shared=True)
    assert second.take(shared=True)
    assert not third.take()
    first.release()
    assert not third.take()
    second.release()
    assert third.take()
    assert not first.take(shared=True)


def test_removed(tmp_path: Path) -> None:
    """A lock whose file was removed is taken on a new file."""
    path = tmp_path / "one.lock"
    first = Lock(path)
    assert first.take()
    first.remove()
    assert not path.exists()
    assert first.take()
    assert not Lock(path).take()


def test_removed_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the file is removed between open and flock, a new file is locked."""
    path = tmp_path / "one.lock"
    removals = iter([path.unlink])
    flock = fcntl.flock

    def late(descriptor: int, mode: int) -> None:
        next(removals, lambda: None)()
        flock(descriptor, mode)

    monkeypatch.setattr(fcntl, "flock", late)
    first = Lock(path)
    assert first.take()
    assert path.exists()
    assert not Lock(path).take()


def test_end_of_its_process(tmp_path: Path) -> None:
    """A lock is free once its process was killed."""
    path = tmp_path / "one.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env={"PYTHONPATH": str(HARNESS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert not Lock(path).take()
        holder.kill()
        holder.wait()
    assert Lock(path).take()
