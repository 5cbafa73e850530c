"""The page for authors of clients: what it shows runs, and its tables are those of the harness."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from scoreline.drivers.session import LONGEST_LINE
from scoreline.endpoint.server import Endpoint
from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.protocol import message
from scoreline.protocol.manifest import load_clients
from scoreline.results.event import CaseJudged, Event
from scoreline.results.verdict import Outcome
from scoreline.runner.options import DriverChoice, Options
from scoreline.runner.run import run
from scoreline.suite.case import Door
from scoreline.suite.loader import load_suite
from scoreline.suite.requirement import Level
from scoreline.suite.service import Service

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = (ROOT / "docs" / "protocol.md").read_text("utf-8")
ORIGIN: Final = "http://127.0.0.1:8080"
"""Stands in the recorded exchange for the endpoint's."""
BOUND_SECONDS: Final = 120.0
SUITE: Final = load_suite()


def section(title: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.search(
        rf"^##+ {re.escape(title)}\n(.*?)(?=^##+ |\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
    assert found is not None, title
    return found[1]


def first_column(title: str) -> list[str]:
    """The code spans of the first column of the table in a section."""
    rows = re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE)
    return [span for row in rows for span in re.findall(r"`([^`]+)`", row)]


def definition(name: str) -> Any:
    """A part of the schema of session messages."""
    path = schemas_folder() / "harness" / "session.schema.json"
    return json.loads(path.read_text("utf-8"))["$defs"][name]


def exchange() -> list[tuple[str, str]]:
    """The recorded exchange: pairs of a request and its answer, as lines."""
    lines = re.findall(r"^([→←]) (.*)$", section("One whole exchange"), re.MULTILINE)
    assert [arrow for arrow, _ in lines] == ["→", "←"] * (len(lines) // 2)
    texts = [text for _, text in lines]
    return list(zip(texts[::2], texts[1::2], strict=True))


EXCHANGE: Final = exchange()


def test_list_of_contents() -> None:
    """The list of contents names the sections, all of them and in their order."""
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    assert re.findall(r"^- \[(.*)\]\(#.*\)$", PAGE, re.MULTILINE) == headings
    for title, anchor in re.findall(r"^- \[(.*)\]\(#(.*)\)$", PAGE, re.MULTILINE):
        assert anchor == re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def test_adapter_is_small(smallest: Path) -> None:
    """The adapter has at most 40 lines of at most 100 characters."""
    lines = (smallest / "adapter.py").read_text("utf-8").splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100


def test_adapter_imports_the_standard_library_alone(smallest: Path) -> None:
    """The adapter imports nothing that has to be installed."""
    first = (smallest / "adapter.py").read_text("utf-8").splitlines()[0]
    names = {name.split(".")[0] for name in first.removeprefix("import ").split(", ")}
    assert names <= sys.stdlib_module_names


def test_adapter_passes_what_the_page_says(smallest: Path, tmp_path: Path) -> None:
    """The adapter passes every core case of a session, as many as the page says."""
    said = re.search(r"passes all (\d+) `core` cases of a session", section("The smallest adapter"))
    cases = [
        case
        for case in SUITE.cases
        if case.level is Level.CORE and case.call.door is Door.SESSION and not case.needs
    ]
    events: list[Event] = []
    running = run(
        load_clients([smallest]),
        cases,
        control=SUITE.control,
        schemas=load_schemas(),
        options=Options(cache=tmp_path, driver=DriverChoice.PROCESS),
        emit=events.append,
    )
    asyncio.run(asyncio.wait_for(running, BOUND_SECONDS))
    verdicts = [event.verdict for event in events if isinstance(event, CaseJudged)]
    failed = {
        verdict.case: verdict.mismatches or verdict.reason
        for verdict in verdicts
        if verdict.outcome is not Outcome.PASS
    }
    assert failed == {}
    assert said is not None
    assert int(said[1]) == len(verdicts) == len(cases)


@pytest.mark.parametrize("pair", EXCHANGE, ids=lambda pair: json.loads(pair[0])["method"])
def test_exchange_is_valid(pair: tuple[str, str]) -> None:
    """Each line of the exchange is valid against the schema of session messages."""
    for line in pair:
        assert list(load_schemas().errors("harness/session", json.loads(line))) == []


@pytest.mark.parametrize("pair", EXCHANGE, ids=lambda pair: json.loads(pair[0])["method"])
def test_exchange_is_what_the_harness_writes_and_reads(pair: tuple[str, str]) -> None:
    """Each request of the exchange is what the harness writes, and it reads each answer."""
    asked = json.loads(pair[0])
    line = message.request(asked["id"], asked["method"], asked.get("params"))
    assert line.decode() == pair[0] + "\n"
    assert message.response(pair[1].encode()).identifier == asked["id"]


def test_exchange_shows_every_request() -> None:
    """The exchange shows every request there is, an answer and an error."""
    shown = {json.loads(asked)["method"] for asked, _ in EXCHANGE}
    known = {one["properties"]["method"]["const"] for one in definition("request")["oneOf"]}
    assert shown == known
    assert any("error" in json.loads(answer) for _, answer in EXCHANGE)


def test_exchange_comes_out_again(smallest: Path) -> None:
    """Played once more against the model, the adapter answers the exchange word for word."""
    answers = asyncio.run(asyncio.wait_for(replay(smallest), BOUND_SECONDS))
    recorded = [json.loads(answer) for _, answer in EXCHANGE]
    for one in (answers[0], recorded[0]):
        assert one["result"].pop("runtime")
    assert answers == recorded


async def replay(folder: Path) -> list[Any]:
    """What the adapter answers to the requests of the exchange; it leaves with 0 after them."""
    async with Endpoint() as endpoint:
        endpoint.add(Service("diabetes", "made-up-key"))
        asked = "".join(f"{line}\n" for line, _ in EXCHANGE).replace(ORIGIN, endpoint.origin())
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            folder / "adapter.py",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await program.communicate(asked.encode())
    assert program.returncode == 0
    return [json.loads(line) for line in said.splitlines()]


def test_methods() -> None:
    """The table of messages names the methods of the schema."""
    requests = [one["properties"]["method"]["const"] for one in definition("request")["oneOf"]]
    notification = definition("notification")["properties"]["method"]["const"]
    assert first_column("Messages") == [*requests, notification]


def test_configuration_members() -> None:
    """The table of the configuration names the members that a case may set, and the schema has."""
    case = json.loads((schemas_folder() / "harness" / "case.schema.json").read_text("utf-8"))
    members = first_column("Configuration")
    assert members == list(definition("config")["properties"])
    assert members == case["$defs"]["call"]["properties"]["config"]["propertyNames"]["enum"]


def test_cases_set_known_members_only() -> None:
    """No case sets a member of the configuration that the page does not have."""
    used = {name for case in SUITE.cases for name in case.call.config}
    assert used <= set(first_column("Configuration"))


def test_capabilities() -> None:
    """The words that a client may claim are the same on the page, in the schemas and the code."""
    case = json.loads((schemas_folder() / "harness" / "case.schema.json").read_text("utf-8"))
    words = first_column("Capabilities")
    assert set(words) == message.CAPABILITIES
    assert words == definition("initializeResult")["properties"]["capabilities"]["items"]["enum"]
    assert words == case["$defs"]["case"]["properties"]["needs"]["items"]["enum"]


def test_error_kinds() -> None:
    """The kinds of error are the same on the page and in the schemas of messages and cases."""
    case = json.loads((schemas_folder() / "harness" / "case.schema.json").read_text("utf-8"))
    kinds = definition("errorData")["properties"]["kind"]["enum"]
    in_cases = case["$defs"]["expect"]["properties"]["error"]["properties"]["kind"]["anyOf"]
    spans = first_column("Errors")
    assert spans[-len(kinds) :] == kinds
    assert in_cases[0]["enum"] == kinds


def test_error_members() -> None:
    """The members of an error are the same on the page and in the schema."""
    members = list(definition("errorData")["properties"])
    assert first_column("Errors")[: len(members)] == members
    assert definition("errorMember")["enum"] == members


def test_manifest_keys() -> None:
    """The table of client.toml has the keys of the schema."""
    schema = json.loads((schemas_folder() / "harness" / "client.schema.json").read_text("utf-8"))
    keys = [
        f"{name}.{inner}" if "properties" in value else name
        for name, value in schema["properties"].items()
        for inner in value.get("properties", ("",))
    ]
    assert first_column("client.toml") == keys


def test_manifest_example(tmp_path: Path) -> None:
    """The client.toml that the page shows can be read."""
    example = re.findall(r"^```toml\n(.*?)^```$", section("client.toml"), re.DOTALL | re.MULTILINE)
    (tmp_path / "client.toml").write_text(example[0], "utf-8")
    (client,) = load_clients([tmp_path])
    assert client.container is not None
    assert client.process is not None


def test_words_of_broken_rules() -> None:
    """The words that the page tells broken rules in are those of the harness."""
    sources = [
        re.sub(r'"\s*f?"', "", path.read_text("utf-8"))
        for path in (ROOT / "harness" / "scoreline").rglob("*.py")
    ]
    words = first_column("When the rules are broken")
    assert len(words) > 15
    for phrase in words:
        parts = [re.escape(part) for part in phrase.split("…")]
        pattern = re.compile(r"[^\n]*?".join(parts))
        assert any(pattern.search(source) for source in sources), phrase


def test_numbers_of_broken_rules() -> None:
    """The limits that the page gives are those of the harness."""
    defaults = Options(cache=Path())
    page = section("When the rules are broken")
    assert f"{defaults.case_seconds:g} seconds unless `--deadline`" in page
    assert f"that `close` within {defaults.grace_seconds:g} seconds" in page
    assert f"| {defaults.start_seconds:g} seconds; nothing is known" in page
    assert f"a flood, {LONGEST_LINE >> 20} MiB" in page
