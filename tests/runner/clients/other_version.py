"""Speaks another version of the protocol."""

from honest import IDENTITY, serve

IDENTITY["protocolVersion"] = "2"
serve()
