"""What a broken client is behind its front doors: the Python client's, with a class of its own."""

from __future__ import annotations

import sys

from azureml_scoring import ScoringClient
from azureml_scoring.doors import oneshot, session


def run(client: type[ScoringClient]) -> int:
    """Answers through the door that the command line names; returns the exit status."""
    if sys.argv[1:] == ["score"]:
        streams = (sys.stdin.buffer, sys.stdout.buffer, sys.stderr.buffer)
        return oneshot.score_once(client, *streams)
    return session.serve(client)
