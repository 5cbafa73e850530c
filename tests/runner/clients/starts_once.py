"""Exits during a call, and does not start again."""

import os
import sys
from pathlib import Path

from honest import is_poison, respond, send, serve

started = Path("started")
if started.exists():
    sys.exit("no more")
started.touch()


def handle(request):
    if is_poison(request):
        os._exit(7)
    send(respond(request))


serve(handle)
