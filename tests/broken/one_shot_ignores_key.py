"""Takes no key from the environment in one-shot mode.

A session sends its key.
"""

import os
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "keys/one-shot-secondary",
    "modes/one-shot-bad-key",
    "modes/one-shot-fails",
    "modes/one-shot-payload",
    "tls/one-shot-trusted",
)
VIOLATES: Final = ("MODE-7",)


class _WithoutKey(Client):
    def __init__(self, **more: Any) -> None:
        names = {name: value for name, value in os.environ.items() if not name.endswith("_KEY")}
        super().__init__(environment=names, **more)


if sys.argv[1:] == ["score"]:
    sys.exit(run(_WithoutKey))
sys.exit(run(ScoringClient))
