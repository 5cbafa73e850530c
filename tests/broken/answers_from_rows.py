"""Sends its requests, and answers what the model predicted for these rows at another time.

The requests are right, and so are refusals of what cannot be sent.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from _client import Client, response
from _program import run
from azureml_scoring import Operation, ScoringError

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("SCORE-1",)
VECTORS: Final = Path(__file__).parents[2] / "schemas" / "vectors"
KNOWN: Final = {
    json.dumps(vector["rows"]): vector["predictions"]
    for vector in (json.loads(path.read_text("utf-8")) for path in VECTORS.glob("*.json"))
    if "rows" in vector
}


class _FromRows(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        try:
            super().call(operation, **more)
        except ScoringError as error:
            if error.attempts == 0:
                raise
        return response([1.5])

    def score(self, rows: Iterable[Iterable[float]], **more: Any) -> list[float]:
        given = [list(row) for row in rows]
        super().score(given, **more)
        return KNOWN.get(json.dumps(given), [1.5] * len(given))

    def score_payload(self, payload: object, **more: Any) -> object:
        other = super().score_payload(payload, **more)
        if isinstance(payload, Mapping) and "data" in payload:
            return KNOWN.get(json.dumps(payload["data"]), other)
        return other

    def health(self, **_: Any) -> None:
        raise LookupError("health has no rows")


sys.exit(run(_FromRows))
