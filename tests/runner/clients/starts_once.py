"""Dies in the middle of a call, and never starts again."""

import os
import sys
from pathlib import Path

from honest import is_poison, respond, say, serve

started = Path("started")
if started.exists():
    sys.exit("no more")
started.touch()


def take(request):
    if is_poison(request):
        os._exit(7)
    say(respond(request))


serve(take)
