"""Returns integers beyond 64 bits of a prediction as doubles.

Smaller integers have all their digits.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Json, Reply

CAUGHT_BY: Final = ("scoring/payload-received-unchanged",)
VIOLATES: Final = ("SCORE-2",)


def _tidied(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidied(one) for one in value]
    if isinstance(value, dict):
        return {key: _tidied(one) for key, one in value.items()}
    return float(value) if type(value) is int and abs(value) >= 1 << 64 else value


class _Broken(Client):
    def read_payload(self, reply: Reply) -> Json:
        return _tidied(super().read_payload(reply))


sys.exit(run(_Broken))
