"""Which tests are collected, from which files, and with which names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoreline.formats.schema import schemas_folder
from scoreline.suite.loader import load_suite

Run = Callable[..., pytest.RunResult]


def test_no_effect_without_the_option(run: Run, suite: Path, pytester: pytest.Pytester) -> None:
    """Without --scoreline no TOML file is collected, and no slow library is imported."""
    pytester.makepyfile(
        """
        import sys

        def test_nothing_heavy():
            heavy = {"aiohttp", "docker", "rich", "jsonschema", "scoreline.suite"}
            assert "scoreline.plugin" in sys.modules
            assert not heavy & sys.modules.keys()
        """
    )
    assert (suite / "cases" / "errors.toml").is_file()
    result = run(".", apart=True)
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.OK


def test_whole_suite_is_collected(judge: Run) -> None:
    """Without arguments every case of the suite is collected, in any folder."""
    result = judge("--collect-only", "--quiet")
    found = {line.rpartition("/")[2] for line in result.outlines if ".toml::" in line}
    assert found == {f"{case.subject}.toml::{case.name}[smallest]" for case in load_suite().cases}
    assert result.ret == pytest.ExitCode.OK


def test_testpaths_are_ignored(judge: Run, pytester: pytest.Pytester) -> None:
    """Without arguments the suite is collected, even if `testpaths` is set for other runs."""
    pytester.makeini("[pytest]\ntestpaths = here")
    pytester.makepyfile(**{"here/test_one": "def test_one(): pass"})
    result = judge("--collect-only", "--quiet")
    assert "test_one" not in result.stdout.str()
    result.stdout.fnmatch_lines(["*errors.toml::status-503[[]smallest[]]"])


def test_one_item_per_client(run: Run, client: Callable[..., Path]) -> None:
    """There is one test per case and client, in the order of the options."""
    manifests = [f"--scoreline-client={client(name)}" for name in ("two", "one")]
    errors = schemas_folder() / "cases" / "errors.toml"
    result = run("--scoreline", *manifests, "--collect-only", "--quiet", f"{errors}::status-503")
    found = [line.rpartition("::")[2] for line in result.outlines if ".toml::" in line]
    assert found == ["status-503[two]", "status-503[one]"]


def test_selection_by_marker_and_keyword(judge: Run) -> None:
    """Levels are markers; requirements, subjects and clients are keywords for -k."""
    for arguments, case in (
        (("-m", "full", "-k", "CONFIG-4 and MODE-4"), "session-input-ends"),
        (("-k", "errors and status-503 and smallest"), "status-503"),
    ):
        result = judge("--collect-only", "--quiet", *arguments)
        found = [line.rpartition("::")[2] for line in result.outlines if ".toml::" in line]
        assert found == [f"{case}[smallest]"]


@pytest.mark.usefixtures("installed")
def test_installed_as_a_wheel(
    run: Run, smallest: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installed as a wheel, with the schemas inside the package, the plugin works in any folder."""
    monkeypatch.chdir(pytester.mkdir("elsewhere"))
    arguments = ("--scoreline", "--scoreline-driver=process", f"--scoreline-client={smallest}")
    result = run(*arguments, "-k", "status-404 or status-503", apart=True)
    result.assert_outcomes(passed=2, deselected=result.parseoutcomes()["deselected"])


@pytest.mark.usefixtures("installed")
def test_installed_without_clients(run: Run) -> None:
    """Installed as a wheel there are no reference clients, so a client must be given."""
    result = run("--scoreline", apart=True)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --scoreline-client: *no reference clients*"])
