"""Every test starts with an environment that says nothing of proxies, CAs or the service."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from service import Service

from azureml_scoring import ScoringClient


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine has set must not decide a test."""
    for name in os.environ:
        if name.lower().endswith(("_proxy", "_ca_bundle")) or name.startswith("AZUREML_"):
            monkeypatch.delenv(name)


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that answers the documented predictions."""
    with Service() as running:
        yield running


@pytest.fixture
def client(service: Service) -> Iterator[ScoringClient]:
    """A client of that service, without a key."""
    with ScoringClient(service.uri) as made:
        yield made
