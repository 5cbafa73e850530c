"""Leaves with 1 when it is told to leave."""

import sys

from honest import serve

serve()
sys.exit(1)
