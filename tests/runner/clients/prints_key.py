"""Prints its key to standard output, at a position where reports truncate lines."""

from honest import OPEN, is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        key = OPEN[request["params"]["client"]]["key"]
        print("x" * 150 + key, flush=True)
    send(respond(request))


serve(handle)
