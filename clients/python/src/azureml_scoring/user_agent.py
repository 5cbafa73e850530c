"""How the client names itself."""

from __future__ import annotations

import platform
from functools import cache

from azureml_scoring.version import __version__

RUNTIME = f"{platform.python_implementation()} {platform.python_version()}"


@cache
def user_agent(application: str | None = None) -> str:
    """The `User-Agent` of every request, with the application's own words in front."""
    own = f"azureml-scoring-python/{__version__} ({RUNTIME}; {platform.system()})"
    return f"{application} {own}" if application else own
