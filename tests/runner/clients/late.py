"""Answers one call when it has been cancelled, with numbers that belong to nobody."""

import json
import sys

from honest import is_poison, respond, say

late = None
for line in sys.stdin:
    request = json.loads(line)
    if request["method"] == "$/cancelRequest" and request["params"]["id"] == late:
        say({"jsonrpc": "2.0", "id": late, "result": {"predictions": [-1.0]}})
    elif is_poison(request):
        late = request["id"]
    elif "id" in request:
        say(respond(request))
    if request["method"] == "shutdown":
        break
