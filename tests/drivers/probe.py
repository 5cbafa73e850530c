"""A client that answers in turn and reports, if asked, what it can reach, write and read.

With the argument `once` it obeys its standard input, and prints its environment and arguments.
"""

import json
import os
import signal
import socket
import sys
from pathlib import Path

IDENTITY = {
    "protocolVersion": "1",
    "name": "probe",
    "version": "1.0.0",
    "language": "Python",
    "runtime": "Python",
    "capabilities": [],
}


def reach(host: str, port: int) -> str:
    """`connected`, or what stood in the way."""
    try:
        with socket.create_connection((host, port), timeout=3):
            return "connected"
    except OSError as error:
        return type(error).__name__ + str(error)


def write(path: str) -> str:
    """`written`, or what stood in the way."""
    try:
        Path(path).write_text("x", "utf-8")
    except OSError as error:
        return error.strerror or str(error)
    return "written"


def read(path: str) -> str:
    """The content of a file, or what stood in the way."""
    try:
        return Path(path).read_text("utf-8")
    except OSError as error:
        return error.strerror or str(error)


if sys.argv[1:2] == ["once"]:
    wish = json.load(sys.stdin)
    if wish == "hang" or Path("/hang-once").exists():
        sys.stderr.write("hanging\n")
        signal.pause()
    if wish == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    report = {
        "environment": dict(os.environ),
        "arguments": sys.argv[2:],
        "host": socket.gethostname(),
        "read": [read(path) for path in sys.argv[2:]],
        "written": write("/anywhere"),
        "user": os.getuid(),
    }
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stderr.write("done\n")
    sys.exit(3)

for line in sys.stdin:
    request = json.loads(line)
    if "id" not in request:
        continue
    method, params, result = request["method"], request.get("params") or {}, {}
    if method == "initialize":
        result = IDENTITY
    elif method == "probe":
        result = {
            "reached": [reach(host, port) for host, port in params["addresses"]],
            "written": [write(path) for path in params["paths"]],
            "read": [read(path) for path in sys.argv[1:]],
            "environment": dict(os.environ),
            "user": os.getuid(),
            "capabilities": [
                text.split()[1]
                for text in Path("/proc/self/status").read_text("utf-8").splitlines()
                if text.startswith("CapEff")
            ],
        }
    elif method == "echo":
        sys.stderr.write(params["stderr"])
        sys.stderr.flush()
        result = {"text": params["text"]}
    elif method == "listen":
        listener = socket.create_server(("0.0.0.0", 0))  # noqa: S104 - must not be reached
        address = socket.gethostbyname(socket.gethostname())
        result = {"address": [address, listener.getsockname()[1]]}
    elif method == "reach":
        result = {"reached": [reach(host, port) for host, port in params["addresses"]]}
    elif method == "score" and Path("/hang").exists():
        continue
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}) + "\n")
    sys.stdout.flush()
    if method == "shutdown":
        break
