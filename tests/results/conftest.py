"""Made-up results, written by hand and drawn at random."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from random import Random
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import pytest

from scoreline.protocol.answer import CallResult
from scoreline.results.event import Event, ItemJudged, PlannedClient, RunFinished, RunStarted
from scoreline.results.evidence import Testimony
from scoreline.results.exchange import Ending, Exchange, SentReply
from scoreline.results.verdict import ItemInfo, Outcome, Verdict

TEXTS: Final = ("", "plain", "ä → 😀", 'a "quoted" \\ line\n\x00\x1b[0m\u2028', "***", "null")
BYTES: Final = (b"", b"text", b"\xff\x00 not text", "ä → 😀".encode(), b'{"base64": "x"}', b"\r\n")
INTEGERS: Final = (0, 1, 7, 2**70)
FLOATS: Final = (0.0, 1.5, 5e-324, 0.1 + 0.2, 1e300)
JSON: Final[tuple[Any, ...]] = (
    None,
    True,
    -0.0,
    [217.67978776218715, -1, 2**70, 1e-7],
    {"kind": "result", "value": [{"text": "x"}], "ä": {}},
    "text",
)
ITEM: Final = ItemInfo("errors/status-503", "reports 503 as an error", ("ERROR-1",), "core")


def draw(hint: Any, random: Random) -> Any:
    """A value of a type hint, drawn at random."""
    plain = {str: TEXTS, bytes: BYTES, int: INTEGERS, float: FLOATS, bool: (False, True)}
    if hint in plain:
        return random.choice(plain[hint])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return random.choice(list(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{one.name: draw(hints[one.name], random) for one in fields(hint)})
    return draw_generic(get_origin(hint), get_args(hint), random)


def draw_generic(origin: Any, arguments: tuple[Any, ...], random: Random) -> Any:
    """The same for a generic type; a union that holds one is taken for JSON."""
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            arguments = arguments[:1] * random.randrange(4)
        return tuple(draw(one, random) for one in arguments)
    if origin is Mapping:
        names = random.sample(TEXTS, random.randrange(4))
        return {name: draw(arguments[1], random) for name in names}
    if origin in (Union, types.UnionType) and not any(map(get_origin, arguments)):
        chosen = random.choice(arguments)
        return None if chosen is types.NoneType else draw(chosen, random)
    return random.choice(JSON)


@pytest.fixture
def exchange() -> Exchange:
    """One exchange."""
    return Exchange(
        service="one.errors.status-503",
        connection=1,
        sequence=1,
        method="POST",
        target="/score",
        version="HTTP/1.1",
        headers=(("Host", "127.0.0.1:1"), ("Authorization", "Bearer secret")),
        body=b'{"data":[[1.0]]}',
        reply=SentReply(503, (("Content-Type", "text/plain"),), b"no"),
        ending=Ending.REPLIED,
        started=1.0,
        ended=1.5,
    )


@pytest.fixture
def verdict(exchange: Exchange) -> Verdict:
    """A pass."""
    testimony = Testimony((CallResult([1.0]),), (), (exchange,))
    return Verdict("one", ITEM, Outcome.PASS, testimony=testimony, seconds=0.5)


@pytest.fixture
def run(verdict: Verdict) -> tuple[Event, ...]:
    """The events of a small run that finished."""
    return (
        RunStarted("0.1.0", "1.4", 7, (PlannedClient("one", "C", (ITEM.identifier,)),), (ITEM,)),
        ItemJudged(verdict),
        RunFinished({one.value: 0 for one in Outcome} | {"pass": 1}, (), (), 0, {"total": 1.0}),
    )


@pytest.fixture
def drawn() -> Callable[[Any, int], Any]:
    """Draws a value of a type hint; the same one for the same number."""
    return lambda hint, number: draw(hint, Random(number))  # noqa: S311 - not for secrets
