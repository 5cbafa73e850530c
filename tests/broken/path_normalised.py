"""Has requests tidy up the scoring URI.

It takes an ordinary URI to the same place.
"""

import dataclasses
import sys
from typing import Final

import requests
from _program import run
from azureml_scoring import ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("request/target",)


class _Tidy(ScoringClient):
    def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
        request = super().build_request(body, client_request_id)
        tidy = requests.Request("POST", request.uri).prepare().url
        return dataclasses.replace(request, uri=tidy)


sys.exit(run(_Tidy))
