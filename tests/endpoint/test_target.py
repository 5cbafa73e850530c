"""The target of a request."""

from __future__ import annotations

import pytest

from scoreline.endpoint.target import Operation, Target, parse_target

ONE = "/api/v1/service/one"


@pytest.mark.parametrize(
    ("raw", "query"),
    [
        (f"{ONE}/score", ""),
        (f"{ONE}/score?", ""),
        (f"{ONE}/score?a=b&c", "a=b&c"),
        (f"{ONE}/score/", ""),
        (f"{ONE}/score/x//y?q", "q"),
        (f"{ONE}/score%2F", ""),
        (f"{ONE}/score;v=1?a?b", "a?b"),
        (f"{ONE}/score//", ""),
    ],
)
def test_a_scoring_path_may_continue(raw: str, query: str) -> None:
    """Anything may follow `score` in a scoring URI, and the service is the same."""
    assert parse_target(raw) == Target("one", Operation.SCORE, query)


@pytest.mark.parametrize(
    ("raw", "operation"),
    [
        (f"{ONE}/swagger.json", Operation.SWAGGER),
        (f"{ONE}/", Operation.HEALTH),
        (f"{ONE}/scores", Operation.NOTHING),
        (f"{ONE}/score-x", Operation.NOTHING),
        (f"{ONE}/Score", Operation.NOTHING),
        (f"{ONE}//score", Operation.NOTHING),
        (f"{ONE}/swagger.json/", Operation.NOTHING),
    ],
)
def test_other_paths_of_a_service(raw: str, operation: Operation) -> None:
    """Description and health have one path each; any other path names the service, no operation."""
    assert parse_target(raw) == Target("one", operation, "")


@pytest.mark.parametrize(
    "raw",
    [
        "/",
        "/score",
        ONE,
        "/api/v1/service",
        "//api/v1/service/one/score",
        "/api/v1//service/one/score",
        "/API/v1/service/one/score",
        "http://endpoint/api/v1/service/one/score",
        "*",
    ],
)
def test_a_target_is_matched_verbatim(raw: str) -> None:
    """Nothing is normalised, so a client that rewrites its URI reaches no service."""
    assert parse_target(raw).service == ""


def test_an_encoded_name_is_another_name() -> None:
    """Percent-encoding is not undone."""
    assert parse_target("/api/v1/service/%6Fne/score").service == "%6Fne"


@pytest.mark.parametrize(
    ("raw", "operation"),
    [
        ("/score", Operation.SCORE),
        ("/score/x", Operation.SCORE),
        ("/swagger.json", Operation.SWAGGER),
        ("/", Operation.HEALTH),
        ("/nothing", Operation.NOTHING),
        ("//score", Operation.NOTHING),
    ],
)
def test_the_second_form_names_the_default_service(raw: str, operation: Operation) -> None:
    """The short paths are those of the default service, if there is one."""
    assert parse_target(raw, "two") == Target("two", operation, "")


def test_the_default_does_not_change_the_first_form() -> None:
    """A path of the first form names its service, with or without a default."""
    assert parse_target(f"{ONE}/score", "two").service == "one"
