"""The two programs in front of the library: `oneshot` for shells, `session` for the harness.

The library knows nothing of them.
"""
