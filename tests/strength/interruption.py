"""Ctrl-C in a command that takes half an hour: one line, and the status that shells give it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Final

INTERRUPTED: Final = 130
"""The exit status of a program that SIGINT ended, as a shell reports it."""


def interruptible(command: Callable[[], int]) -> int:
    """The status of a command; 130, after one line on standard error, if Ctrl-C ended it."""
    # Python 3.11 warns of a killed child whose end it notices after its loop was closed.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    try:
        return command()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted: there is no result.\n")
        return INTERRUPTED
