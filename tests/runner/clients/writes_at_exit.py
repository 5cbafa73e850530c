"""Writes a line that is not JSON to standard output after shutdown."""

from honest import serve

serve()
print("goodbye", flush=True)
