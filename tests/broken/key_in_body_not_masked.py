"""Masks its key in the message of an error alone.

A key that is echoed in a message is masked.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/body-above-limit",
    "errors/body-cut-within-a-character",
    "errors/body-far-above-limit",
    "errors/body-of-long-characters",
    "keys/both-masked",
    "limits/key-cut-by-the-limit",
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
VIOLATES: Final = ("SECRET-2",)


class _OnlyMessage(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.body = reply.body.decode(errors="replace")
            error.request_id = reply.headers.get("x-ms-request-id", error.request_id)
            error.model_reason = reply.headers.get("ms-azureml-model-error-reason")
        return error


sys.exit(run(_OnlyMessage))
