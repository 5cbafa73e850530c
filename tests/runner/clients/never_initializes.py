"""Reads and never says a word."""

import sys

for _ in sys.stdin:
    sys.stderr.write("what do they want?\n")
    sys.stderr.flush()
