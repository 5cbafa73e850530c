"""Answers one call after its cancellation, with wrong predictions."""

import json
import sys

from honest import is_poison, respond, send

late = None
for line in sys.stdin:
    request = json.loads(line)
    if request["method"] == "$/cancelRequest" and request["params"]["id"] == late:
        send({"jsonrpc": "2.0", "id": late, "result": {"predictions": [-1.0]}})
    elif is_poison(request):
        late = request["id"]
    elif "id" in request:
        send(respond(request))
    if request["method"] == "shutdown":
        break
