"""Answers initialize with a string."""

from honest import send, serve

serve(lambda request: send({"jsonrpc": "2.0", "id": request["id"], "result": "fine, thanks"}))
