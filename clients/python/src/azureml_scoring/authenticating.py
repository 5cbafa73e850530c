"""The layer that sends the credential, and counts the requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azureml_scoring.credential import Credential
    from azureml_scoring.exchange import Exchange, Reply, Request
    from azureml_scoring.secret import Secret

REFUSED = 401


class Authenticating:
    """Adds the `Authorization` header to each request.

    If the service refuses a credential, and there is another one, the request is sent once more
    with that. A further refusal is final, so that a call makes one such change at most.
    """

    def __init__(self, inner: Exchange, credential: Credential) -> None:
        self._inner = inner
        self._credential = credential

    def send(self, request: Request) -> Reply:
        """Send the request with the credential of the moment."""
        secret = self._credential.current()
        reply = self._sent(request, secret)
        if reply.status != REFUSED or secret is None:
            return reply
        other = self._credential.other_than(secret)
        return reply if other is None else self._sent(request, other)

    def _sent(self, request: Request, secret: Secret | None) -> Reply:
        request.call.attempts += 1
        if secret is not None:
            headers = {**request.headers, "Authorization": f"Bearer {secret.reveal()}"}
            request = replace(request, headers=headers)
        return self._inner.send(request)
