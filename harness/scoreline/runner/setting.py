"""From a case to what its services and the client are given. Calculation alone."""

from __future__ import annotations

import functools
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlsplit

from scoreline.drivers.driver import FILES, Launch
from scoreline.formats.json import Json, render
from scoreline.protocol.manifest import Mode
from scoreline.protocol.operation import Operation
from scoreline.results.masking import new_key
from scoreline.suite.call import MAIN_SERVICE, Call, Credentials
from scoreline.suite.case import Case
from scoreline.suite.expansion import filled
from scoreline.suite.service import Service
from scoreline.suite.step import Message

_ENVIRONMENT: Final = {
    "uri": "AZUREML_SCORING_URI",
    "key": "AZUREML_SCORING_KEY",
    "secondaryKey": "AZUREML_SCORING_SECONDARY_KEY",
    "retries": "AZUREML_SCORING_RETRIES",
}
_SECRET: Final = ("key", "secondaryKey")
"""Members of a configuration that are credentials."""
_ONE_ATTEMPT: Final = {"retries": 0}
"""What a one-shot is given unless its case says otherwise, so that it waits for nothing."""
_AUTHORITY: Final = "ca"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service of a case is.

    Attributes:
        name: of the service on the endpoint.
        uri: its scoring URI as the client reaches it.
    """

    name: str
    uri: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What one execution of a case gives to its services and to the client.

    Attributes:
        services: the services, by their names in the case.
        given: what the placeholders of a running case stand for, by name. Holds the keys.
        wrong_key: a key that no service knows.
        calls: the calls of the case.
    """

    services: Mapping[str, Service]
    given: Mapping[str, str] = field(repr=False)
    wrong_key: str = field(repr=False)
    calls: tuple[Call, ...]

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every key that the client is given, and those of all services."""
        keys = [self.given[f"{name}.key"] for name in self.services]
        configs = [self.config(call) for call in self.calls]
        given = [config.get(name) for config in configs for name in _SECRET]
        keys += [key for key in given if isinstance(key, str) and key]
        return tuple(dict.fromkeys(keys))

    def filled(self, value: Any) -> Any:
        """A value with the placeholders of a running case replaced; others are left."""
        return filled(value, self.given)

    def config(self, call: Call) -> dict[str, Json]:
        """The configuration of the handle that a call opens.

        The client is given the key whether the service asks for it or not, so that a defect that
        concerns the key shows in the cases about keys and in no others.
        """
        config: dict[str, Json] = {
            "uri": self.given[f"{call.to}.uri"] + call.suffix,
            "key": self.given[f"{call.to}.key"],
        }
        if call.credentials is Credentials.NONE:
            config.pop("key")
        elif call.credentials is Credentials.WRONG:
            config["key"] = self.wrong_key
        config |= self.filled(call.config)
        present: dict[str, Json] = {name: one for name, one in config.items() if one is not None}
        return {**present, **self.filled(call.unknown), **dict.fromkeys(call.null)}

    def launch(self, call: Call) -> Launch:
        """How the program of a one-shot is started."""
        config = {**_ONE_ATTEMPT, **self.config(call)}
        variables, more = environment(config), program(call, self.given)
        return Launch(
            Mode.ONE_SHOT, environment={**variables, **more.environment}, files=more.files
        )

    def filled_message(self, message: Message) -> Message:
        """A message with the placeholders of a running case replaced."""
        return replace(message, params=self.filled(message.params))


def environment(config: Mapping[str, Json]) -> dict[str, str]:
    """The environment variables of a one-shot that stand for a configuration."""
    return {_ENVIRONMENT[name]: str(config[name]) for name in _ENVIRONMENT if name in config}


def program(call: Call, given: Mapping[str, str]) -> Launch:
    """What the program of a session is given when it starts, besides its configuration."""
    return Launch(
        Mode.SESSION,
        environment={
            name: filled(text, given).replace("{files}", FILES)
            for name, text in call.environment.items()
        },
        files={name: str(filled(text, given)).encode() for name, text in call.files.items()},
    )


def setting_for(
    case: Case, addresses: Mapping[str, Address], factor: float, authority: Callable[[], str]
) -> Setting:
    """The setting for one execution of a case.

    Args:
        case: the case.
        addresses: of its services, by their names in the case.
        factor: what the model's predictions are multiplied by.
        authority: the certificate of the authority that clients may be given, in PEM.
    """
    given: dict[str, str] = {}
    for name, address in addresses.items():
        given |= {f"{name}.uri": address.uri, f"{name}.key": new_key()}
    main = urlsplit(given[f"{MAIN_SERVICE}.uri"] + case.call.suffix)
    given |= {
        "key": given[f"{MAIN_SERVICE}.key"],
        "target": main.path + (f"?{main.query}" if main.query else ""),
        "root": main.path.rpartition("/")[0] + "/",
        "authority": main.netloc,
    }
    if case.wants_authority:
        given[_AUTHORITY] = authority()
    fill = functools.partial(filled, given=given)
    services = {}
    for name, definition in case.definitions.items():
        services[name] = Service(
            name=addresses[name].name,
            key=given[f"{name}.key"] if definition.key else None,
            replies=tuple(reply.filled(fill) for reply in definition.replies),
            factor=factor,
        )
    calls = tuple(step.call for step in case.story if step.call is not None)
    return Setting(services, given, new_key(), calls)


def asked(call: Call, place: int) -> dict[str, object]:
    """What a session is asked in one of the calls of a step, besides the handle.

    Args:
        call: what the client is asked to do.
        place: of the call among those of its step.
    """
    return _scored(call, place) | ({"options": call.options} if call.options else {})


def _scored(call: Call, place: int) -> dict[str, object]:
    if call.operation is not Operation.SCORE:
        return {}
    if call.body is not None:
        return {"body": b64encode(call.octets).decode(), "contentType": call.content_type}
    if call.rows is None:
        return {"payload": call.payload}
    return {"rows": (call.rows[place],) if call.one_row_each else call.rows}


def standard_input(call: Call) -> bytes:
    """The bytes that a one-shot is given on standard input."""
    if call.stdin is not None:
        return call.stdin.encode()
    return render(call.payload).encode()
