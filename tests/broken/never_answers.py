"""Reads its input, but never answers or sends anything.

Nothing is right: no case passes.
"""

import sys
from typing import Final

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("SCORE-1",)

sys.stdin.read()
