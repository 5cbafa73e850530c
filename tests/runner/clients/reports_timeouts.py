"""Reports a timeout instead of its first predictions, as many times as it is told to."""

import itertools
import os

from honest import is_poison, respond, send, serve

CALLS = itertools.count()


def handle(request):
    response = respond(request)
    if is_poison(request) and next(CALLS) < int(os.environ["TIMEOUTS"]):
        data = {"kind": "timeout", "message": "too late", "attempts": 1}
        error = {"code": -32000, "message": "too late", "data": data}
        response = {"jsonrpc": "2.0", "id": request["id"], "error": error}
    send(response)


serve(handle)
