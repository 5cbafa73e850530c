"""Adds its key to the query of the URI.

The key is also in the header, and the path is right.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("request/key", "request/target")


class _KeyInQuery(ScoringClient):
    def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
        request = super().build_request(body, client_request_id)
        key = self.configuration.key
        uri = request.uri if key is None else f"{request.uri}?key={key.reveal()}"
        return dataclasses.replace(request, uri=uri)


sys.exit(run(_KeyInQuery))
