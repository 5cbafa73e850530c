"""Answers shutdown with a text instead of an empty object, and exits."""

from honest import respond, send, serve


def handle(request):
    if request["method"] == "shutdown":
        send({"jsonrpc": "2.0", "id": request["id"], "result": "goodbye"})
    else:
        send(respond(request))


serve(handle)
