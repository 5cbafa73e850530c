"""Leaves the User-Agent to the library that it is made of.

All other headers are its own.
"""

import dataclasses
import sys
from typing import Final

import requests
from _program import run
from azureml_scoring import ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("request/user-agent",)


class _RequestsItself(ScoringClient):
    def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
        request = super().build_request(body, client_request_id)
        headers = {**request.headers, "User-Agent": requests.utils.default_user_agent()}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_RequestsItself))
