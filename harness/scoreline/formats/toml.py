"""TOML files as the project reads them: only what JSON can also represent."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoreline.fault import Code
from scoreline.formats.problem import Problem, place


def read_toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The document of a TOML file, or None if a problem was added."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        message = error.strerror or str(error)
        problems.append(Problem(Code.UNREADABLE, str(path), "", message))
        return None
    except (ValueError, RecursionError) as error:
        problems.append(Problem(Code.NOT_TOML, str(path), "", f"is not TOML: {error}"))
        return None
    found = [
        Problem(Code.INVALID, str(path), place(where, document), message)
        for where, message in _without_json(document, ())
    ]
    problems.extend(found)
    return None if found else document


def _without_json(
    value: Any, where: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The values that JSON cannot represent: dates, times, infinities and NaN."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _without_json(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _without_json(inner, (*where, index))
    elif isinstance(value, float) and not math.isfinite(value):
        yield where, f"{value} is not a finite number"
    elif not isinstance(value, str | int | float):
        yield where, f"{value} is a date or time, which JSON does not have"
