"""Reports the model's status as the text `none` if the service replies with an error without it.

Every other member of the error is right, so only its schema tells.
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
    "errors/body-cut-within-a-character",
    "errors/body-far-above-limit",
    "errors/body-not-utf-8",
    "errors/body-of-long-characters",
    "errors/message-*",
    "errors/model-long-reason",
    "errors/model-number-and-more",
    "errors/model-pending",
    "errors/model-text",
    "errors/no-*",
    "errors/not-modified",
    "errors/nothing-to-include",
    "errors/redirect-*",
    "errors/request-*",
    "errors/retry-*",
    "errors/said-*",
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
    "errors/without-a-key",
    "errors/wrong-key",
    "failures/body-unchanged",
    "failures/kind-*",
    "failures/message-*",
    "failures/no-*",
    "failures/nothing-of-the-one-before",
    "failures/script-failed-in-others",
    "keys/both-*",
    "keys/changed-once",
    "keys/forbidden",
    "keys/refused-by-the-script",
    "limits/error-over-limit",
    "limits/key-cut-by-the-limit",
    "limits/message-*",
    "limits/overall-before-a-long-wait",
    "limits/overall-between-attempts",
    "modes/one-shot-fails",
    "operations/bytes-refused",
    "operations/health-302",
    "operations/health-401",
    "operations/health-404",
    "operations/health-503",
    "operations/health-below-two-slashes",
    "operations/health-of-a-host",
    "replies/gzip-error",
    "replies/interim-headers",
    "replies/not-repeated-model",
    "replies/not-repeated-unauthorized",
    "request/cookies",
    "request/retries-*",
    "retries/configured-*",
    "retries/not-after-307",
    "retries/not-after-400",
    "retries/not-after-401",
    "retries/not-after-403",
    "retries/not-after-404",
    "retries/not-after-409",
    "retries/not-after-413",
    "retries/not-after-424",
    "retries/not-after-425",
    "retries/not-after-431",
    "retries/not-after-501",
    "retries/not-after-505",
    "retries/not-after-a-long-*",
    "retries/not-after-model-error",
    "retries/not-after-script-*",
    "retries/not-after-too-many-pending",
    "retries/not-until-a-distant-date",
    "retries/one-shot-none",
    "retries/one-shot-two",
    "retries/three-by-default",
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
    "secrets/escaped-*",
    "secrets/odd-*",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("ERROR-7",)


class _StatusAsText(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.model_status is None:
            error.model_status = "none"  # type: ignore[assignment]
        return error


sys.exit(run(_StatusAsText))
