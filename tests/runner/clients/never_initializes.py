"""Reads its input but never answers."""

import sys

for _ in sys.stdin:
    sys.stderr.write("not answered\n")
    sys.stderr.flush()
