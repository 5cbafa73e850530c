"""The pytest plugin: cases as tests, with the verdicts that `scoreline run` reaches.

Only the options are here, and nothing that takes time to import: a pytest run without `--scoreline`
is not slowed down by this plugin.
"""

from __future__ import annotations

import importlib

import pytest

from scoreline.runner.arguments import add_run_options


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options."""
    group = parser.getgroup("scoreline", "scoreline: judge clients of scoring services")
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
    add_run_options(group.addoption, "--scoreline-")


def pytest_configure(config: pytest.Config) -> None:
    """Loads what `--scoreline` needs.

    Raises:
        pytest.UsageError: the options, a manifest or a case file cannot be used.
    """
    if config.getoption("scoreline"):
        state = importlib.import_module("scoreline.plugin.state").PluginState(config)
        config.pluginmanager.register(state, "scoreline-state")
