"""Closes its standard output in the middle of a call and lives on."""

import os
import signal

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        os.close(1)
        signal.pause()
    say(respond(request))


serve(take)
