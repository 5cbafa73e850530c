"""Sends rows with a member that the service does not know.

The rows themselves are right, and the service looks no further.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("request/body", "scoring/[dotz]*", "scoring/numbers-sent")


class _MoreMembers(ScoringClient):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        return super().encode_payload({"data": rows, "method": "predict"})


sys.exit(run(_MoreMembers))
