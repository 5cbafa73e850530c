"""docs/protocol.md: its examples run, and its tables match the harness."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from scoreline.drivers import registry
from scoreline.drivers.oneshot import MOST_OUTPUT
from scoreline.drivers.session import EXIT_SECONDS, LONGEST_LINE
from scoreline.endpoint import Endpoint
from scoreline.fault import Code
from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.protocol import message
from scoreline.protocol.manifest import Mode, load_clients
from scoreline.results import bounds
from scoreline.results.verdict import Outcome
from scoreline.runner.case_item import case_items
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.runner.run import run
from scoreline.suite.loader import load_suite
from scoreline.suite.requirement import Level
from scoreline.suite.service import Service

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = (ROOT / "docs" / "protocol.md").read_text("utf-8")
ORIGIN: Final = "http://127.0.0.1:8080"
"""The origin of the endpoint in the recorded exchange."""
BOUND_SECONDS: Final = 120.0
SUITE: Final = load_suite()


def section(title: str) -> str:
    """The text under a heading, up to the next heading."""
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
    """The recorded exchange, as pairs of lines: a request and its answer."""
    lines = re.findall(r"^([→←]) (.*)$", section("A complete exchange"), re.MULTILINE)
    assert [arrow for arrow, _ in lines] == ["→", "←"] * (len(lines) // 2)
    texts = [text for _, text in lines]
    return list(zip(texts[::2], texts[1::2], strict=True))


EXCHANGE: Final = exchange()


def test_table_of_contents() -> None:
    """The table of contents names all sections in order, with correct anchors."""
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    assert re.findall(r"^- \[(.*)\]\(#.*\)$", PAGE, re.MULTILINE) == headings
    for title, anchor in re.findall(r"^- \[(.*)\]\(#(.*)\)$", PAGE, re.MULTILINE):
        assert anchor == re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def test_adapter_is_small(smallest: Path) -> None:
    """The adapter has at most 43 lines of at most 100 characters."""
    lines = (smallest / "adapter.py").read_text("utf-8").splitlines()
    assert len(lines) <= 43
    assert max(map(len, lines)) <= 100


def test_adapter_imports_only_the_standard_library(smallest: Path) -> None:
    """The adapter needs no installed package."""
    first = (smallest / "adapter.py").read_text("utf-8").splitlines()[0]
    names = {name.split(".")[0] for name in first.removeprefix("import ").split(", ")}
    assert names <= sys.stdlib_module_names


def test_adapter_passes_core_cases(smallest: Path, tmp_path: Path) -> None:
    """The adapter passes every core case in session mode, and the page has their number."""
    stated = re.search(
        r"passes all (\d+) `core` cases of a session", section("The smallest adapter")
    )
    cases = [
        case
        for case in SUITE.cases
        if case.level is Level.CORE and case.call.mode is Mode.SESSION and not case.needs
    ]
    (client,) = load_clients([smallest], registry.tables())
    items = case_items(cases, SUITE.control, load_schemas(), seed=7)
    options = Options(cache=tmp_path, driver="process")
    running = run(Plan((ClientPlan(client, items),)), options, lambda _: None)
    verdicts = asyncio.run(asyncio.wait_for(running, BOUND_SECONDS)).verdicts
    failed = {
        verdict.item.identifier: verdict.mismatches or verdict.reason
        for verdict in verdicts
        if verdict.outcome is not Outcome.PASS
    }
    assert failed == {}
    assert stated is not None
    assert int(stated[1]) == len(verdicts) == len(cases)


@pytest.mark.parametrize("pair", EXCHANGE, ids=lambda pair: json.loads(pair[0])["method"])
def test_exchange_is_valid(pair: tuple[str, str]) -> None:
    """Each line of the exchange is valid against the schema of session messages."""
    for line in pair:
        assert list(load_schemas().errors("harness/session", json.loads(line))) == []


@pytest.mark.parametrize("pair", EXCHANGE, ids=lambda pair: json.loads(pair[0])["method"])
def test_harness_writes_and_reads_the_exchange(pair: tuple[str, str]) -> None:
    """The harness writes each request of the exchange, and reads each answer."""
    asked = json.loads(pair[0])
    line = message.request(asked["id"], asked["method"], asked.get("params"))
    assert line.decode() == pair[0] + "\n"
    assert message.response(pair[1].encode()).identifier == asked["id"]


def test_exchange_shows_every_request() -> None:
    """The exchange contains every request that needs no capability, and an error."""
    shown = {json.loads(asked)["method"] for asked, _ in EXCHANGE}
    known = {one["properties"]["method"]["const"] for one in definition("request")["oneOf"]}
    assert shown == known - message.CAPABILITIES
    assert any("error" in json.loads(answer) for _, answer in EXCHANGE)


def test_exchange_can_be_reproduced(smallest: Path) -> None:
    """The adapter gives the recorded answers again, except for its runtime."""
    answers = asyncio.run(asyncio.wait_for(replay(smallest), BOUND_SECONDS))
    recorded = [json.loads(answer) for _, answer in EXCHANGE]
    for one in (answers[0], recorded[0]):
        assert one["result"].pop("runtime")
    assert answers == recorded


async def replay(folder: Path) -> list[Any]:
    """The adapter's answers to the requests of the exchange; it must exit with 0 after them."""
    async with Endpoint() as endpoint:
        endpoint.add(Service("diabetes", "made-up-key"))
        asked = "".join(f"{line}\n" for line, _ in EXCHANGE).replace(ORIGIN, endpoint.origin())
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            folder / "adapter.py",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await program.communicate(asked.encode())
    assert program.returncode == 0
    return [json.loads(line) for line in output.splitlines()]


def test_methods() -> None:
    """The table of messages names the methods of the schema."""
    requests = [one["properties"]["method"]["const"] for one in definition("request")["oneOf"]]
    notification = definition("notification")["properties"]["method"]["const"]
    assert first_column("Messages") == [*requests, notification]


def test_configuration_members() -> None:
    """The table of the configuration names the members of the schema, which a case may set."""
    case = json.loads((schemas_folder() / "harness" / "case.schema.json").read_text("utf-8"))
    members = first_column("Configuration")
    assert members == list(definition("config")["properties"])
    assert (
        members
        == case["$defs"]["Call"]["properties"]["config"]["anyOf"][0]["propertyNames"]["enum"]
    )


def test_cases_set_known_members_only() -> None:
    """Every member of the configuration that a case sets is on the page."""
    used = {name for case in SUITE.cases for name in case.call.config}
    assert used <= set(first_column("Configuration"))


def test_capabilities() -> None:
    """The capabilities are the same on the page, in the schemas and in the code."""
    names = first_column("Capabilities")
    assert set(names) == message.CAPABILITIES
    assert names == definition("initializeResult")["properties"]["capabilities"]["items"]["enum"]


def test_error_kinds() -> None:
    """The kinds of error are the same on the page and in the schema."""
    kinds = definition("errorData")["properties"]["kind"]["enum"]
    spans = first_column("Errors")
    assert spans[-len(kinds) :] == kinds


def test_error_members() -> None:
    """The members of an error are the same on the page and in the schema."""
    members = list(definition("errorData")["properties"])
    assert first_column("Errors")[: len(members)] == members
    assert definition("errorMember")["enum"] == members


def test_manifest_keys() -> None:
    """The table of client.toml has the keys of the schemas: the manifest's and each driver's."""
    schema = json.loads((schemas_folder() / "harness" / "client.schema.json").read_text("utf-8"))
    tables = {name: list(table["properties"]) for name, table in registry.tables().items()}
    keys = [f"{name}.{member}" for name, members in tables.items() for member in members]
    assert sorted(first_column("client.toml")) == sorted([*schema["properties"], *keys])


def test_manifest_example(tmp_path: Path) -> None:
    """The client.toml on the page is valid, and has a table for every driver."""
    example = re.findall(r"^```toml\n(.*?)^```$", section("client.toml"), re.DOTALL | re.MULTILINE)
    (tmp_path / "client.toml").write_text(example[0], "utf-8")
    (client,) = load_clients([tmp_path], registry.tables())
    assert client.tables.keys() == registry.tables().keys()


def test_faults() -> None:
    """The page explains every fault of a client, and no other fault."""
    codes = first_column("Faults")
    assert len(codes) == len(set(codes))
    assert set(codes) == {code for code in Code if code.startswith("client.")}


def test_limits_of_faults() -> None:
    """The limits on the page are those of the harness."""
    defaults = Options()
    page = section("Faults")
    assert f"{defaults.deadline_seconds:g} seconds unless `--deadline`" in page
    assert f"not answered within {defaults.grace_seconds:g} seconds" in page
    assert f"not answered within {defaults.start_seconds:g} seconds" in page
    assert f"still running {EXIT_SECONDS:g} seconds after" in page
    assert f"more than {LONGEST_LINE >> 20} MiB without a line end" in page


def test_bounds() -> None:
    """The table of bounds states the numbers of the harness."""
    row = re.compile(r"^\| ([^|]*[^| ]) \| ([\d,]+)( MiB)? \| (.*) \|$", re.MULTILINE)
    rows = row.findall(section("Faults"))
    stated = {
        name: int(number.replace(",", "")) << (20 if unit else 0) for name, number, unit, _ in rows
    }
    assert stated == {
        "a line of a session": LONGEST_LINE,
        "answers to one case, in a session or of all its one-shots": bounds.MOST_BYTES_OF_SERVICE,
        "standard output of a one-shot": MOST_OUTPUT,
        "body of a request that is kept": bounds.MOST_BYTES,
        "body of a request that is read": bounds.MOST_BYTES_READ,
        "values in a body that is held against a schema": bounds.MOST_VALUES,
        "values in an answer": bounds.MOST_VALUES,
        "bytes kept of all requests and replies of a case": bounds.MOST_BYTES_OF_SERVICE,
        "bytes kept of all requests and replies of a client in a run": bounds.MOST_BYTES_OF_CLIENT,
        "memory for the evidence of a run": bounds.MOST_EVIDENCE,
        "requests in a case": bounds.MOST_EXCHANGES,
        "open connections of a client": bounds.MOST_CONNECTIONS,
        "mismatches in a verdict": bounds.MOST_MISMATCHES,
    }
    beyond = [span for *_, text in rows for span in re.findall("`([^`]+)`", text)]
    faults = [one for one in beyond if one.startswith("client.")]
    assert set(faults) == {Code.LINE_TOO_LONG, Code.OUTPUT_TOO_LONG}
