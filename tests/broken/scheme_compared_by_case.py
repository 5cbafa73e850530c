"""Takes only a scheme in lower case.

Its other configurations are right.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("configuration/uri-scheme-upper-case",)
VIOLATES: Final = ("CONFIG-6",)


class _LowerCase(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        if uri[:5] == "HTTP:":
            uri = ""
        super().__init__(uri, **settings)


sys.exit(run(_LowerCase))
