"""Answers one call twice."""

from honest import is_poison, respond, say, serve


def take(request):
    answer = respond(request)
    say(answer)
    if is_poison(request):
        say(answer)


serve(take)
