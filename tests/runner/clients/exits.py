"""Exits during a call."""

import os

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        os._exit(7)
    send(respond(request))


serve(handle)
