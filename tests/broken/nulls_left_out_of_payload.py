"""Leaves members that are null out of a payload.

Other members are sent.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Json

CAUGHT_BY: Final = ("scoring/payload-unchanged",)
VIOLATES: Final = ("SCORE-2",)


def _tidied(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidied(one) for one in value]
    if isinstance(value, dict):
        return {key: _tidied(one) for key, one in value.items() if one is not None}
    return value


class _Broken(Client):
    def encode_payload(self, payload: Json) -> bytes:
        return super().encode_payload(_tidied(payload))


sys.exit(run(_Broken))
