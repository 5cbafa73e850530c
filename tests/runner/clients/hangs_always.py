"""Answers initialize and nothing else."""

from honest import respond, send, serve

serve(lambda request: send(respond(request)) if request["method"] == "initialize" else None)
