"""Does its worst in each call, many calls at once; the first argument says what that is."""

import contextlib
import json
import os
import resource
import socket
import sys
import threading
from collections import deque
from urllib.parse import urlsplit

from honest import OPEN, respond

LOCK = threading.Lock()
OPENS = threading.Semaphore(1)
MIB = 1 << 20
KEPT = deque(maxlen=2_000)
MANY = ""
if sys.argv[1] == "error":
    MANY = "{" + ",".join(f'"x{number}":{{}}' for number in range(80_000)) + "}"
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


def bodies(request):
    """Sends a body of 2 GB in chunks, or as much of it as is taken."""
    config = OPEN[request["params"]["client"]]
    parts = urlsplit(config["uri"])
    chunk = b"100000\r\n" + b"x" * MIB + b"\r\n"
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {config['key']}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    address = (parts.hostname, parts.port)
    with contextlib.suppress(OSError), socket.create_connection(address) as connection:
        connection.sendall(head.encode())
        for _ in range(2_000):
            connection.sendall(chunk)
    return failed(request, kind="connection", message="gone", attempts=1)


def line(request):
    """Writes 60 MB without a line end."""
    with LOCK, contextlib.suppress(OSError):
        for _ in range(60):
            os.write(1, b"x" * 1_000_000)
    return failed(request, kind="connection", message="gone", attempts=1)


def error(request):
    """Answers with an error that has as many unknown members as a line may hold."""
    return {
        "jsonrpc": "2.0",
        "id": request["id"],
        "error": {"code": -32000, "message": "no", "data": "@"},
    }


def connections(request):
    """Opens 500 connections in a loop and keeps as many as it may."""
    parts = urlsplit(OPEN[request["params"]["client"]]["uri"])
    with OPENS:
        for _ in range(500):
            with contextlib.suppress(OSError):
                KEPT.append(socket.create_connection((parts.hostname, parts.port)))
    return respond(request)


def failed(request, **data):
    """An error of the library."""
    message = {"code": -32000, "message": "failed", "data": data}
    return {"jsonrpc": "2.0", "id": request["id"], "error": message}


def send(message):
    """Writes a message, from any thread."""
    text = json.dumps(message) + "\n"
    data = memoryview(text.replace('"@"', MANY).encode())
    with LOCK, contextlib.suppress(OSError):
        while data:
            data = data[os.write(1, data) :]


def handle(request):
    """Does its worst with a call, and is honest with everything else."""
    try:
        worst = WORST[sys.argv[1]] if request["method"] == "score" else respond
        send(worst(request))
    except Exception:  # noqa: BLE001 - whatever has happened to it is its own fault
        os._exit(70)


WORST = {"bodies": bodies, "line": line, "error": error, "connections": connections}
for text in sys.stdin:
    message = json.loads(text)
    if message["method"] == "score":
        threading.Thread(target=handle, args=(message,), daemon=True).start()
    elif "id" in message:
        handle(message)
        if message["method"] == "shutdown":
            os._exit(0)
