"""The schema of the JSON report describes exactly what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

import pytest

from scoreline.fault import Code, Fault, Origin
from scoreline.formats.schema import load_schemas
from scoreline.protocol.answer import (
    CallError,
    CallResult,
    Identity,
    MessageAnswer,
    Omitted,
    Output,
)
from scoreline.results.codec import KINDS
from scoreline.results.connection import ConnectionRecord
from scoreline.results.event import PlannedClient, RunFinished, UnusableDriver
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Ending, Exchange, SentReply, Unrouted
from scoreline.results.stream import TYPES, encode
from scoreline.results.verdict import ItemInfo, Mismatch, Outcome, Verdict, Witness

DRAWS: Final = 20
VALIDATOR: Final = load_schemas().validator("harness/report")
DEFINITIONS: Final[Mapping[str, Any]] = VALIDATOR.schema["$defs"]  # type: ignore[index]
PARTS: Final = {
    "fault": Fault,
    "identity": Identity,
    "plannedClient": PlannedClient,
    "itemInfo": ItemInfo,
    "unusableDriver": UnusableDriver,
    "mismatch": Mismatch,
    "testimony": Testimony,
    "output": Output,
    "exchange": Exchange,
    "connection": ConnectionRecord,
    "sentReply": SentReply,
    "unrouted": Unrouted,
}
ANSWERS: Final = {
    "result": CallResult,
    "callError": CallError,
    "messageAnswer": MessageAnswer,
    "noAnswer": Fault,
    "omitted": Omitted,
}


def definition(name: str) -> str:
    """The name that an event's definition has in the schema."""
    head, *others = name.split("-")
    return head + "".join(map(str.capitalize, others))


def members(name: str) -> list[str]:
    """The members of a definition, each of which is required."""
    found = DEFINITIONS[name]
    assert found["required"] == list(found["properties"])
    assert found["additionalProperties"] is False
    return found["required"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", TYPES)
def test_each_event_is_valid(name: str, drawn: Callable[[Any, int], Any]) -> None:
    """Whatever the fields of an event hold, its document is valid."""
    for number in range(DRAWS):
        document = encode(drawn(TYPES[name], number))
        if name == "run-finished":  # narrower than the type hints
            document |= {"exit_status": 3, "totals": {one.value: 0 for one in Outcome}}
        for fault in _faults(document):
            fault["code"] = "client.exited"
        assert not list(VALIDATOR.iter_errors(document))


def _faults(value: Any) -> list[dict[str, Any]]:
    """Every fault in a document: its code has a form that the type hint does not show."""
    if isinstance(value, dict):
        own = [value] if value.keys() >= {"code", "message", "details", "remedy"} else []
        return own + [fault for inner in value.values() for fault in _faults(inner)]
    return [fault for inner in value for fault in _faults(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", TYPES)
def test_members_of_events(name: str) -> None:
    """The schema has the members of each event, for a verdict those of the verdict."""
    kind = Verdict if name == "item-judged" else TYPES[name]
    assert members(definition(name)) == ["event", *(one.name for one in fields(kind))]
    assert DEFINITIONS[definition(name)]["properties"]["event"] == {"const": name}


@pytest.mark.parametrize("name", PARTS)
def test_members_of_parts(name: str) -> None:
    """The schema has the members of each value inside an event."""
    assert members(name) == [one.name for one in fields(PARTS[name])]


@pytest.mark.parametrize("name", ANSWERS)
def test_members_of_answers(name: str) -> None:
    """The schema has the members of each kind of answer."""
    assert members(name) == ["kind", *(one.name for one in fields(ANSWERS[name]))]
    kind = DEFINITIONS[name]["properties"]["kind"]["const"]
    assert KINDS[kind] is ANSWERS[name]


def test_nothing_is_left_out() -> None:
    """The schema has every event and every kind of answer."""
    events = [f"#/$defs/{definition(name)}" for name in TYPES]
    assert [one["$ref"] for one in VALIDATOR.schema["oneOf"]] == events  # type: ignore[index]
    answers = [f"#/$defs/{name}" for name in ANSWERS]
    assert [one["$ref"] for one in DEFINITIONS["answer"]["oneOf"]] == answers
    assert set(ANSWERS.values()) == set(KINDS.values())


def test_names_are_those_of_the_code() -> None:
    """A name that the schema lists is one that the code knows, and the other way round."""
    totals = DEFINITIONS["runFinished"]["properties"]["totals"]
    assert DEFINITIONS["itemJudged"]["properties"]["outcome"]["enum"] == list(Outcome)
    assert totals["required"] == list(totals["properties"]) == list(Outcome)
    assert DEFINITIONS["mismatch"]["properties"]["witness"]["enum"] == list(Witness)
    assert DEFINITIONS["exchange"]["properties"]["ending"]["enum"] == list(Ending)
    assert "|".join(Origin) in DEFINITIONS["code"]["pattern"]
    code = load_schemas().validator("harness/report#/$defs/code")
    assert all(code.is_valid(str(one)) for one in Code)
    assert not code.is_valid("other.exited")


def test_exit_statuses() -> None:
    """An exit status that no run has is refused."""
    document = encode(RunFinished({one.value: 0 for one in Outcome}, (), (), 2, {}))
    assert list(VALIDATOR.iter_errors(document))
