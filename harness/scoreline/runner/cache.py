"""Where builds and the locks of live runs are kept."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path


def cache_folder() -> Path:
    """The user's cache folder for Scoreline, by the platform's convention (XDG_CACHE_HOME)."""
    return user_cache_path("scoreline")
