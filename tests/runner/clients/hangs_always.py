"""Says who it is and nothing more."""

from honest import respond, say, serve

serve(lambda request: say(respond(request)) if request["method"] == "initialize" else None)
