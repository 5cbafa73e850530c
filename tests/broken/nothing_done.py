"""Takes everything in, and never says or sends anything.

Nothing stays right: it passes no case.
"""

import sys
from typing import Final

CAUGHT_BY: Final = ("*",)

sys.stdin.read()
