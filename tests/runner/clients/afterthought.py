"""Adds a remark when a case is over."""

import json
import sys

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request, "close"):
        sys.stdout.write(json.dumps(respond(request)) + "\nand that was that\n")
        sys.stdout.flush()
    else:
        say(respond(request))


serve(take)
