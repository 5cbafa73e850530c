"""Exits with status 1 after shutdown."""

import sys

from honest import serve

serve()
sys.exit(1)
