"""Talks on standard error without end."""

import os
import threading

from honest import serve


def talk():
    while True:
        os.write(2, b"and another thing\n" * 100)


threading.Thread(target=talk, daemon=True).start()
serve()
