"""Waits for another reply after one that switches protocols.

Every other interim reply is followed by one.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import wire

CAUGHT_BY: Final = ("framing/switches-protocols",)
VIOLATES: Final = ("REPLY-8",)

wire._SWITCHING_PROTOCOLS = 0
wire._NOT_INTERIM = wire._NOT_INTERIM - {101}
sys.exit(run(Client))
