"""client.toml: what is read out of it, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoreline.formats.problem import BadInputError
from scoreline.protocol.manifest import (
    ContainerStart,
    ProcessStart,
    load_clients,
    reference_manifests,
)

Manifest = Callable[..., Path]

HEAD = 'name = "mine"\nlanguage = "Rust"\n'
PROCESS = '[process]\nrequires = ["cargo"]\nremedy = "get it"\nsession = ["run", "session"]\n'


def problems(*paths: Path) -> list[str]:
    """What is wrong with manifests, a line a problem, with the file's name alone."""
    with pytest.raises(BadInputError) as caught:
        load_clients(paths)
    return [
        ": ".join((Path(one.file).name, *filter(None, (one.where, one.message))))
        for one in caught.value.problems
    ]


def test_process(manifest: Manifest) -> None:
    """A process has what it needs, its commands, and the folder of its manifest."""
    path = manifest(HEAD + PROCESS + 'build = [["a", "b c"], ["d"]]\none-shot = ["{build}/x"]\n')
    (client,) = load_clients([path])
    assert (client.name, client.language, client.folder) == ("mine", "Rust", path)
    assert client.container is None
    assert client.process == ProcessStart(
        requires=("cargo",),
        remedy="get it",
        build=(("a", "b c"), ("d",)),
        session=("run", "session"),
        one_shot=("{build}/x",),
    )


def test_container(manifest: Manifest) -> None:
    """A container has a Dockerfile, by default of that name, and arguments, which may be none."""
    (client,) = load_clients([manifest(HEAD + "[container]\nsession = []\n")])
    assert client.process is None
    assert client.container == ContainerStart("Dockerfile", session=(), one_shot=None)


def test_file_or_folder(manifest: Manifest) -> None:
    """A manifest is named by itself or by its folder."""
    path = manifest(HEAD + PROCESS)
    assert load_clients([path]) == load_clients([path / "client.toml"])


def test_order(manifest: Manifest) -> None:
    """Clients come in the order in which they were named."""
    one = manifest(HEAD + PROCESS, "one")
    two = manifest(HEAD.replace("mine", "a") + PROCESS, "two")
    assert [client.name for client in load_clients([one, two])] == ["mine", "a"]
    assert [client.name for client in load_clients([two, one])] == ["a", "mine"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PROCESS, "client.toml: 'name' is missing"),
        (HEAD, "client.toml: needs container or process"),
        (HEAD.replace("mine", "My own") + PROCESS, "client.toml: name: 'My own' does not match"),
        (HEAD.replace("mine", "a" * 41) + PROCESS, "client.toml: name: 'aaaaa"),
        (HEAD + "x = 1\n" + PROCESS, "client.toml: x: unknown key; known here: container, lang"),
        (HEAD + PROCESS + "sesion = ['a']\n", "client.toml: process.sesion: unknown key"),
        (HEAD + PROCESS + "build = ['a']\n", "client.toml: process.build.0: 'a' is not of type"),
        (
            HEAD + PROCESS.replace('["run", "session"]', '"run"'),
            "client.toml: process.session: 'run'",
        ),
        (HEAD + PROCESS.replace('["run", "session"]', "[]"), "client.toml: process.session: []"),
        (HEAD + PROCESS.replace("session", "sesion", 1), "client.toml: process.sesion: unknown"),
        (
            HEAD + PROCESS.replace('remedy = "get it"', ""),
            "client.toml: process: 'remedy' is missing",
        ),
        (HEAD + "[container]\n", "client.toml: container: needs session or one-shot"),
        (HEAD + "[process", "client.toml: is no TOML: "),
    ],
)
def test_bad_manifest(manifest: Manifest, text: str, words: str) -> None:
    """A manifest that cannot be used is refused by file and field."""
    assert any(problem.startswith(words) for problem in problems(manifest(text)))


def test_no_manifest(tmp_path: Path) -> None:
    """A path where there is no manifest is named as it was given."""
    assert problems(tmp_path) == ["client.toml: No such file or directory"]
    assert problems(tmp_path / "nowhere") == ["nowhere: No such file or directory"]


def test_two_of_one_name(manifest: Manifest) -> None:
    """Two clients do not share a name: nobody could tell their verdicts apart."""
    first = manifest(HEAD + PROCESS, "one")
    words = f"client.toml: name: 'mine' is also that of {first}"
    assert problems(first, manifest(HEAD + PROCESS, "two")) == [words]
    assert problems(first, first) == [words]


def test_all_at_once(manifest: Manifest, tmp_path: Path) -> None:
    """All manifests are looked at before the first is refused."""
    bad = manifest(HEAD + PROCESS + "x = 1\n", "bad")
    assert len(problems(bad, tmp_path / "nowhere", manifest(HEAD + PROCESS, "good"))) == 2


def test_reference_clients() -> None:
    """The four reference clients can be read, and have both ways and both doors."""
    clients = load_clients(reference_manifests())
    assert [client.name for client in clients] == ["csharp", "go", "java", "python"]
    for client in clients:
        for start in (client.container, client.process):
            assert start is not None
            assert start.session is not None
            assert start.one_shot is not None
