"""Makes two further attempts instead of three.

A number that it is given is obeyed.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import configuration

CAUGHT_BY: Final = ("retries/three-by-default",)
VIOLATES: Final = ("RETRY-3",)


configuration.RETRIES = 2
sys.exit(run(Client))
