"""The `User-Agent` header."""

from __future__ import annotations

import platform
from functools import cache

from azureml_scoring.version import __version__

RUNTIME = f"{platform.python_implementation()} {platform.python_version()}"


@cache
def user_agent(application: str | None = None) -> str:
    """Return the `User-Agent` of every request; `application`, if given, comes first."""
    client = f"azureml-scoring-python/{__version__} ({RUNTIME}; {platform.system()})"
    return f"{application} {client}" if application else client
