"""Cuts a body after 65,536 characters.

A body in ASCII is cut after as many bytes.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringError
from azureml_scoring import reply as reply_module

CAUGHT_BY: Final = ("errors/body-far-beyond-the-limit",)


class _Broken(ScoringClient):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        key = self.configuration.key
        text = reply.body.decode(errors="replace")
        error.body = (text if key is None else key.mask(text))[: reply_module.KEPT_BODY]
        return error


sys.exit(run(_Broken))
