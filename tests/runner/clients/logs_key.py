"""Writes its key to standard error."""

import sys

from honest import OPEN, is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        key = OPEN[request["params"]["client"]]["key"]
        sys.stderr.write(f"calling with {key}\n")
        sys.stderr.flush()
    send(respond(request))


serve(handle)
