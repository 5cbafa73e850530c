"""The entry point of the broken clients: the Python client's program with another client class."""

from __future__ import annotations

import sys

from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot, session


def run(client: type[ScoringClient]) -> int:
    """Runs the mode that the command line names; returns the exit status."""
    if sys.argv[1:] == ["score"]:
        streams = (sys.stdin.buffer, sys.stdout.buffer, sys.stderr.buffer)
        return oneshot.score_once(client, *streams)
    return session.serve(client)
