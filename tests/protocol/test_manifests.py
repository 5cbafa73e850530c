"""client.toml: what is read out of it, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoreline.drivers import registry
from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, Mode, load_clients, reference_manifests

Manifest = Callable[..., Path]

HEAD = 'name = "mine"\nlanguage = "Rust"\n'
PROCESS = '[process]\nrequires = ["cargo"]\nremedy = "get it"\nsession = ["run", "session"]\n'
KEYS = "container, language, name, process"


def load(*paths: Path) -> tuple[Client, ...]:
    """The clients of manifests, with the tables of the registered drivers."""
    return load_clients(paths, registry.tables())


def problems(*paths: Path) -> list[Problem]:
    """What is wrong with manifests, each problem with the file's name alone."""
    with pytest.raises(BadInputError) as caught:
        load(*paths)
    return [
        Problem(one.code, Path(one.file).name, one.where, one.message)
        for one in caught.value.problems
    ]


def test_process(manifest: Manifest) -> None:
    """A client has the tables of its manifest as they are written, and its folder."""
    path = manifest(HEAD + PROCESS + 'build = [["a", "b c"], ["d"]]\none-shot = ["{build}/x"]\n')
    (client,) = load(path)
    assert (client.name, client.language, client.folder) == ("mine", "Rust", path)
    assert client.tables == {
        "process": {
            "requires": ["cargo"],
            "remedy": "get it",
            "build": [["a", "b c"], ["d"]],
            "session": ["run", "session"],
            "one-shot": ["{build}/x"],
        }
    }


def test_container(manifest: Manifest) -> None:
    """Arguments for a container may be empty, and the other keys of its table absent."""
    (client,) = load(manifest(HEAD + "[container]\nsession = []\n"))
    assert client.tables == {"container": {"session": []}}


def test_file_or_folder(manifest: Manifest) -> None:
    """A manifest is named by itself or by its folder."""
    path = manifest(HEAD + PROCESS)
    assert load(path) == load(path / "client.toml")


def test_order(manifest: Manifest) -> None:
    """Clients come in the order in which they were named."""
    one = manifest(HEAD + PROCESS, "one")
    two = manifest(HEAD.replace("mine", "a") + PROCESS, "two")
    assert [client.name for client in load(one, two)] == ["mine", "a"]
    assert [client.name for client in load(two, one)] == ["a", "mine"]


@pytest.mark.parametrize(
    ("text", "code", "where", "quoted"),
    [
        (PROCESS, Code.MISSING_KEY, "", "'name'"),
        (HEAD, Code.MISSING_KEY, "", "container or process"),
        (HEAD.replace("mine", "My own") + PROCESS, Code.INVALID, "name", "'My own'"),
        (HEAD.replace("mine", "a" * 41) + PROCESS, Code.INVALID, "name", "'aaaaa"),
        (HEAD + "x = 1\n" + PROCESS, Code.UNKNOWN_KEY, "x", KEYS),
        (HEAD + PROCESS + "[x]\nsession = []\n", Code.UNKNOWN_KEY, "x", KEYS),
        (HEAD + PROCESS + "sesion = ['a']\n", Code.UNKNOWN_KEY, "process.sesion", "mean session?"),
        (HEAD + PROCESS + "q = ['a']\n", Code.UNKNOWN_KEY, "process.q", "build, one-shot, remedy"),
        (HEAD + "[contaner]\n", Code.UNKNOWN_KEY, "contaner", "did you mean container?"),
        (
            HEAD + "[container]\nsession = []\ndockerfil = 'x'\n",
            Code.UNKNOWN_KEY,
            "container.dockerfil",
            "did you mean dockerfile?",
        ),
        (
            HEAD + PROCESS + "build = ['a']\n",
            Code.INVALID,
            "process.build.0",
            "'a'",
        ),
        (
            HEAD + PROCESS.replace('["run", "session"]', '"run"'),
            Code.INVALID,
            "process.session",
            "'run'",
        ),
        (
            HEAD + PROCESS.replace('["run", "session"]', "[]"),
            Code.INVALID,
            "process.session",
            "[]",
        ),
        (
            HEAD + PROCESS.replace("session", "sesion", 1),
            Code.UNKNOWN_KEY,
            "process.sesion",
            "did you mean session?",
        ),
        (
            HEAD + PROCESS.replace('remedy = "get it"', ""),
            Code.MISSING_KEY,
            "process",
            "'remedy'",
        ),
        (HEAD + "[container]\n", Code.MISSING_KEY, "container", "session or one-shot"),
        (HEAD + "[process", Code.NOT_TOML, "", "]"),
    ],
)
def test_bad_manifest(manifest: Manifest, text: str, code: Code, where: str, quoted: str) -> None:
    """A manifest that cannot be used is refused by file and field, with what is wrong there."""
    found = problems(manifest(text))
    wrong = [one for one in found if (one.code, one.where) == (code, where)]
    assert any(one.file == "client.toml" and quoted in one.message for one in wrong)


def test_one_problem_each(manifest: Manifest) -> None:
    """A mistake in a table is reported once, and so is a manifest without any table."""
    assert len(problems(manifest(HEAD + "[container]\n", "one"))) == 1
    assert len(problems(manifest(HEAD, "two"))) == 1


def test_no_manifest(tmp_path: Path) -> None:
    """A path without a manifest is reported as it was given."""
    (folder,), (nowhere,) = problems(tmp_path), problems(tmp_path / "nowhere")
    assert (folder.code, folder.file) == (Code.UNREADABLE, "client.toml")
    assert (nowhere.code, nowhere.file) == (Code.UNREADABLE, "nowhere")
    assert folder.message == nowhere.message == "No such file or directory"


def test_two_of_one_name(manifest: Manifest) -> None:
    """Two clients cannot share a name: their verdicts could not be told apart."""
    first = manifest(HEAD + PROCESS, "one")
    for second in (manifest(HEAD + PROCESS, "two"), first):
        (problem,) = problems(first, second)
        assert problem.code == Code.DUPLICATE
        assert (problem.file, problem.where) == ("client.toml", "name")
        assert "'mine'" in problem.message
        assert str(first) in problem.message


def test_all_at_once(manifest: Manifest, tmp_path: Path) -> None:
    """All manifests are read before the first one is refused."""
    bad = manifest(HEAD + PROCESS + "x = 1\n", "bad")
    assert len(problems(bad, tmp_path / "nowhere", manifest(HEAD + PROCESS, "good"))) == 2


def test_table_with_parts(manifest: Manifest) -> None:
    """The schema of a table can refer to its own parts, and knows nothing of other tables."""
    table = {
        "type": "object",
        "properties": {"session": {"$ref": "#/$defs/words"}},
        "$defs": {"words": {"type": "array", "items": {"type": "string"}}},
    }
    path = manifest(HEAD + "[elsewhere]\nsession = ['a', 1]\n")
    with pytest.raises(BadInputError) as caught:
        load_clients([path], {"elsewhere": table})
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == (Code.INVALID, "elsewhere.session.1")
    with pytest.raises(BadInputError) as caught:
        load_clients([manifest(HEAD + PROCESS, "process")], {"elsewhere": table})
    assert {problem.code for problem in caught.value.problems} == {
        Code.UNKNOWN_KEY,
        Code.MISSING_KEY,
    }


def test_schema_of_all_tables() -> None:
    """The published schema accepts the table of any driver, and refuses one without a command."""
    good = {"name": "mine", "language": "Rust", "elsewhere": {"session": [], "more": 1}}
    errors = load_schemas().errors
    assert not list(errors("harness/client", good))
    assert list(errors("harness/client", good | {"elsewhere": {"more": 1}}))
    assert list(errors("harness/client", {"name": "mine", "language": "Rust"}))


def test_reference_clients() -> None:
    """The four reference clients can be read, and run in both modes with both drivers."""
    clients = load(*reference_manifests())
    assert [client.name for client in clients] == ["csharp", "go", "java", "python"]
    for client in clients:
        assert set(client.tables) == {"container", "process"}
        for table in client.tables.values():
            assert all(mode.value in table for mode in Mode)
