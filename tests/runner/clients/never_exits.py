"""Ignores the end of its input and SIGTERM."""

import signal

from honest import serve

signal.signal(signal.SIGTERM, signal.SIG_IGN)
serve()
while True:
    signal.pause()
