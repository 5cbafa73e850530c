"""Writes its key to standard error when the case is over; the first argument says when."""

import os
import sys

from honest import OPEN, respond, send, serve

GIVEN = {}
"""Keys by the name of the case."""


def handle(request):
    config = (request.get("params") or {}).get("config")
    if config:
        GIVEN[config["application"]] = config["key"]
    poison = (
        OPEN.get((request.get("params") or {}).get("client"), {}).get("application") == "poison"
    )
    if request["method"] == "close" and poison and WHEN == "before the answer to close":
        log("poison")
    if request["method"] == "shutdown" and WHEN == "before the answer to shutdown":
        log("poison")
    send(respond(request))
    if request["method"] == "close" and poison and WHEN == "after the answer to close":
        log("poison")


def log(name):
    """Writes a key, in hexadecimal if the environment says so."""
    key = GIVEN.get(name, "none")
    sys.stderr.write(f"used {key.encode().hex() if FORM == 'hex' else key}\n")
    sys.stderr.flush()


WHEN, FORM = os.environ["WHEN"], os.environ["FORM"]
serve(handle)
if WHEN == "at the end":
    log("poison")
