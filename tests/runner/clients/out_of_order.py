"""Answers the first score call after the second one."""

from honest import respond, send, serve

held = []
scores = 0


def handle(request):
    global scores
    scores += request["method"] == "score"
    if request["method"] == "score" and scores == 1:
        held.append(request)
        return
    send(respond(request))
    if request["method"] == "score":
        while held:
            send(respond(held.pop()))


serve(handle)
