"""Stops reading and answering during a call."""

import signal

from honest import is_poison, respond, send, serve


def handle(request):
    while is_poison(request):
        signal.pause()
    send(respond(request))


serve(handle)
