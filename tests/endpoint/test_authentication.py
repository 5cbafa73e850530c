"""Which requests are admitted."""

from __future__ import annotations

import pytest

from scoreline.endpoint.authentication import credential, is_admitted

RIGHT = "Bearer abc"


@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
def test_the_right_key_is_admitted(name: str) -> None:
    """The case of the header's name does not matter."""
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
    """A missing, wrong, malformed or repeated Authorization is refused."""
    assert not is_admitted(credential("abc"), [("Authorization", value) for value in values])


def test_without_a_key_every_request_is_admitted() -> None:
    """A service that requires no key ignores the header."""
    assert is_admitted(None, [("Authorization", "Bearer anything")])
