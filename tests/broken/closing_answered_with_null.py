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
    "options/beside-another",
    "options/fewer-retries",
    "options/given-up-cancel",
    "options/given-up-close",
    "options/invalid-attempt-negative",
    "options/invalid-attempt-text",
    "options/invalid-attempt-zero",
    "options/invalid-overall-negative",
    "options/invalid-overall-text",
    "options/invalid-overall-zero",
    "options/invalid-retries-fraction",
    "options/invalid-retries-negative",
    "options/invalid-retries-text",
    "options/invalid-retries-true",
    "options/limit-while-waiting-for-a-reply",
    "options/longer-attempt",
    "options/longer-call",
    "options/more-retries",
    "options/of-a-payload",
    "options/of-bytes",
    "options/of-health",
    "options/of-swagger",
    "options/same-connection",
    "options/same-key",
    "options/shorter-attempt",
    "options/shorter-call",
    "replies/*",
    "request/*",
    "responses/after-a-503",
    "responses/after-a-broken-connection",
    "responses/after-a-refused-key",
    "responses/echoed-key",
    "responses/first-attempt",
    "responses/of-a-payload",
    "responses/of-bytes",
    "responses/of-each-call",
    "responses/of-health",
    "responses/of-swagger",
    "responses/request-id-between-blanks",
    "responses/request-id-fallback",
    "responses/request-id-fallback-of-empty",
    "responses/request-id-of-two",
    "responses/status-201",
    "responses/status-299",
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
