"""Sends a body of 65 MiB, or as much of it as is taken, in the poison case."""

import contextlib
import socket
from urllib.parse import urlsplit

from honest import OPEN, is_poison, respond, send, serve

MIB = 1 << 20


def handle(request):
    """Sends too much before it reports that the service refused it."""
    if not is_poison(request, "score"):
        send(respond(request))
        return
    config = OPEN[request["params"]["client"]]
    parts = urlsplit(config["uri"])
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {config['key']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {65 * MIB}\r\n\r\n"
    )
    address = (parts.hostname, parts.port)
    with contextlib.suppress(OSError), socket.create_connection(address) as connection:
        connection.sendall(head.encode())
        for _ in range(65):
            connection.sendall(b"x" * MIB)
    data = {"kind": "service", "status": 413, "message": "too long", "attempts": 1}
    error = {"code": -32000, "message": "too long", "data": data}
    send({"jsonrpc": "2.0", "id": request["id"], "error": error})


serve(handle)
