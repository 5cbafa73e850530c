"""Greets on standard output."""

from honest import is_poison, respond, say, serve


def take(request):
    if is_poison(request):
        print("hello", flush=True)
    say(respond(request))


serve(take)
