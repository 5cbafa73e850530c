"""What all tests share: those that need a Docker engine say so, and are skipped only loudly."""

from __future__ import annotations

import os
from functools import cache

import pytest

from scoreline.drivers.network import EngineMissingError, connect


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds what turns a missing engine into a failure."""
    parser.addoption(
        "--require-docker",
        action="store_true",
        default=os.environ.get("SCORELINE_REQUIRE_DOCKER") == "1",
        help="fail where no Docker engine answers (also SCORELINE_REQUIRE_DOCKER=1)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known."""
    config.addinivalue_line("markers", "docker: needs a Docker engine")


@cache
def missing() -> str:
    """Why no Docker engine can be used; empty where one can."""
    try:
        connect().close()
    except EngineMissingError as error:
        return str(error)
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips what needs an engine where there is none, or fails it where that is required."""
    if item.get_closest_marker("docker") and (reason := missing()):
        if item.config.getoption("--require-docker"):
            pytest.fail(f"{reason}, and --require-docker was given", pytrace=False)
        pytest.skip(f"NOT TESTED: {reason}")
