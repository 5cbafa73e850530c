"""Answers the first score of all only after the second one."""

from honest import respond, say, serve

held = []
scores = 0


def take(request):
    global scores
    scores += request["method"] == "score"
    if request["method"] == "score" and scores == 1:
        held.append(request)
        return
    say(respond(request))
    if request["method"] == "score":
        while held:
            say(respond(held.pop()))


serve(take)
