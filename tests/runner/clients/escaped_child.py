"""Leaves a child behind that holds its pipes from another process group, for 20 seconds."""

import os
import time

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.setsid()
            os.write(writing, b"gone")
            time.sleep(20)
            os._exit(0)
        os.read(reading, 4)
        os._exit(3)
    say(respond(request))


serve(take)
