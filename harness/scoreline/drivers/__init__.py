"""Drivers: ways to build and run a client, and to carry a call to it and its answer back."""
