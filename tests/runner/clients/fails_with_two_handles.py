"""Writes a line that is not JSON when two handles are open."""

from honest import OPEN, respond, send, serve


def handle(request):
    if request["method"] == "score" and len(OPEN) > 1:
        print("too many at once", flush=True)
    send(respond(request))


serve(handle)
