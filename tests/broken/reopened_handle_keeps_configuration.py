"""Opens a handle that was closed with the configuration that it had before.

A handle that is new has its own.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = ("calls/reopened",)
VIOLATES: Final = ("AUTH-3",)


opened: dict[str, Any] = {}
open_handle = session._Session._open


def _open(self: session._Session, message: Message) -> None:
    params: Any = message.params
    params["config"] = opened.setdefault(params["client"], params["config"])
    open_handle(self, message)


session._Session._open = _open  # type: ignore[method-assign]


sys.exit(run(ScoringClient))
