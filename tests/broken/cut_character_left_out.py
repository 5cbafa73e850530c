"""Leaves out the beginning of a character that the limit of an error's body has cut through.

Other bytes that are not UTF-8 become replacement characters.
"""

import codecs
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, Secret, outcome

CAUGHT_BY: Final = ("errors/body-cut-within-a-character",)
VIOLATES: Final = ("ERROR-8",)


def _start(data: bytes, length: int, secrets: tuple[Secret, ...], *, cut: bool) -> bytes:
    kept = mask_start(data, length, secrets, cut=cut)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    return decoder.decode(kept, final=len(data) <= length).encode()


mask_start = outcome.mask_start
outcome.mask_start = _start
sys.exit(run(ScoringClient))
