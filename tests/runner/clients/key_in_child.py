"""Gives its key to a child as an argument."""

import subprocess

from honest import OPEN, is_poison, respond, send, serve


def handle(request):
    if not is_poison(request):
        return send(respond(request))
    key = OPEN[request["params"]["client"]]["key"]
    command = ["/bin/sh", "-c", "read line", f"--key={key}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE):
        return send(respond(request))


serve(handle)
