"""The version, said once: the package's metadata and the User-Agent both come from here."""

__version__ = "0.1.0"
