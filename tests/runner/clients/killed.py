"""Is killed by a signal during a call."""

import os
import signal

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        os.kill(os.getpid(), signal.SIGKILL)
    send(respond(request))


serve(handle)
