"""Stops reading and answering in the middle of a call."""

import signal

from honest import is_poison, respond, say, serve


def take(request):
    while is_poison(request):
        signal.pause()
    say(respond(request))


serve(take)
