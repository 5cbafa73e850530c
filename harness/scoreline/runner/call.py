"""From a case to what the client and the service are given; calculation alone."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from scoreline.formats.json import Json, render
from scoreline.suite.case import Case, Credentials
from scoreline.suite.service import Service
from scoreline.suite.vector import Vector

_ENVIRONMENT = {"uri": "AZUREML_SCORING_URI", "key": "AZUREML_SCORING_KEY"}
ANY_PART = re.compile(r"scoreline-[0-9a-f]{16,64}")
"""A key that the engine has made, or what is left of one where a text was cut off."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One case as it is played: its service, and the configurations that the client is given.

    Attributes:
        service: what stands at the other end, with a key of its own.
        uri: the scoring URI with the case's suffix.
        config: for the case's call.
        right: for the control call: the service's URI and its key, nothing else.
    """

    service: Service
    uri: str
    config: Mapping[str, Json] = field(repr=False)
    right: Mapping[str, Json] = field(repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every key that the client is given."""
        keys = (config.get("key") for config in (self.config, self.right))
        return tuple(dict.fromkeys(key for key in keys if isinstance(key, str) and key))

    @property
    def target(self) -> str:
        """Path and query of the scoring URI, to the letter."""
        parts = urlsplit(self.uri)
        return parts.path + (f"?{parts.query}" if parts.query else "")


def new_key() -> str:
    """A key nobody else has: 256 random bits; known by its form wherever it turns up."""
    return f"scoreline-{secrets.token_hex(32)}"


def service_for(case: Case, name: str, key: str) -> Service:
    """The service of a case; `${key}` in its replies becomes its key."""
    replies = tuple(
        replace(reply, body=reply.body.replace(b"${key}", key.encode())) for reply in case.replies
    )
    return Service(name=name, key=key if case.authenticated else None, replies=replies)


def setting_for(case: Case, service: Service, uri: str, key: str) -> Setting:
    """What the client is given, for a service that can be reached at `uri`.

    It is given the key whether the service asks for it or not, so that what is wrong with a key
    shows in the cases about keys and in no others.
    """
    right: dict[str, Json] = {"uri": uri, "key": key}
    config: dict[str, Json] = right | {"uri": uri + case.call.suffix}
    if case.call.credentials is Credentials.NONE:
        config.pop("key", None)
    elif case.call.credentials is Credentials.WRONG:
        config["key"] = new_key()
    config |= case.call.config
    given = {name: value for name, value in config.items() if value is not None}
    return Setting(service, uri + case.call.suffix, given, right)


def score_params(case: Case, handle: str) -> dict[str, object]:
    """The params of the case's `score`."""
    if case.call.rows is not None:
        return {"client": handle, "rows": case.call.rows}
    return {"client": handle, "payload": case.call.payload}


def control_params(vector: Vector, handle: str) -> dict[str, object]:
    """The params of a control call."""
    return {"client": handle, "rows": vector.rows}


def standard_input(case: Case) -> bytes:
    """What a one-shot is given on standard input."""
    if case.call.stdin is not None:
        return case.call.stdin
    return render(case.call.payload).encode()


def environment(config: Mapping[str, Json]) -> dict[str, str]:
    """A configuration as the environment of a one-shot."""
    return {_ENVIRONMENT[name]: str(config[name]) for name in _ENVIRONMENT if name in config}
