"""The version, used by both the package metadata and the `User-Agent`."""

__version__ = "0.1.0"
