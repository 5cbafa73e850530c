"""TOML files as the project reads them: only what JSON can also represent."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoreline.formats.problem import Problem, place


def read_toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The document of a TOML file, or None where a problem was added."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        problems.append(Problem(str(path), "", error.strerror or str(error)))
        return None
    except (ValueError, RecursionError) as error:
        problems.append(Problem(str(path), "", f"is no TOML: {error}"))
        return None
    found = [
        Problem(str(path), place(where, document), message)
        for where, message in _no_json(document, ())
    ]
    problems.extend(found)
    return None if found else document


def _no_json(
    value: Any, where: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What TOML has and JSON has not: dates, times, and numbers that are none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _no_json(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _no_json(inner, (*where, index))
    elif isinstance(value, float) and not math.isfinite(value):
        yield where, f"{value} is no finite number"
    elif not isinstance(value, str | int | float):
        yield where, f"{value} is a date or time, which JSON does not have"
