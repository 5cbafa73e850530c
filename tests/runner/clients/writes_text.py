"""Writes a line that is not JSON to standard output during a call."""

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        print("hello", flush=True)
    send(respond(request))


serve(handle)
