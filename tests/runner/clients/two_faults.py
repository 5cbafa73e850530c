"""Dies in the middle of a call, and leaves with 1 where it does not."""

import os
import sys

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        os._exit(7)
    say(respond(request))


serve(take)
sys.exit(1)
