"""Reports a timeout instead of its first predictions, as many times as it is told to.

Or an error of another kind, or one with its key in it.
"""

import itertools
import os

from honest import OPEN, is_poison, respond, send, serve

CALLS = itertools.count()


def handle(request):
    response = respond(request)
    if is_poison(request) and next(CALLS) < int(os.environ["TIMEOUTS"]):
        leak = OPEN[request["params"]["client"]].get(os.environ.get("LEAK"), "")
        kind = os.environ.get("KIND", "timeout")
        data = {"kind": kind, "message": f"too late {leak}", "attempts": 1}
        error = {"code": -32000, "message": "too late", "data": data}
        response = {"jsonrpc": "2.0", "id": request["id"], "error": error}
    send(response)


serve(handle)
