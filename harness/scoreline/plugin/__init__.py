"""pytest's front door: cases as items, with the verdicts of the engine that `scoreline run` has.

Only the options are here, and nothing that takes time to import: a pytest that is not given
`--scoreline` does not notice this plugin.
"""

from __future__ import annotations

import importlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options."""
    group = parser.getgroup("scoreline", "judge clients of model scoring services")
    group.addoption(
        "--scoreline",
        action="store_true",
        help="collect Scoreline's cases, once for each client: the whole suite, or the case files "
        "that are given",
    )
    group.addoption(
        "--scoreline-client",
        action="append",
        default=[],
        metavar="MANIFEST",
        help="a client.toml, or a folder that holds one; may be repeated; default: the reference "
        "clients",
    )
    group.addoption(
        "--scoreline-driver",
        choices=("auto", "container", "process"),
        default="auto",
        help="auto: in a container where a Docker engine answers, else as a process",
    )
    group.addoption(
        "--scoreline-require",
        default="",
        metavar="NAMES",
        help="clients, joined with commas, or 'all', whose being unavailable is a failure",
    )
    group.addoption(
        "--scoreline-deadline",
        type=float,
        default=15.0,
        metavar="SECONDS",
        help="how long one case may take (default: 15)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Brings in what `--scoreline` needs.

    Raises:
        pytest.UsageError: the options, a manifest or a case file cannot be used.
    """
    if config.getoption("scoreline"):
        house = importlib.import_module("scoreline.plugin.state").House(config)
        config.pluginmanager.register(house, "scoreline-house")
