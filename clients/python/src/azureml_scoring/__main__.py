"""`azureml-scoring score` and `azureml-scoring session`."""

from __future__ import annotations

import sys

from azureml_scoring.client import ScoringClient
from azureml_scoring.doors import oneshot, session
from azureml_scoring.doors.report import configuration_report

_USAGE = "usage: azureml-scoring score | azureml-scoring session"


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit status.

    Args:
        arguments: the verb; those of the process if not given.
    """
    match sys.argv[1:] if arguments is None else arguments:
        case ["score"]:
            return _score()
        case ["session"]:
            return session.serve()
        case _:
            return _unusable(_USAGE)


def _score() -> int:
    # Python has no stream object for a descriptor that was closed before it started.
    if sys.stdin is None or sys.stdout is None:
        return _unusable("standard input or output is closed")
    # Unbuffered: what a buffer holds back, a full disk would only refuse at exit.
    with open(1, "wb", 0, closefd=False) as stdout:
        return oneshot.score_once(ScoringClient, sys.stdin.buffer, stdout, sys.stderr.buffer)


def _unusable(message: str) -> int:
    return oneshot.fail(sys.stderr.buffer, oneshot.UNUSABLE, configuration_report(message))


if __name__ == "__main__":
    sys.exit(main())
