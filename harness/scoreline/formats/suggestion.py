"""What a name that is unknown may have been meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Collection

_SHOWN = 12


def nearest(name: str, known: Collection[str]) -> str:
    """The known name that is most like this one, in any case of letters; empty if none is."""
    spelled = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name.lower(), spelled, n=1)
    return spelled[found[0]] if found else ""


def suggestion(name: str, known: Collection[str]) -> str:
    """What to try instead: the nearest of the known names, else the first of them."""
    near = nearest(name, known)
    if near:
        return f"did you mean {near}?"
    return f"known: {listed(known)}"


def listed(names: Collection[str]) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(list(names)[:_SHOWN])}{more}"
