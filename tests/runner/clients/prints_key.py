"""Prints its key where messages belong, at a place where reports cut lines off."""

from honest import OPEN, is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        key = OPEN[request["params"]["client"]]["key"]
        print("x" * 150 + key, flush=True)
    say(respond(request))


serve(take)
