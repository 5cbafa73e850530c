"""Reports another protocol version."""

from honest import IDENTITY, serve

IDENTITY["protocolVersion"] = "2"
serve()
