"""Exits with status 7 during one call, and with status 1 after shutdown otherwise."""

import os
import sys

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        os._exit(7)
    send(respond(request))


serve(handle)
sys.exit(1)
