"""Answers a request that was never sent."""

from honest import is_poison, respond, send, serve


def handle(request):
    if is_poison(request):
        send({"jsonrpc": "2.0", "id": 999999, "result": {}})
    send(respond(request))


serve(handle)
