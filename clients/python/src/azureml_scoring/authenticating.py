"""The layer that sends the credential, and counts the requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from azureml_scoring.outcome import script_failed

if TYPE_CHECKING:
    from azureml_scoring.credential import Credential
    from azureml_scoring.exchange import Exchange, Reply, Request
    from azureml_scoring.secret import Secret

REFUSED = 401


class Authenticating:
    """Adds the `Authorization` header to each request.

    If the service refuses a credential, and there is another one, the request is sent once more
    with that: not one of the further attempts, and once in a call.
    """

    def __init__(self, inner: Exchange, credential: Credential) -> None:
        self._inner = inner
        self._credential = credential

    def send(self, request: Request) -> Reply:
        """Send the request with the credential of the moment."""
        secret = self._credential.current()
        reply = self._sent(request, secret)
        if reply.status != REFUSED or secret is None or request.call.changed_credential:
            return reply
        if script_failed(reply.headers):  # the model's script, and not the service, refused it
            return reply
        other = self._credential.other_than(secret)
        if other is None:
            return reply
        request.call.changed_credential = True
        return self._sent(request, other)

    def _sent(self, request: Request, secret: Secret | None) -> Reply:
        request.call.attempts += 1
        if secret is not None:
            headers = {**request.headers, "Authorization": f"Bearer {secret.reveal()}"}
            request = replace(request, headers=headers)
        return self._inner.send(request)
