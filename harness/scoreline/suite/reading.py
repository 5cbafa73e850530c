"""From documents that are valid to the values of the contract; no file is read here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoreline.formats.json import Json, render
from scoreline.suite.case import (
    Call,
    Case,
    Credentials,
    Door,
    ErrorExpectation,
    Expectation,
    RequestExpectation,
)
from scoreline.suite.requirement import Level, Requirement
from scoreline.suite.service import Reply
from scoreline.suite.vector import Vector


def requirement_from(identifier: str, document: Mapping[str, Any]) -> Requirement:
    """A requirement out of its table in requirements.toml."""
    level = Level(document["level"])
    return Requirement(identifier, level, document["text"], document["source"])


def case_from(
    document: Mapping[str, Any],
    *,
    subject: str,
    why: str,
    file: str,
    requirements: Mapping[str, Requirement],
    vectors: Mapping[str, Vector],
) -> Case:
    """A case out of its expanded table, in which nothing is wrong.

    Raises:
        KeyError: a requirement or vector is not there; carries its name.
    """
    call_document = document["call"]
    vector = vectors[call_document["vector"]] if "vector" in call_document else None
    call = _call(call_document, vector)
    named = [requirements[identifier] for identifier in document["requirements"]]
    service = document.get("service", {})
    return Case(
        subject=subject,
        name=document["name"],
        title=document["title"],
        why=why,
        file=file,
        requirements=tuple(document["requirements"]),
        level=max((item.level for item in named), key=lambda level: level.rank),
        needs=tuple(document.get("needs", ())),
        authenticated=service.get("key", False),
        replies=tuple(_reply(reply) for reply in service.get("replies", ())),
        call=call,
        expect=_expectation(document.get("expect", {}), call, vector),
    )


def _call(document: Mapping[str, Any], vector: Vector | None) -> Call:
    door = Door(document.get("door", "session"))
    rows = vector.rows if vector else _rows(document.get("rows"))
    payload: Json = document.get("payload")
    if door is Door.ONE_SHOT and rows is not None:
        payload, rows = {"data": [list(row) for row in rows]}, None
    stdin = document.get("stdin")
    config = dict(document.get("config", {}))
    return Call(
        door=door,
        rows=rows,
        payload=payload,
        stdin=None if stdin is None else stdin.encode(),
        repeat=int(document.get("repeat", 1)),
        credentials=Credentials(document.get("credentials", "right")),
        suffix=document.get("suffix", ""),
        alone=document.get("alone", False),
        config=config | dict.fromkeys(document.get("omit", ())),
    )


def _rows(rows: list[list[float]] | None) -> tuple[tuple[float, ...], ...] | None:
    return None if rows is None else tuple(tuple(row) for row in rows)


def _reply(document: Mapping[str, Any]) -> Reply:
    headers = document.get("headers", {})
    body = b""
    if "json" in document:
        headers = {"Content-Type": "application/json"} | headers
        body = render(document["json"]).encode()
    elif "text" in document:
        body = document["text"].encode()
    raw = document.get("raw")
    return Reply(
        status=int(document.get("status", 200)),
        headers=tuple(headers.items()),
        body=body,
        raw=None if raw is None else raw.encode(),
        delay_seconds=float(document.get("delay_seconds", 0.0)),
        close=document.get("close", False),
    )


def _expectation(document: Mapping[str, Any], call: Call, vector: Vector | None) -> Expectation:
    error = None
    if "error" in document:
        error = ErrorExpectation(document["error"], tuple(document.get("absent", ())))
    predictions, tolerance = document.get("predictions"), 0.0
    if error is None and "predictions" not in document and vector is not None:
        predictions, tolerance = list(vector.predictions), vector.relative_tolerance
    unsent = error is not None and error.members["kind"] == "configuration"
    return Expectation(
        predictions=predictions,
        relative_tolerance=tolerance,
        error=error,
        requests=int(document.get("requests", 0 if unsent else call.repeat)),
        connections=document.get("connections"),
        request=_request(document.get("request")),
    )


def _request(document: Mapping[str, Any] | None) -> RequestExpectation | None:
    if document is None:
        return None
    return RequestExpectation(
        method=document.get("method"),
        target=document.get("target"),
        headers=document.get("headers", {}),
        matches=document.get("matches", {}),
        without=tuple(document.get("without", ())),
        distinct=tuple(document.get("distinct", ())),
        valid=document.get("valid", False),
        body=document.get("body", False),
    )
