"""Ctrl-C ends a command of half an hour with one line."""

from __future__ import annotations

import pytest
from tests.strength.interruption import INTERRUPTED, interruptible


def test_interrupted(capsys: pytest.CaptureFixture[str]) -> None:
    """There is one line, no traceback, and the status that shells give to Ctrl-C."""

    def interrupted() -> int:
        raise KeyboardInterrupt

    assert interruptible(interrupted) == INTERRUPTED
    assert capsys.readouterr() == ("", "Interrupted: there is no result.\n")


@pytest.mark.parametrize("status", [0, 1])
def test_not_interrupted(status: int) -> None:
    """The status of a command that ends by itself is its own."""
    assert interruptible(lambda: status) == status
