"""Says goodbye on standard output."""

from honest import serve

serve()
print("goodbye", flush=True)
