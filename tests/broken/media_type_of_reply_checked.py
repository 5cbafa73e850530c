"""Takes no reply of a media type that ends with +json for JSON.

Other media types are taken.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("replies/media-types",)
VIOLATES: Final = ("REPLY-6",)


class _Broken(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.successful and "+json" in reply.headers.get("content-type", ""):
            return self._error(reply, ErrorKind.RESPONSE_FORMAT, "the reply is not JSON")
        return super().error_of_status(reply)


sys.exit(run(_Broken))
