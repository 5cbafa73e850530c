"""Answers a request that nobody made."""

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        say({"jsonrpc": "2.0", "id": 999999, "result": {}})
    say(respond(request))


serve(take)
