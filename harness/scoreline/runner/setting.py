"""From a case to what its service and the client are given. Calculation alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from scoreline.formats.json import Json, render
from scoreline.results.masking import new_key
from scoreline.suite.case import Case, Credentials
from scoreline.suite.service import Service

_KEY = "${key}"
_ENVIRONMENT = {"uri": "AZUREML_SCORING_URI", "key": "AZUREML_SCORING_KEY"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What one execution of a case gives to its service and to the client.

    Attributes:
        service: the case's service.
        key: the key of the service, made for this execution.
        uri: the scoring URI with the case's suffix.
        config: configuration for the case's calls.
        control: configuration for the control call: the service's URI and its key, nothing else.
    """

    service: Service
    key: str = field(repr=False)
    uri: str
    config: Mapping[str, Json] = field(repr=False)
    control: Mapping[str, Json] = field(repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every key that the client is given."""
        keys = (config.get("key") for config in (self.config, self.control))
        return tuple(dict.fromkeys(key for key in keys if isinstance(key, str) and key))

    @property
    def target(self) -> str:
        """Path and query of the scoring URI, unchanged."""
        parts = urlsplit(self.uri)
        return parts.path + (f"?{parts.query}" if parts.query else "")


def setting_for(case: Case, name: str, uri: str, factor: float) -> Setting:
    """The setting for one execution of a case.

    The client is given the key whether the service asks for it or not, so that a defect that
    concerns the key shows in the cases about keys and in no others.

    Args:
        case: the case.
        name: of its service on the endpoint.
        uri: the service's scoring URI as the client reaches it.
        factor: what the model's predictions are multiplied by.
    """
    key = new_key()
    control: dict[str, Json] = {"uri": uri, "key": key}
    config: dict[str, Json] = control | {"uri": uri + case.call.suffix}
    if case.call.credentials is Credentials.NONE:
        config.pop("key")
    elif case.call.credentials is Credentials.WRONG:
        config["key"] = new_key()
    config |= case.call.config
    return Setting(
        service=_service(case, name, key, factor),
        key=key,
        uri=uri + case.call.suffix,
        config={member: value for member, value in config.items() if value is not None},
        control=control,
    )


def _service(case: Case, name: str, key: str, factor: float) -> Service:
    """The case's service. `${key}` in the text or JSON of its replies stands for the key."""
    replies = tuple(
        replace(
            reply,
            headers=reply.sent_headers,
            text=reply.body.decode().replace(_KEY, key),
            json=None,
        )
        if _KEY.encode() in reply.body
        else reply
        for reply in case.replies
    )
    asked = key if case.authenticated else None
    return Service(name=name, key=asked, replies=replies, factor=factor)


def standard_input(case: Case) -> bytes:
    """The bytes that a one-shot is given on standard input."""
    if case.call.stdin is not None:
        return case.call.stdin.encode()
    return render(case.call.payload).encode()


def environment(config: Mapping[str, Json]) -> dict[str, str]:
    """The environment variables of a one-shot that stand for a configuration."""
    return {_ENVIRONMENT[name]: str(config[name]) for name in _ENVIRONMENT if name in config}
