"""Answers initialize with a word."""

from honest import say, serve

serve(lambda request: say({"jsonrpc": "2.0", "id": request["id"], "result": "fine, thanks"}))
