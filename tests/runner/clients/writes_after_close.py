"""Writes a line that is not JSON after the answer to close."""

import json
import sys

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request, "close"):
        sys.stdout.write(json.dumps(respond(request)) + "\nthe session is closed\n")
        sys.stdout.flush()
    else:
        send(respond(request))


serve(handle)
