"""`azureml-scoring score` and `azureml-scoring session`."""

from __future__ import annotations

import os
import signal
import sys
from io import FileIO
from typing import Literal

from azureml_scoring.client import ScoringClient
from azureml_scoring.doors import oneshot, session
from azureml_scoring.doors.error_data import configuration_data

_USAGE = "usage: azureml-scoring score | azureml-scoring session"


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit status.

    Args:
        arguments: the verb; those of the process if not given.
    """
    # A terminal's interrupt ends a program, and is no error of a call to be told about.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _fill_gaps()
    match sys.argv[1:] if arguments is None else arguments:
        case ["score"]:
            # Unbuffered: what a buffer holds back, a full disk would only refuse at exit.
            with _stream(0, "rb") as stdin, _stream(1, "wb") as stdout, _stream(2, "wb") as stderr:
                return oneshot.score_once(ScoringClient, stdin, stdout, stderr)
        case ["session"]:
            return session.serve()
        case _:
            with _stream(2, "wb") as stderr:
                return oneshot.fail(stderr, oneshot.UNUSABLE, configuration_data(_USAGE))


def _fill_gaps() -> None:
    """Put something in the place of streams that were closed before the program started.

    A socket would get their numbers. Reading ends at once, and writing what matters fails.
    """
    for descriptor, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)  # the lowest number that is free


def _stream(descriptor: int, mode: Literal["rb", "wb"]) -> FileIO:
    return FileIO(descriptor, mode, closefd=False)


if __name__ == "__main__":
    sys.exit(main())
