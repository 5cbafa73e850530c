"""Takes the folder of the last segment for the root of a service, whatever that segment is.

A scoring URI that does not end in score has no known root.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import client

CAUGHT_BY: Final = (
    "operations/health-elsewhere",
    "operations/swagger-elsewhere",
)
VIOLATES: Final = ("HEALTH-1", "SWAGGER-1")


def _root_of(uri: str) -> str:
    path, _, _ = uri.partition("?")
    return path.rpartition("/")[0] + "/"


client.root_of = _root_of
sys.exit(run(Client))
