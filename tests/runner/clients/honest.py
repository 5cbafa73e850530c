"""Answers requests one after another, with the replies of the service."""

import json
import os
import socket
import sys
from urllib.parse import urlsplit

IDENTITY = {
    "protocolVersion": "1",
    "name": "fake",
    "version": "1.0.0",
    "language": "Python",
    "runtime": "Python",
    "capabilities": [],
}
OPEN = {}
"""Configurations by handle."""


def post(config, document):
    """Sends one request on a new connection; returns status and JSON of the reply."""
    parts = urlsplit(config["uri"])
    body = json.dumps(document)
    lines = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Authorization: Bearer {config['key']}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.sendall("\r\n".join([*lines, "", body]).encode())
        with connection.makefile("rb") as stream:
            head, _, content = stream.read().partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(content)


def respond(request):
    """The answer to a request; None for a notification."""
    method, params = request["method"], request.get("params") or {}
    if "id" not in request:
        return None
    result = {}
    if method == "initialize":
        result = IDENTITY
    elif method == "open":
        OPEN[params["client"]] = params["config"]
    elif method == "score":
        status, value = post(OPEN[params["client"]], {"data": params["rows"]})
        if status != 200:
            data = {"kind": "service", "status": status, "message": "refused", "attempts": 1}
            error = {"code": -32000, "message": "refused", "data": data}
            return {"jsonrpc": "2.0", "id": request["id"], "error": error}
        result = {"predictions": value}
    elif method == "close":
        OPEN.pop(params["client"], None)
    return {"jsonrpc": "2.0", "id": request["id"], "result": result}


def send(message):
    """Writes a message to standard output."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def is_poison(request, method="score"):
    """Whether this call belongs to the case in which a client shows its defect."""
    params = request.get("params") or {}
    config = params.get("config") or OPEN.get(params.get("client"), {})
    return request["method"] == method and "poison" in config.get("application", "")


def serve(handle=lambda request: send(respond(request))):
    """Passes each request to `handle` until `shutdown`."""
    for line in sys.stdin:
        request = json.loads(line)
        if "id" in request:
            handle(request)
            if request["method"] == "shutdown":
                return


def score_once(document):
    """One-shot mode: one call, from the environment and standard input."""
    config = {
        "uri": os.environ["AZUREML_SCORING_URI"],
        "key": os.environ["AZUREML_SCORING_KEY"],
    }
    print(json.dumps(post(config, document)[1]))


if __name__ == "__main__":
    score_once(json.load(sys.stdin)) if sys.argv[1:] == ["score"] else serve()
