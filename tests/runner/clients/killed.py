"""Dies of a signal in the middle of a call."""

import os
import signal

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        os.kill(os.getpid(), signal.SIGKILL)
    say(respond(request))


serve(take)
