"""Sends its requests, and answers what the model predicted for these rows at another time.

The requests are right, and so are refusals of what cannot be sent.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ScoringError

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("SCORE-1",)
VECTORS: Final = Path(__file__).parents[2] / "schemas" / "vectors"
KNOWN: Final = {
    json.dumps(vector["rows"]): vector["predictions"]
    for vector in (json.loads(path.read_text("utf-8")) for path in VECTORS.glob("*.json"))
    if "rows" in vector
}


class _FromRows(Client):
    def score(self, rows: Iterable[Iterable[float]], **more: Any) -> list[float]:
        given = [list(row) for row in rows]
        try:
            super().score(given, **more)
        except ScoringError as error:
            if error.attempts == 0:
                raise
        return KNOWN.get(json.dumps(given), [1.5] * len(given))

    def score_payload(self, payload: object, **more: Any) -> object:
        try:
            super().score_payload(payload, **more)
        except ScoringError as error:
            if error.attempts == 0:
                raise
        if isinstance(payload, Mapping) and "data" in payload:
            return KNOWN.get(json.dumps(payload["data"]), [1.5])
        return [1.5]


sys.exit(run(_FromRows))
