"""A case as `scoreline serve` serves it: its services, and what its client is given."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scoreline.endpoint import Endpoint
from scoreline.formats.json import render
from scoreline.formats.printing import printable_json
from scoreline.protocol.manifest import Mode
from scoreline.reports.explanation import explain
from scoreline.runner.case_services import open_ports
from scoreline.runner.setting import Setting, program, standard_input
from scoreline.serving.offer import Served, curl, write_authority
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.requirement import Requirement
from scoreline.suite.service import Listener, Service, ServiceDefinition
from scoreline.suite.vector import request_of

_LONGEST_BODY = 2000
"""Characters of a body that stand in a command; a longer one is put into a file."""


@dataclass(frozen=True, slots=True)
class ServedCase:
    """The services of a case.

    They are named as in the case, so that their URIs stay the same the next time.

    Attributes:
        case: with its numbers drawn, as in a run; what is shown of it has them.
        factor: what the model's predictions are multiplied by.
        requirements: those of the suite.
    """

    case: Case
    factor: float
    requirements: Mapping[str, Requirement]

    @property
    def default(self) -> None:
        """None: what a case says of a path is meant of the whole path."""

    @property
    def main(self) -> ServiceDefinition:
        """The service that the client calls unless the case says otherwise."""
        return self.case.service

    def open(self, endpoint: Endpoint, port: int, folder: Path) -> Served:
        """See `Offer`."""
        case = self.case
        setting = open_ports(case, endpoint, self.factor, name_of=str, number=port)
        services = {name: _repeated(setting, name) for name in setting.services}
        for service in services.values():
            endpoint.add(service)
        tls = any(one.tls is not None for one in case.definitions.values())
        authority = write_authority(endpoint, folder) if tls or case.wants_authority else None
        shown = _Introduction(case, setting, services, authority, folder)
        lines = (*explain(case, self.requirements), *shown.of_services(), *shown.of_client())
        return Served(services, lines, setting.secrets)


def _repeated(setting: Setting, name: str) -> Service:
    """A service whose script starts again when a client has made the calls of the case.

    In a run the last reply is repeated; a second attempt by hand would never see the first one.
    """
    service = setting.services[name]
    calls = sum(call.repeat for call in setting.calls if call.to == name)
    more = max(0, calls - len(service.replies)) if service.replies else 0
    replies = (*service.replies, *service.replies[-1:] * more)
    return replace(service, replies=replies, starts_again=True)


@dataclass(frozen=True, slots=True)
class _Introduction:
    """What is shown of a case that is served.

    Attributes:
        case: with its numbers drawn.
        setting: what its services and the client are given.
        services: as they are served.
        authority: the file with the certificate of the authority; None: nothing needs it.
        folder: for files.
    """

    case: Case
    setting: Setting
    services: Mapping[str, Service]
    authority: Path | None
    folder: Path

    def of_services(self) -> Iterator[str]:
        """Where each service is, how it replies, and a command that calls it."""
        for name, service in self.services.items():
            definition = self.case.definitions[name]
            yield ""
            yield f"Where to reach the service {name}"
            yield f"Scoring URI  {self.setting.given[f'{name}.uri']}"
            required = "" if definition.key else " (given to clients, not required)"
            yield f"Key          {self.setting.given[f'{name}.key']}{required}"
            if definition.tls is not None:
                yield f"Certificate  {definition.tls}"
                yield f"CA file      {self.authority}"
            if definition.listener is Listener.REFUSING:
                yield "Replies      none: connections are refused"
            elif definition.listener is Listener.SILENT:
                yield "Replies      none: an attempt to connect is left unanswered"
            else:
                yield f"Replies      {_script(service, len(definition.replies))}"
            yield self._curl(name)

    def _curl(self, name: str) -> str:
        """What a correct client sends by its first call to a service."""
        call = next((one for one in self.setting.calls if one.to == name), None)
        uri, key = (self.setting.given[f"{name}.{member}"] for member in ("uri", "key"))
        if call is None:
            call = self.case.call
        else:
            uri += call.suffix
            key = _sendable(self.setting.config(call).get("key", ""), key)
        header = key and shlex.quote(f"Authorization: Bearer {key}")
        tls = self.case.definitions[name].tls is not None
        body = _body(call)
        if len(body) <= _LONGEST_BODY and not body.startswith("@"):
            data = f"-d {shlex.quote(body)}"
        else:
            data = f"--data-binary @{shlex.quote(str(self._body_file(body)))}"
        return curl(uri, data, header, self.authority if tls else None)

    def of_client(self) -> Iterator[str]:
        """What the client is given, once for calls that are given the same."""
        shown: list[list[str]] = []
        for call in self.setting.calls:
            one_shot = call.mode is Mode.ONE_SHOT
            lines = list(self._of_one_shot(call) if one_shot else self._of_session(call))
            if lines not in shown:
                shown.append(lines)
        for lines in shown:
            yield ""
            yield from lines

    def _of_one_shot(self, call: Call) -> Iterator[str]:
        path = self._body_file(standard_input(call).decode())
        yield "Client, a one-shot; put your program in the place of PROGRAM"
        variables = self._environment(call, self.setting.launch(call).environment)
        yield f"{variables}PROGRAM < {shlex.quote(str(path))}"

    def _of_session(self, call: Call) -> Iterator[str]:
        yield f"Client, a session; its handle {call.handle} is opened with"
        yield f"Config       {printable_json(render(self.setting.config(call)))}"
        variables = self._environment(call, program(call, self.setting.given).environment)
        if variables:
            yield f"Environment  {variables.strip()}"

    def _environment(self, call: Call, variables: Mapping[str, str]) -> str:
        """Variables as a shell reads them. Writes the files that they name."""
        launch = replace(program(call, self.setting.given), environment=variables)
        folder = self.folder / "files"
        folder.mkdir(exist_ok=True)
        for name, content in launch.files.items():
            (folder / name).write_bytes(content)
        given = launch.with_files_in(str(folder)).environment
        return "".join(f"{name}={shlex.quote(text)} " for name, text in given.items())

    def _body_file(self, text: str) -> Path:
        """A file with a body; the same one for the same body."""
        content = text.encode()
        paths = (self.folder / f"body-{number}.json" for number in itertools.count(1))
        path = next(one for one in paths if not one.exists() or one.read_bytes() == content)
        path.write_bytes(content)
        return path


def _script(service: Service, written: int) -> str:
    """How a service replies, in a line."""
    if not service.replies:
        return "the model's, with a factor that was drawn"
    if written == 1:
        return "the scripted one, to each request"
    last = "" if len(service.replies) == written else ", the last one repeated"
    return (
        f"the {written} scripted ones{last}; "
        f"after {len(service.replies)} requests the script starts again"
    )


def _sendable(given: object, key: str) -> str:
    """The key that the client is given, or the service's if no header can carry the former."""
    if isinstance(given, str) and given.isascii() and given.isprintable() and " " not in given:
        return given
    return key


def _body(call: Call) -> str:
    """The body of the first request of a call."""
    if call.rows is None:
        return standard_input(call).decode()
    return render(request_of(call.rows[:1] if call.one_row_each else call.rows))
