"""Leaves a child behind that holds its pipes, and exits in the middle of a call."""

import os
import signal

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        if os.fork() == 0:
            signal.pause()
        os._exit(3)
    say(respond(request))


serve(take)
