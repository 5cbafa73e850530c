"""Writes 70 MB without a line end."""

import sys

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        for _ in range(70):
            sys.stdout.write("x" * 1_000_000)
        sys.stdout.flush()
    send(respond(request))


serve(handle)
