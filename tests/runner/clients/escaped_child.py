"""Exits while a child in another process group holds its pipes open for 60 seconds."""

import os
import time

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.setsid()
            os.write(writing, b"gone")
            time.sleep(60)
            os._exit(0)
        os.read(reading, 4)
        os._exit(3)
    send(respond(request))


serve(handle)
