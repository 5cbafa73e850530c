"""Answers one call twice."""

from honest import is_poison, respond, send, serve


def handle(request):
    answer = respond(request)
    send(answer)
    if is_poison(request):
        send(answer)


serve(handle)
