"""Answers `close` with null instead of an empty object.

The handle is closed, and every other message is answered as it should be.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages, session

CAUGHT_BY: Final = (
    "calls/*",
    "configuration/*",
    "connections/*",
    "errors/*",
    "failures/*",
    "framing/*",
    "keys/both-*",
    "keys/changed-once",
    "keys/forbidden",
    "keys/primary-again",
    "keys/refused-by-the-script",
    "keys/secondary-*",
    "limits/*",
    "modes/session-*",
    "operations/*",
    "replies/*",
    "request/*",
    "retries/after-*",
    "retries/backs-*",
    "retries/cancelled-while-waiting",
    "retries/closed-while-waiting",
    "retries/configured-*",
    "retries/each-call-anew",
    "retries/not-*",
    "retries/three-by-default",
    "retries/waits-*",
    "scoring/*",
    "secrets/*",
    "timeouts/*",
    "tls/authorities-*",
    "tls/closed-within-a-reply",
    "tls/expired-with-authority",
    "tls/for-another-host-with-authority",
    "tls/from-*",
    "tls/not-yet-valid-with-authority",
    "tls/reset-within-a-reply",
    "tls/self-*",
    "tls/trusted",
)
VIOLATES: Final = ("MODE-8",)

_close = session._Session._close


def _with_null(self: session._Session, message: messages.Message) -> None:
    write = self._write
    empty, null = messages.result(message.call_id, {}), messages.result(message.call_id, None)
    self._write = lambda line: write(null if line == empty else line)
    try:
        _close(self, message)
    finally:
        del self._write


session._Session._close = _with_null
sys.exit(run(ScoringClient))
