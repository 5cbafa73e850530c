"""Takes headers of an interim reply for those of the reply.

Interim replies themselves are skipped.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient, transport, wire

CAUGHT_BY: Final = ("replies/interim-headers",)
VIOLATES: Final = ("REPLY-5",)


parse_headers = wire.parse_headers
first_values = transport._first_values
interim: dict[str, str] = {}


def _parse_headers(source: Any) -> Any:
    headers = parse_headers(source)
    interim.update(headers.items())
    return headers


def _first_values(headers: Any) -> Any:
    values = first_values(headers)
    for name, value in interim.items():
        values.setdefault(name, value)
    interim.clear()
    return values


wire.parse_headers = _parse_headers
transport._first_values = _first_values


sys.exit(run(ScoringClient))
