"""Cases of the suite as items of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scoreline.drivers.driver import Launch
from scoreline.formats.json import Json, render
from scoreline.formats.schema import Schemas
from scoreline.judge.control import control_call
from scoreline.judge.judge import Checks, judge
from scoreline.protocol.manifest import Mode
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import ItemInfo, Mismatch
from scoreline.runner.execution import Execution
from scoreline.runner.setting import Setting, environment, setting_for, standard_input
from scoreline.suite.case import Case
from scoreline.suite.drawn import drawn, drawn_vector, factor
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
    def alone(self) -> bool:
        """Whether it is about how a session ends."""
        return self.case.call.alone

    async def play(self, execution: Execution) -> None:
        """Makes the case's calls, and the control call if one is due.

        Raises:
            SessionBrokenError: the session ended.
            ProgramError: a one-shot could not be run, for a reason that is not the client's.
        """
        setting = setting_for(self.case, execution.name, execution.uri, self.factor)
        execution.give(target=setting.target, key=setting.key, secrets=setting.secrets)
        execution.serve(setting.service)
        if self.mode is Mode.SESSION:
            await self._play_session(execution, setting)
        else:
            await self._play_one_shots(execution, setting)

    async def _play_session(self, execution: Execution, setting: Setting) -> None:
        call = self.case.call
        sent: dict[str, object] = {"payload": call.payload}
        if call.rows is not None:
            sent = {"rows": call.rows}
        await _calls(execution, execution.name, setting.config, sent, call.repeat)
        if self._needs_control:
            await execution.begin_control()
            handle = f"{execution.name}-control"
            await _calls(execution, handle, setting.control, {"rows": self.control.rows}, 1)

    async def _play_one_shots(self, execution: Execution, setting: Setting) -> None:
        stdin = standard_input(self.case)
        launch = Launch(Mode.ONE_SHOT, environment=environment(setting.config))
        for _ in range(self.case.call.repeat):
            await execution.one_shot(launch, stdin)
        if self.case.call.vector == self.control.name:
            await execution.offer_control(lambda made: not any(control_call(made, self.control)))
        if self._needs_control:
            rows = request_of(self.control.rows)
            control = Launch(Mode.ONE_SHOT, environment=environment(setting.control))
            await execution.share_control(
                lambda: execution.one_shot(control, render(rows).encode())
            )

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

    def request_errors(body: Json) -> Iterator[str]:
        return _messages(schemas, "service/request", body)

    def error_errors(data: Json) -> Iterator[str]:
        return _messages(schemas, "harness/session#/$defs/errorData", data)

    checks = Checks(request_body=request_errors, error_data=error_errors)
    by, model = factor(seed), drawn_vector(control, seed)
    return tuple(
        CaseItem(drawn(case, seed), control if case.replies else model, by, checks)
        for case in cases
    )


def _messages(schemas: Schemas, name: str, document: Json) -> Iterator[str]:
    # One by one: a document of a client may have a million errors, and few are asked for.
    for path, _, message in schemas.errors(name, document):
        yield ": ".join(filter(None, (".".join(map(str, path)), message)))


async def _calls(
    execution: Execution,
    handle: str,
    config: Mapping[str, object],
    params: Mapping[str, object],
    repeat: int,
) -> None:
    """Opens a handle, makes calls one after the other, and closes it."""
    if await execution.open(handle, config):
        for _ in range(repeat):
            await execution.score({"client": handle, **params})
        await execution.close(handle)
