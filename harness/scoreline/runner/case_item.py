"""Cases of the suite as items of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from scoreline.drivers.driver import Launch
from scoreline.formats.json import Json, render
from scoreline.formats.schema import Schemas
from scoreline.judge.answers import DataChecks
from scoreline.judge.control import control_call
from scoreline.judge.judge import Checks, judge
from scoreline.protocol.manifest import Mode
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import ItemInfo, Mismatch
from scoreline.runner.case_play import CasePlay
from scoreline.runner.execution import Execution
from scoreline.runner.plan import OwnSession
from scoreline.runner.setting import environment, program
from scoreline.suite.case import Case
from scoreline.suite.drawn import drawn, drawn_vector, factor
from scoreline.suite.service import Service, ServiceDefinition
from scoreline.suite.vector import Vector, request_of


@dataclass(frozen=True, slots=True)
class CaseItem:
    """A case as an item.

    Attributes:
        case: the case, with the numbers of the run.
        control: the vector of the control call that follows if the case expects no request.
        factor: what the model's predictions are multiplied by in the run.
        checks: the schemas that bodies and errors are held against.
    """

    case: Case
    control: Vector
    factor: float
    checks: Checks

    @property
    def info(self) -> ItemInfo:
        """What a report says about the case."""
        case = self.case
        return ItemInfo(case.identifier, case.title, case.requirements, case.level.value)

    @property
    def mode(self) -> Mode:
        """The mode that the case is about."""
        return self.case.call.mode

    @property
    def needs(self) -> tuple[str, ...]:
        """Capabilities without which it is not applicable."""
        return self.case.needs

    @property
    def own_session(self) -> OwnSession | None:
        """The session of a case about how a session ends, or about what it is given."""
        call = self.case.call
        if not call.alone:
            return None
        return OwnSession(program(call, {}), call.end_of_input)

    @property
    def limited(self) -> bool:
        """Whether a call of the case has a limit of its own."""
        return any(step.call is not None and step.call.limits for step in self.case.story)

    async def play(self, execution: Execution) -> None:
        """Makes the case's steps, and the control call if one is due.

        Raises:
            SessionBrokenError: the session ended.
            ProgramError: a one-shot could not be run, for a reason that is not the client's.
            OSError: the endpoint cannot open a port for a service.
        """
        setting = execution.open_ports(self.case, self.factor)
        names = {service.name: name for name, service in setting.services.items()}
        execution.give(setting.secrets, setting.given, names)
        for served in setting.services.values():
            execution.serve(served)
        await CasePlay(self.case, setting, execution).play()
        if self.mode is Mode.SESSION:
            if self._needs_control:
                await execution.begin_control()
                await self._control_call(execution)
            return
        if self.case.call.vector == self.control.name:
            await execution.offer_control(lambda made: not any(control_call(made, self.control)))
        if self._needs_control:
            await execution.share_control(lambda: self._control_one_shot(execution))

    async def _control_call(self, execution: Execution) -> None:
        """A call that must succeed, to a service of its own."""
        handle = f"{execution.name}-control"
        if await execution.open(handle, self._serve_control(execution)):
            await execution.call({"client": handle, "rows": self.control.rows})
            await execution.close(handle)

    async def _control_one_shot(self, execution: Execution) -> None:
        variables = environment(self._serve_control(execution))
        rows = render(request_of(self.control.rows)).encode()
        await execution.one_shot(Launch(Mode.ONE_SHOT, environment=variables), rows)

    def _serve_control(self, execution: Execution) -> dict[str, Json]:
        """Opens a service in which the model answers; returns the configuration for it."""
        name = execution.open_port(ServiceDefinition())
        execution.serve(Service(name, factor=self.factor))
        return {"uri": execution.uri_of(name), "key": execution.record.given["key"]}

    @property
    def _needs_control(self) -> bool:
        return self.case.expect.requests == 0

    def judge(self, evidence: Evidence) -> tuple[Mismatch, ...]:
        """Every difference between the case's expectation and the evidence."""
        return judge(self.case, evidence, self.control, self.checks)


def case_items(
    cases: Iterable[Case], control: Vector, schemas: Schemas, *, seed: int
) -> tuple[CaseItem, ...]:
    """Cases as items.

    Args:
        cases: those of a suite.
        control: the suite's vector for control calls.
        schemas: the project's schemas.
        seed: of the numbers that are drawn for the run.
    """

    def errors(name: str) -> Callable[[Json], Iterator[str]]:
        return partial(_messages, schemas, name)

    data = DataChecks(
        error=errors("harness/session#/$defs/errorData"),
        response=errors("harness/session#/$defs/responseData"),
    )
    checks = Checks(request_body=errors("service/request"), data=data)
    by, model = factor(seed), drawn_vector(control, seed)
    return tuple(CaseItem(drawn(case, seed), model, by, checks) for case in cases)


def _messages(schemas: Schemas, name: str, document: Json) -> Iterator[str]:
    # One by one: a document of a client may have a million errors, and few are asked for.
    for path, _, message in schemas.errors(name, document):
        yield ": ".join(filter(None, (".".join(map(str, path)), message)))
