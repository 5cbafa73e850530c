"""Waits to the end before it ends a call that was cancelled meanwhile.

A request in flight is ended at once.
"""

import sys
from threading import Event
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Cancellation, retrying
from azureml_scoring.retrying import Retrying

CAUGHT_BY: Final = (
    "retries/cancelled-while-waiting",
    "retries/closed-while-waiting",
)
VIOLATES: Final = ("RETRY-9",)


def _sleep(seconds: float, cancellation: Cancellation) -> None:
    Event().wait(seconds)
    sleep(0.0, cancellation)


sleep = retrying._sleep
Retrying.__init__.__kwdefaults__["sleep"] = _sleep
sys.exit(run(Client))
