"""Leaves out the fragment of a scoring URI and calls the rest.

All other invalid URIs are refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "configuration/uri-fragment",
    "configuration/uri-fragment-empty",
)
VIOLATES: Final = ("CONFIG-6",)


class _WithoutFragment(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        super().__init__(uri.partition("#")[0], **settings)


sys.exit(run(_WithoutFragment))
