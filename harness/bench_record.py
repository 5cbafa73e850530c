"""The results of the bench that are kept in the repository, and comparison with them.

Speeds differ from machine to machine, so a comparison shows ratios and never fails.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from bench_time import Spent

KEPT = Path(__file__).resolve().parents[1] / "docs" / "bench.json"
COLUMNS = ("wall", "harness", "children", "engine", "rest")


def table(results: Mapping[str, Spent], aims: Mapping[str, float]) -> Table:
    """The results, with their ratio to the ones that are kept."""
    kept = json.loads(KEPT.read_text("utf-8"))["results"] if KEPT.exists() else {}
    shown = Table(
        "measurement", *COLUMNS, "aim", "wall ratio", "harness ratio", title="seconds, medians"
    )
    for name, spent in results.items():
        values, before = spent.as_document(), kept.get(name, {})
        shown.add_row(
            name,
            *(f"{values[column]:.2f}" for column in COLUMNS),
            f"< {aims[name]:g}" if name in aims else "",
            *(_ratio(values[column], before.get(column)) for column in ("wall", "harness")),
        )
    shown.caption = (
        "harness, children (clients as processes), engine, rest (clients in containers, and other "
        f"programs): processor time; ratios: to {KEPT.name}; load now: {os.getloadavg()[0]:.1f} on "
        f"{os.cpu_count()} processors"
    )
    return shown


def _ratio(value: float, before: float | None) -> str:
    return f"{value / before:.2f}" if before else ""


def keep(results: Mapping[str, Spent], other: Mapping[str, Any], load: tuple[float, ...]) -> None:
    """Writes results into the repository, with the load at their start and their end."""
    document = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_before": [round(one, 1) for one in load],
        "load_after": [round(one, 1) for one in os.getloadavg()],
        "results": {name: spent.as_document() for name, spent in results.items()},
        **other,
    }
    KEPT.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
