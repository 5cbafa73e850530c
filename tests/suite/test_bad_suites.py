"""A bad file is refused with file, case and field, and with all that is wrong at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import pytest

from scoreline.suite.loader import load_suite

FILE = "cases/made-up.toml"
WHY = 'why = "It is there to be read by tests."'
REST = 'text = "A client MUST."\nsource = "made up"'


class Folder(Protocol):
    """A suite on disk: see conftest.py."""

    path: Path

    def write(self, name: str, text: str) -> None: ...  # noqa: D102
    def cases(self, text: str, head: str = ...) -> None: ...  # noqa: D102
    def case(self, changes: str, case: str = ...) -> None: ...  # noqa: D102
    def vector(self, **changes: object) -> None: ...  # noqa: D102
    def problems(self) -> list[str]: ...  # noqa: D102


def test_good_suite(folder: Folder) -> None:
    """A good suite has no problem, so that those below come from what is spoiled."""
    assert folder.problems() == []
    (case,) = load_suite(folder.path).cases
    assert case.identifier == "made-up/scores"


@pytest.mark.parametrize(
    ("line", "where", "words"),
    [
        ("call.alnoe = true", "scores: call.alnoe", "unknown key; known here: alone, config"),
        ("exepct.requests = 1", "scores: exepct", "unknown key; known here: call, expect"),
        ("call.config = { Retries = 0 }", "scores: call.config", "'Retries' is not one of"),
        ("call.repeat = '3'", "scores: call.repeat", "'3' is not of type 'integer'"),
        ("call.repeat = 0", "scores: call.repeat", "0 is less than the minimum of 1"),
        ("call.repeat = true", "scores: call.repeat", "True is not of type 'integer'"),
        ("requirements = []", "scores: requirements", "[] should be non-empty"),
        ("requirements = ['A-1', 'A-1']", "scores: requirements", "has non-unique elements"),
        ("requirements = ['A-3']", "scores: requirements", "there is no requirement 'A-3'"),
        ("call.vector = 'two'", "scores: call.vector", "there is no vector 'two'; there are: one"),
        ("title = '${what} one row'", "scores", "${what} is no member of each table of for_each"),
        ("title = '${What} one row'", "scores", "${What} is no member of each table of for_each"),
        ("name = 'A b'", "A b: name", "does not match"),
        ("needs = ['magic']", "scores: needs.0", "'magic' is not one of ['payload']"),
        ("expect.error = { status = 500 }", "scores: expect.error", "'kind' is missing"),
        ("expect.error = { kind = 'odd' }", "scores: expect.error.kind", "'odd' is not one of"),
        ("expect.error = { kind = 'model', x = 1 }", "scores: expect.error", "'x' is not one of"),
        ("expect.absent = ['status']", "scores: expect", "'error' is a dependency of 'absent'"),
        ("service.replies = []", "scores: service.replies", "[] should be non-empty"),
        (
            "service.replies = [{ status = 99 }]",
            "scores: service.replies.0.status",
            "minimum of 100",
        ),
        (
            "service.replies = [{ json = 1, text = '' }]",
            "scores: service.replies.0.text",
            "cannot stand beside json",
        ),
        ("call.rows = [[nan]]", "scores: call.rows.0.0", "nan is no finite number"),
        ("expect.predictions = [1e999]", "scores: expect.predictions.0", "inf is no finite number"),
        ("expect.predictions = 2020-01-01", "scores: expect.predictions", "is a date or time"),
        # contradictions
        ("call.rows = [[1.0]]", "scores: call", "needs one of vector, rows, payload, stdin; has"),
        ("call.stdin = '[]'", "scores: call.stdin", "goes with door = 'one-shot'"),
        ("call.door = 'one-shot'\ncall.alone = true", "scores: call.alone", "door = 'session'"),
        ("call.payload = 1", "scores: call.payload", "goes with needs = ['payload']"),
        ("call.credentials = 'wrong'", "scores: call.credentials", "with service.key = true"),
        (
            "call.omit = ['key']\ncall.config = { key = 'k' }",
            "scores: call.omit",
            "key stands in call.config as well",
        ),
        (
            "expect.request.matches = { 'x-id' = '(' }",
            "scores: expect.request.matches.x-id",
            "is no regular expression",
        ),
        (
            "expect.error = { kind = 'model' }\nexpect.predictions = 1",
            "scores: expect.predictions",
            "cannot stand beside error",
        ),
    ],
)
def test_bad_case(folder: Folder, line: str, where: str, words: str) -> None:
    """A case that cannot be played is refused by file, case and field."""
    folder.case(line)
    problems = folder.problems()
    assert any(one.startswith(f"{FILE}: {where}: ") and words in one for one in problems), problems


@pytest.mark.parametrize("key", ["name", "title", "requirements", "call"])
def test_missing_key(folder: Folder, good_case: str, key: str) -> None:
    """A key that has to be there is named, with the case, or its number where it has no name."""
    lines = [line for line in good_case.splitlines() if not line.startswith(key)]
    folder.cases("\n".join(lines))
    where = "case 1" if key == "name" else "scores"
    assert folder.problems() == [f"{FILE}: {where}: '{key}' is missing"]


def test_neither_predictions_nor_error(folder: Folder, good_case: str) -> None:
    """A case without a vector says what must come of it."""
    folder.cases(good_case.replace('call.vector = "one"', "call.rows = [[1.0]]"))
    words = "expect: says neither predictions nor error, and there is no vector"
    assert folder.problems() == [f"{FILE}: scores: {words}"]


def test_body_of_no_json(folder: Folder, good_case: str) -> None:
    """Standard input that is no JSON cannot be compared with a body."""
    folder.cases(
        good_case.replace('call.vector = "one"', "call.door = 'one-shot'\ncall.stdin = '['")
        + "expect.error = { kind = 'model' }\nexpect.request.body = true"
    )
    (problem,) = folder.problems()
    assert problem.startswith(f"{FILE}: scores: expect.request.body: call.stdin is no JSON")


def test_same_name_twice(folder: Folder, good_case: str) -> None:
    """Two cases of a file do not share a name, nor do two that come of one definition."""
    folder.cases(good_case + good_case)
    assert folder.problems() == [f"{FILE}: scores: name: there are two cases of this name"]
    folder.cases(good_case + "for_each = [{ a = 1 }, { a = 2 }]")
    assert folder.problems() == [f"{FILE}: scores: name: there are two cases of this name"]


def test_expanded_case_is_checked(folder: Folder, good_case: str) -> None:
    """What a placeholder brings in is checked like what is written down."""
    folder.cases(
        good_case.replace('"scores"', '"scores-${n}"') + "for_each = [{ n = 1 }, { n = 'Two' }]\n"
    )
    (problem,) = folder.problems()
    assert problem.startswith(f"{FILE}: scores-Two: name: 'scores-Two' does not match")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (WHY, "'subject' is missing"),
        ('subject = "made-up"', "'why' is missing"),
        ('subject = "made-up"\nwhy = "short"', "why: 'short' is too short"),
        (
            'subject = "other"\nwhy = "It is there to be read by tests."',
            "subject: is not the file's",
        ),
        ('x = 1\nsubject = "made-up"\nwhy = "It is there to be read by tests."', "x: unknown key"),
    ],
)
def test_bad_head(folder: Folder, good_case: str, head: str, words: str) -> None:
    """What is wrong with a case file as a whole is told by file and field."""
    folder.cases(good_case, head)
    (problem,) = folder.problems()
    assert problem.startswith(f"{FILE}: {words}")


@pytest.mark.parametrize(
    "cases", ["", "case = 1\n", "case = []\n", "case = [1]\n", "[case]\nname = nan\n"]
)
def test_no_cases(folder: Folder, cases: str) -> None:
    """A case file without cases is refused, whatever stands there instead."""
    folder.cases(cases)
    assert folder.problems()
    assert all(problem.startswith(FILE) for problem in folder.problems())


@pytest.mark.parametrize("text", ["= 1", "a = 1\na = 2", "a = " + "[" * 5000])
@pytest.mark.parametrize("name", ["requirements.toml", FILE])
def test_no_toml(folder: Folder, name: str, text: str) -> None:
    """A file that is no TOML is named, and stops nothing."""
    folder.write(name, text)
    (problem,) = folder.problems()
    assert problem.startswith(f"{name}: is no TOML: ")


def test_not_utf_8(folder: Folder) -> None:
    """A file that is not UTF-8 is named."""
    (folder.path / FILE).write_bytes(b'subject = "\xff"')
    (problem,) = folder.problems()
    assert problem.startswith(f"{FILE}: is no TOML: 'utf-8' codec can't decode")


def test_file_that_cannot_be_read(folder: Folder) -> None:
    """A file that cannot be read is named with the reason."""
    for name in (FILE, "vectors/one.json", "requirements.toml"):
        (folder.path / name).unlink()
        (folder.path / name).mkdir()
    assert folder.problems() == [
        "requirements.toml: Is a directory",
        "vectors/one.json: Is a directory",
        f"{FILE}: Is a directory",
    ]


def test_empty_folder(tmp_path: Path) -> None:
    """A folder that holds no suite is refused."""
    with pytest.raises(Exception, match=r"requirements\.toml: No such file or directory"):
        load_suite(tmp_path)


def test_no_case_files(folder: Folder) -> None:
    """A suite without a case is refused: nothing to judge is a mistake."""
    (folder.path / FILE).unlink()
    assert folder.problems() == [
        f"{folder.path}/cases: there is no case".replace(f"{folder.path}/", "")
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"predictions": [1.5, 2.5]}, "there are 2 predictions for 1 rows"),
        ({"predictions": None}, "'predictions' is missing"),
        ({"rows": [[1.0], [1.0, 2.0]], "predictions": [1, 2]}, "the rows differ in length"),
        ({"rows": [["1"]]}, "rows.0.0: '1' is not of type 'number'"),
        ({"rows": [[10**400]]}, "int too large to convert to float"),
        ({"name": "two"}, "name: is not the file's name 'one'"),
        ({"more": 1}, "more: unknown key"),
        ({"source": ""}, "source: '' should be non-empty"),
    ],
)
def test_bad_vector(folder: Folder, changes: dict[str, object], words: str) -> None:
    """A vector that cannot be used is told once, and not again by each case that names it."""
    folder.vector(**changes)
    (problem,) = folder.problems()
    assert problem.startswith(f"vectors/one.json: {words}")


@pytest.mark.parametrize("text", ["", "{", '{"rows": [[NaN]]}', "[" * 5000, '{"a": 1e999}'])
def test_vector_of_no_json(folder: Folder, text: str) -> None:
    """A vector that is no JSON is named, and stops nothing."""
    folder.write("vectors/one.json", text)
    (problem,) = folder.problems()
    assert problem.startswith("vectors/one.json: ")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            '[A-1]\nlevel = "odd"\ntext = "MUST"\nsource = "made up"',
            "A-1.level: 'odd' is not one of",
        ),
        ('[A-1]\nlevel = "core"\nsource = "made up"', "A-1: 'text' is missing"),
        ('[A-1]\nlevel = "core"\ntext = "it is"\nsource = "made up"', "A-1.text: 'it is' does not"),
        (f'[a]\nlevel = "core"\n{REST}', "'a' does not match"),
    ],
)
def test_bad_requirements(folder: Folder, table: str, words: str) -> None:
    """Requirements that cannot be used are told once, and not again by each case that names one."""
    folder.write("requirements.toml", table)
    (problem,) = folder.problems()
    assert problem.startswith(f"requirements.toml: {words}")


def test_all_at_once(folder: Folder, good_case: str) -> None:
    """Everything that is wrong is told at once, in the order of the files."""
    folder.write("requirements.toml", "[A-1]\nlevel = 1\ntext = 'MUST'\nsource = 'made up'")
    folder.write("vectors/two.json", json.dumps({"name": "two"}))
    folder.cases(
        good_case.replace("call.vector", "call.vetcor")
        + good_case.replace('"one"', '"none"').replace('"scores"', '"second"')
        + good_case.replace('"scores"', '"third"').replace('"scores one row"', "'short'")
    )
    found = [problem.partition(": ")[2].partition(": ")[0] for problem in folder.problems()]
    places = [problem.rsplit("/", maxsplit=1)[-1].split(":")[0] for problem in folder.problems()]
    assert places == sorted(places, key=["requirements.toml", "two.json", "made-up.toml"].index)
    assert set(places) == {"requirements.toml", "two.json", "made-up.toml"}
    assert {"scores", "second", "third"} <= set(found)
