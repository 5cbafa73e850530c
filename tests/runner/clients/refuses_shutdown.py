"""Answers shutdown with an error, and leaves."""

from honest import respond, say, serve


def take(request):
    if request["method"] == "shutdown":
        say({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "no"}})
    else:
        say(respond(request))


serve(take)
