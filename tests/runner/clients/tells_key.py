"""Logs its key on standard error."""

import sys

from honest import OPEN, is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        key = OPEN[request["params"]["client"]]["key"]
        sys.stderr.write(f"calling with {key}\n")
        sys.stderr.flush()
    say(respond(request))


serve(take)
