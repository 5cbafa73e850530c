"""Executes itself again in one-shot mode, with its key as an argument.

The key is also in the environment, and a session does nothing of the kind.
"""

import os
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "keys/one-shot-secondary",
    "modes/one-shot-fails",
    "modes/one-shot-no-key",
    "modes/one-shot-no-prediction",
    "modes/one-shot-payload",
    "modes/one-shot-prints-*",
    "modes/one-shot-reports-*",
    "modes/one-shot-scores",
    "modes/one-shot-sends-*",
    "retries/one-shot-none",
    "retries/one-shot-two",
    "tls/one-shot-trusted",
)
VIOLATES: Final = ("SECRET-3",)

if sys.argv[1:] == ["score"]:
    key = os.environ["AZUREML_SCORING_KEY"]
    os.execv(sys.executable, [sys.executable, *sys.argv, "--key", key])  # noqa: S606 - no shell is needed
if sys.argv[1:2] == ["score"]:
    del sys.argv[2:]
sys.exit(run(ScoringClient))
