"""Drivers: ways to build clients and run their programs, and to exchange messages with them."""
