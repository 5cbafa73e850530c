"""Who is let in."""

from __future__ import annotations

import pytest

from scoreline.endpoint.authentication import credential, is_admitted

RIGHT = "Bearer abc"


@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
def test_the_right_key_is_let_in(name: str) -> None:
    """The name of the header has no case."""
    assert is_admitted(credential("abc"), [("Host", "x"), (name, RIGHT)])


@pytest.mark.parametrize(
    "values",
    [
        [],
        [""],
        ["abc"],
        ["Bearer"],
        ["Bearer "],
        ["Bearer ab"],
        ["Bearer abcd"],
        ["Bearer ABC"],
        ["Bearer  abc"],
        ["bearer abc"],
        ["Bearer: abc"],
        ["Basic abc"],
        ["Bearer 'abc'"],
        ["Bearer \xe4bc"],
        [RIGHT, RIGHT],
        [RIGHT, "Bearer xyz"],
    ],
)
def test_everything_else_is_not(values: list[str]) -> None:
    """No, a wrong, a malformed and a doubled Authorization are all refused."""
    assert not is_admitted(credential("abc"), [("Authorization", value) for value in values])


def test_without_a_key_everybody_is_let_in() -> None:
    """A service that asks for no key does not look at the header."""
    assert is_admitted(None, [("Authorization", "Bearer anything")])
