"""Exits in the middle of a call."""

import os

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        os._exit(7)
    say(respond(request))


serve(take)
