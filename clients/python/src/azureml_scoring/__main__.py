"""The program `azureml-scoring`, with the modes `score` (one-shot) and `session`."""

from __future__ import annotations

import os
import signal
import sys
from io import FileIO
from typing import Literal

from azureml_scoring.client import ScoringClient
from azureml_scoring.program import oneshot
from azureml_scoring.program.error_data import configuration_data

_USAGE = "usage: azureml-scoring score | azureml-scoring session"


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit status.

    Args:
        arguments: the mode, `score` or `session`; the arguments of the process if not given.
    """
    # Ctrl-C ends the program at once; it is not an error of a call and is not reported as one.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _open_missing_streams()
    match sys.argv[1:] if arguments is None else arguments:
        case ["score"]:
            # Unbuffered, because a full disk would reject buffered output only at exit.
            with _stream(0, "rb") as stdin, _stream(1, "wb") as stdout, _stream(2, "wb") as stderr:
                return oneshot.score_once(ScoringClient, stdin, stdout, stderr)
        case ["session"]:
            from azureml_scoring.program import session  # noqa: PLC0415  # a one-shot starts sooner

            return session.serve()
        case _:
            with _stream(2, "wb") as stderr:
                return oneshot.fail(stderr, oneshot.UNUSABLE, configuration_data(_USAGE))


def _open_missing_streams() -> None:
    """Open the null device for each standard stream that was closed before the program started.

    Otherwise a socket would get its descriptor. Standard input is then at its end, writing to
    standard output fails, and what is written to standard error is discarded.
    """
    for descriptor, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, flags)  # gets the lowest free number, which is `descriptor`


def _stream(descriptor: int, mode: Literal["rb", "wb"]) -> FileIO:
    return FileIO(descriptor, mode, closefd=False)


if __name__ == "__main__":
    sys.exit(main())
