"""What the package takes along."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]
"""The folder of the client, from which its packages are built."""
REPOSITORY = FOLDER.parents[1]


@pytest.mark.skipif(
    not (REPOSITORY / "clients" / "python").is_dir(),
    reason="a source distribution has no other licence to compare with",
)
def test_licence() -> None:
    """The licence of the package, a copy because a build takes no file from above, is current."""
    assert (FOLDER / "LICENSE").read_bytes() == (REPOSITORY / "LICENSE").read_bytes()
