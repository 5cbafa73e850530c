"""Reads predictions from every reply, whatever its status.

A body without predictions is an error with its status, though of the wrong kind.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "calls/cancelled-on-the-same-handle",
    "calls/error-ids-in-sequence",
    "calls/errors-at-once",
    "connections/after-400",
    "connections/after-401",
    "connections/after-424",
    "connections/after-429",
    "connections/after-empty-503",
    "connections/after-error-in-chunks",
    "connections/after-errors",
    "connections/after-large-error",
    "connections/after-redirect",
    "connections/after-script-failed",
    "connections/closing-an-error",
    "errors/body-above-limit",
    "errors/body-at-limit",
    "errors/body-far-above-limit",
    "errors/body-not-utf-8",
    "errors/body-of-long-characters",
    "errors/message-*",
    "errors/model-*",
    "errors/no-*",
    "errors/not-modified",
    "errors/nothing-to-include",
    "errors/redirect-*",
    "errors/request-*",
    "errors/retry-*",
    "errors/script-*",
    "errors/status-*",
    "errors/then-scores-301",
    "errors/then-scores-308",
    "errors/then-scores-401",
    "errors/then-scores-403",
    "errors/then-scores-404",
    "errors/then-scores-424",
    "errors/then-scores-429",
    "errors/then-scores-500",
    "errors/wrong-key",
    "failures/all-of-302",
    "failures/all-of-400",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/all-of-404",
    "failures/all-of-413",
    "failures/all-of-424",
    "failures/all-of-429",
    "failures/all-of-500",
    "failures/all-of-502",
    "failures/all-of-503",
    "failures/all-of-504",
    "failures/body-unchanged",
    "failures/kind-*",
    "failures/message-*",
    "failures/no-*",
    "failures/nothing-of-the-one-before",
    "failures/script-failed-in-others",
    "modes/one-shot-fails",
    "modes/one-shot-reports-*",
    "replies/gzip-error",
    "replies/interim-headers",
    "replies/not-repeated-model",
    "replies/not-repeated-unauthorized",
    "request/cookies",
    "request/retries-*",
    "scoring/payload-error",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/echoed-in-member",
    "secrets/echoed-in-reason",
    "secrets/echoed-in-request-id",
    "secrets/echoed-in-text",
    "secrets/echoed-in-two-places",
    "secrets/echoed-in-uri",
    "secrets/echoed-key",
    "secrets/escaped-key",
    "secrets/odd-*",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("ERROR-1",)


class _StatusIgnored(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:  # noqa: ARG002 - it ignores its input
        return None


sys.exit(run(_StatusIgnored))
