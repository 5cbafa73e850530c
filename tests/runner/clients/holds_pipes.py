"""Exits during a call while a child holds its pipes open."""

import os
import signal

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        if os.fork() == 0:
            signal.pause()
        os._exit(3)
    send(respond(request))


serve(handle)
