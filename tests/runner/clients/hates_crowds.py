"""Loses its composure when two handles are open."""

from honest import OPEN, respond, say, serve


def take(request):
    if request["method"] == "score" and len(OPEN) > 1:
        print("too many at once", flush=True)
    say(respond(request))


serve(take)
