"""Exits with status 1 after shutdown if it has scored more than once."""

import sys

from honest import respond, send, serve

scored = []


def handle(request):
    if request["method"] == "score":
        scored.append(request)
    send(respond(request))


serve(handle)
sys.exit(len(scored) > 1)
