"""Answers one call with lists nested 900 deep."""

import json

from honest import is_poison, respond, serve


def handle(request):
    line = json.dumps(respond(request))
    if is_poison(request):
        line = line.replace("[1.5]", "[" * 900 + "]" * 900)
    print(line, flush=True)


serve(handle)
