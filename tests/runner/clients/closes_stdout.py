"""Closes standard output during a call and keeps running."""

import os
import signal

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        os.close(1)
        signal.pause()
    send(respond(request))


serve(handle)
