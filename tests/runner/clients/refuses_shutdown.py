"""Answers shutdown with an error, and exits."""

from honest import respond, send, serve


def handle(request):
    if request["method"] == "shutdown":
        send({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "no"}})
    else:
        send(respond(request))


serve(handle)
