"""Writes to standard error without end."""

import os
import threading

from honest import serve


def write():
    while True:
        os.write(2, b"still running\n" * 100)


threading.Thread(target=write, daemon=True).start()
serve()
