"""Leaves out the user information of a scoring URI and calls the rest.

All other invalid URIs are refused.
"""

import re
import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "configuration/uri-user",
    "configuration/uri-user-*",
)
VIOLATES: Final = ("CONFIG-6",)


class _WithoutUser(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        super().__init__(re.sub("//[^/?]*@", "//", uri), **settings)


sys.exit(run(_WithoutUser))
