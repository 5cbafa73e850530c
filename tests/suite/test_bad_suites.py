"""An invalid file is refused with code, file, case and field, and with all problems at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import pytest

from scoreline.fault import Code
from scoreline.formats import schema_errors
from scoreline.formats.problem import BadInputError
from scoreline.formats.schema import schemas_folder
from scoreline.suite.loader import load_suite

FILE = "cases/made-up.toml"
WHY = 'why = "It exists to be read by tests."'
UNSENT = "expect.error = { kind = 'configuration' }"
REST = 'text = "A client MUST."\nsource = "made up"'


class Folder(Protocol):
    """A suite on disk: see conftest.py."""

    path: Path

    def write(self, name: str, text: str) -> None: ...  # noqa: D102
    def cases(self, text: str, head: str = ...) -> None: ...  # noqa: D102
    def case(self, changes: str, case: str = ...) -> None: ...  # noqa: D102
    def vector(self, **changes: object) -> None: ...  # noqa: D102
    def problems(self) -> list[tuple[str, str, str]]: ...  # noqa: D102


def test_valid_suite(folder: Folder) -> None:
    """The valid suite has no problem, so those of the other tests come from their changes."""
    assert folder.problems() == []
    (case,) = load_suite(folder.path).cases
    assert case.identifier == "made-up/scores"


@pytest.mark.parametrize(
    ("line", "where", "code"),
    [
        ("call.alnoe = true", "call.alnoe", Code.UNKNOWN_KEY),
        ("exepct.requests = 1", "exepct", Code.UNKNOWN_KEY),
        ("call.config = { Retries = 0 }", "call.config.Retries", Code.UNKNOWN_KEY),
        ("call.repeat = '3'", "call.repeat", Code.INVALID),
        ("call.repeat = 0", "call.repeat", Code.INVALID),
        ("call.repeat = true", "call.repeat", Code.INVALID),
        ("call.mode = 'door'", "call.mode", Code.INVALID),
        ("call.omit = ['retries']", "call.omit.0", Code.INVALID),
        ("requirements = []", "requirements", Code.INVALID),
        ("requirements = ['A-1', 'A-1']", "requirements", Code.INVALID),
        ("requirements = ['A-3']", "requirements", Code.UNKNOWN_NAME),
        ("call.vector = 'two'", "call.vector", Code.UNKNOWN_NAME),
        ("title = 'should score one row'", "title", Code.INVALID),
        ("title = 'May score one row'", "title", Code.INVALID),
        ("title = '${what} one row'", "", Code.UNKNOWN_NAME),
        ("title = '${What} one row'", "", Code.UNKNOWN_NAME),
        ("needs = ['magic']", "needs.0", Code.INVALID),
        ("call.options = { retries = 0 }", "call.options", Code.CONFLICT),
        ("call.options = { key = 'a' }", "call.options.key", Code.UNKNOWN_KEY),
        ("expect.response = { status = 200 }", "expect.response", Code.CONFLICT),
        ("expect.response = { kind = 'a' }", "expect.response.kind", Code.UNKNOWN_KEY),
        ("expect.error = { status = 500 }", "expect.error", Code.MISSING_KEY),
        ("expect.error = { kind = 'odd' }", "expect.error.kind", Code.INVALID),
        ("expect.error = { kind = 'model', status = 99 }", "expect.error.status", Code.INVALID),
        ("expect.error = { kind = 'model', x = 1 }", "expect.error.x", Code.UNKNOWN_KEY),
        ("expect.error = { absent = ['status'] }", "expect.error", Code.MISSING_KEY),
        (
            "expect.error = { kind = 'model', absent = ['x'] }",
            "expect.error.absent.0",
            Code.INVALID,
        ),
        ("expect.request = {}", "expect.request", Code.INVALID),
        ("service.replies = []", "service.replies", Code.INVALID),
        ("service.replies = [{ status = 99 }]", "service.replies.0.status", Code.INVALID),
        (
            "service.replies = [{ json = 1, text = '' }]",
            "service.replies.0.text",
            Code.CONFLICT,
        ),
        ("call.rows = [[nan]]", "call.rows.0.0", Code.INVALID),
        ("expect.predictions = [1e999]", "expect.predictions.0", Code.INVALID),
        ("expect.predictions = 2020-01-01", "expect.predictions", Code.INVALID),
        # contradictions
        ("call.rows = [[1.0]]", "call", Code.CONFLICT),
        ("call.stdin = '[]'", "call.stdin", Code.CONFLICT),
        ("call.mode = 'one-shot'\ncall.alone = true", "call.alone", Code.CONFLICT),
        ("call.payload = 1", "call.payload", Code.CONFLICT),
        ("call.mode = 'session'\ncall.payload = 1", "call.payload", Code.CONFLICT),
        ("call.operation = 'health'", "call.vector", Code.CONFLICT),
        ("call.operation = 'swagger'", "call.operation", Code.CONFLICT),
        ("call.body = 'a'", "call.body", Code.MISSING_KEY),
        ("call.content_type = 'image/png'", "call.content_type", Code.MISSING_KEY),
        ("call.body = '\u0100'", "call.body", Code.INVALID),
        ("call.config = { retries = 1 }", "call.config.retries", Code.CONFLICT),
        ("call.config = { secondaryKey = 'a' }", "call.config.secondaryKey", Code.CONFLICT),
        ("call.config = { replyLimitBytes = 1 }", "call.config.replyLimitBytes", Code.CONFLICT),
        (
            "call.config = { overallTimeoutSeconds = 1 }",
            "call.config.overallTimeoutSeconds",
            Code.CONFLICT,
        ),
        ("expect = { document = {}, predictions = [] }", "expect.document", Code.CONFLICT),
        ("call.credentials = 'wrong'", "call.credentials", Code.CONFLICT),
        ("call.omit = ['key']\ncall.config = { key = 'k' }", "call.omit", Code.CONFLICT),
        (
            "expect.request.matches = { 'x-id' = '(' }",
            "expect.request.matches.x-id",
            Code.INVALID,
        ),
        (
            "expect.error = { kind = 'model' }\nexpect.predictions = 1",
            "expect.predictions",
            Code.CONFLICT,
        ),
        # what can prove nothing
        (f"{UNSENT}\nexpect.request.method = 'POST'", "expect.request", Code.CONFLICT),
        (f"{UNSENT}\nexpect.connections = 1", "expect.connections", Code.CONFLICT),
        ("expect.requests = 0\nexpect.request.valid = true", "expect.request", Code.CONFLICT),
        ("expect.request.distinct = ['x-id']", "expect.request.distinct", Code.CONFLICT),
        (
            "call.repeat = 3\nexpect.requests = 1\nexpect.request.distinct = ['x-id']",
            "expect.request.distinct",
            Code.CONFLICT,
        ),
        (
            "expect.request.matches = { x-id = '' }",
            "expect.request.matches.x-id",
            Code.INVALID,
        ),
        (
            "expect.request.matches = { x-id = '.*' }",
            "expect.request.matches.x-id",
            Code.INVALID,
        ),
        ("expect.request.headers = {}", "expect.request.headers", Code.INVALID),
        ("expect.request.matches = {}", "expect.request.matches", Code.INVALID),
        ("expect.request.without = []", "expect.request.without", Code.INVALID),
        ("expect.request.distinct = []", "expect.request.distinct", Code.INVALID),
        ("call.suffix = ''", "call.suffix", Code.INVALID),
        (
            "call.mode = 'one-shot'\ncall.config = { connectTimeoutSeconds = 1 }",
            "call.config.connectTimeoutSeconds",
            Code.CONFLICT,
        ),
        ("expect.predictions = ['${drawn:a}']", "expect.predictions", Code.UNKNOWN_NAME),
        (
            "service.replies = [{ json = [1.5] }]\nexpect.predictions = [1.25]",
            "expect.predictions",
            Code.CONFLICT,
        ),
        (
            "service.replies = [{ json = ['${drawn:a}'] }]\nexpect.predictions = ['${drawn:b}']",
            "expect.predictions",
            Code.UNKNOWN_NAME,
        ),
        (
            "expect.error = { kind = 'model', message = 'it was ${drawn:a}' }",
            "expect.error",
            Code.UNKNOWN_NAME,
        ),
        (
            "expect.error = { kind = 'model', attempts = '1' }",
            "expect.error.attempts",
            Code.INVALID,
        ),
        (
            "expect.error = { kind = 'model', requestId = 1 }",
            "expect.error.requestId",
            Code.INVALID,
        ),
    ],
)
def test_bad_case(folder: Folder, line: str, where: str, code: str) -> None:
    """A case that cannot be played is refused by code, file, case and field."""
    folder.case(line)
    assert (code, FILE, f"scores: {where}".rstrip(": ")) in folder.problems()


@pytest.mark.parametrize(
    "line",
    [
        f"{UNSENT}\nexpect.requests = 1\nexpect.request.method = 'POST'",
        "call.repeat = 2\nexpect.request.distinct = ['x-id']",
        "expect.request.matches = { x-id = '.+' }",
        "call.mode = 'one-shot'\ncall.config = { key = 'k' }",
        "service.replies = [{ json = ['${drawn:a}'] }]\nexpect.predictions = ['${drawn:a}']",
        "service.replies = [{ text = '[${drawn:a}]' }]\nexpect.predictions = ['${drawn:a}']",
        "service.replies = [{ status = 503 }, { json = [2] }]\nexpect.predictions = [2.0]",
        "service.replies = [{ json = '[1.25]' }]\nexpect.predictions = [1.25]",
        "service.replies = [{ json = [1] }, { text = '[2]' }]\nexpect.predictions = [2]",
        "expect.error = { kind = 'model', clientRequestId = '${sent:x-id}' }",
        "for_each = [{ n = 1 }, { n = 2 }]\nname = 'scores-${n}'\ntitle = 'scores row ${n} of two'",
    ],
)
def test_what_can_prove_something(folder: Folder, line: str) -> None:
    """What is much like a part that can prove nothing, and can prove something, is accepted."""
    folder.case(line)
    assert folder.problems() == []


def test_pattern_is_wrong_once(folder: Folder) -> None:
    """Of a pattern that is no regular expression nothing else is said."""
    folder.case("expect.request.matches = { x-id = '(' }")
    field = "scores: expect.request.matches.x-id"
    assert folder.problems() == [(Code.INVALID, FILE, field)]


@pytest.mark.parametrize("name", ["m", "key", "target", "null"])
def test_member_without_use(folder: Folder, name: str) -> None:
    """A member of `for_each` that no placeholder can stand for is refused, in each table."""
    tables = f"for_each = [{{ n = 1, {name} = 1 }}, {{ n = 2, {name} = 2 }}]"
    lines = "name = 'scores-${n}'\ntitle = 'scores row ${n} of two'\ncall.suffix = '${key}'"
    folder.case(f"{tables}\n{lines}")
    found = [(code, where.partition(": ")[2]) for code, _, where in folder.problems()]
    assert found == [(Code.CONFLICT, f"for_each.{index}.{name}") for index in (0, 1)]


def test_bad_name(folder: Folder) -> None:
    """A name that cannot be part of an identifier is refused."""
    folder.case("name = 'A b'")
    assert folder.problems() == [(Code.INVALID, FILE, "A b: name")]


def test_bad_name_in_words(folder: Folder, good_case: str) -> None:
    """What a name consists of is told in words, and not by a regular expression."""
    folder.cases(good_case.replace('"scores"', '"Scores one"'))
    with pytest.raises(BadInputError) as caught:
        load_suite(folder.path)
    assert str(caught.value).endswith(
        ": name: 'Scores one' is not a valid name: it consists of lower-case letters and digits, "
        "with single hyphens between them"
    )


def test_patterns_in_words() -> None:
    """Each pattern that is told in words is one of the project's schemas."""
    files = schemas_folder().rglob("*.schema.json")
    text = "\n".join(path.read_text("utf-8") for path in files)
    assert all(f'"pattern": {json.dumps(pattern)}' in text for pattern in schema_errors._IN_WORDS)


def test_several_problems_of_one_case(folder: Folder) -> None:
    """Everything that is wrong with one table is reported, not only the first problem."""
    folder.case("call.repeat = 0\ncall.alnoe = true\ncall.mode = 'door'\ncall.config = { x = 1 }")
    assert sorted(folder.problems()) == [
        (Code.INVALID, FILE, "scores: call.mode"),
        (Code.INVALID, FILE, "scores: call.repeat"),
        (Code.UNKNOWN_KEY, FILE, "scores: call.alnoe"),
        (Code.UNKNOWN_KEY, FILE, "scores: call.config.x"),
    ]


@pytest.mark.parametrize("key", ["name", "title", "requirements"])
def test_missing_key(folder: Folder, good_case: str, key: str) -> None:
    """A case that lacks a required key is reported by its name, or by its number without one."""
    lines = [line for line in good_case.splitlines() if not line.startswith(key)]
    folder.cases("\n".join(lines))
    where = "case 1" if key == "name" else "scores"
    assert folder.problems() == [(Code.MISSING_KEY, FILE, where)]
    with pytest.raises(BadInputError) as caught:
        load_suite(folder.path)
    assert repr(key) in caught.value.problems[0].message


def test_missing_call(folder: Folder, good_case: str) -> None:
    """A case that says nothing of what is scored is told what it needs."""
    lines = [line for line in good_case.splitlines() if not line.startswith("call")]
    folder.cases("\n".join([*lines, "expect.predictions = [1.0]"]))
    assert folder.problems() == [(Code.MISSING_KEY, FILE, "scores: call")]


def test_neither_predictions_nor_error(folder: Folder, good_case: str) -> None:
    """A case without a vector states what is expected."""
    folder.cases(good_case.replace('call.vector = "one"', "call.rows = [[1.0]]"))
    assert folder.problems() == [(Code.MISSING_KEY, FILE, "scores: expect")]


def test_nothing_to_score(folder: Folder, good_case: str) -> None:
    """A call states what is scored."""
    folder.cases(good_case.replace('call.vector = "one"', "call.repeat = 2"))
    assert (Code.MISSING_KEY, FILE, "scores: call") in folder.problems()


def test_body_that_is_not_json(folder: Folder, good_case: str) -> None:
    """Standard input that is not JSON cannot be compared with a body."""
    folder.cases(
        good_case.replace('call.vector = "one"', "call.mode = 'one-shot'\ncall.stdin = '['")
        + "expect.error = { kind = 'model' }\nexpect.request.body = true"
    )
    assert folder.problems() == [(Code.CONFLICT, FILE, "scores: expect.request.body")]


def test_same_name_twice(folder: Folder, good_case: str) -> None:
    """Two cases of a file do not share a name, not even if they come from one definition."""
    folder.cases(good_case + good_case)
    assert folder.problems() == [(Code.DUPLICATE, FILE, "scores: name")]
    folder.cases(good_case + "call.repeat = '${a}'\nfor_each = [{ a = 1 }, { a = 2 }]")
    assert folder.problems() == [(Code.DUPLICATE, FILE, "scores: name")]


@pytest.mark.parametrize(
    ("line", "members", "where", "code"),
    [
        ("name = 'scores-${n}'", "{ n = 1 }, { n = 'Two' }", "scores-Two: name", Code.INVALID),
        ("call.repeat = '${n}'", "{ n = 1 }, { n = 0 }", "scores: call.repeat", Code.INVALID),
        ("call.repeat = '${n}'", "{ n = 1 }, { n = '${n}' }", "scores: call.repeat", Code.INVALID),
        ("expect = '${n}'", "{ n = {} }, { n = { x = 1 } }", "scores: expect.x", Code.UNKNOWN_KEY),
    ],
)
def test_expanded_case_is_checked(
    folder: Folder, line: str, members: str, where: str, code: str
) -> None:
    """A value that a placeholder brings in is checked like one that the case itself states."""
    folder.case(f"{line}\nfor_each = [{members}]")
    assert (code, FILE, where) in folder.problems()


@pytest.mark.parametrize("text", ["'3${n}'", "'${N}'", "'${key}'"])
def test_text_for_a_number(folder: Folder, text: str) -> None:
    """Only a text that is one placeholder and nothing else can stand for a number."""
    folder.case(f"call.repeat = {text}\nfor_each = [{{ n = 1 }}, {{ n = 2 }}]")
    assert folder.problems() == [(Code.INVALID, FILE, "scores: call.repeat")]


@pytest.mark.parametrize(
    ("head", "code", "where"),
    [
        (WHY, Code.MISSING_KEY, ""),
        ('subject = "made-up"', Code.MISSING_KEY, ""),
        ('subject = "made-up"\nwhy = "short"', Code.INVALID, "why"),
        (f'subject = "other"\n{WHY}', Code.WRONG_FILE_NAME, "subject"),
        (f'x = 1\nsubject = "made-up"\n{WHY}', Code.UNKNOWN_KEY, "x"),
    ],
)
def test_bad_head(folder: Folder, good_case: str, head: str, code: str, where: str) -> None:
    """What is wrong with a case file as a whole is reported by file and field."""
    folder.cases(good_case, head)
    assert folder.problems() == [(code, FILE, where)]


def test_bad_head_hides_no_case(folder: Folder, good_case: str) -> None:
    """What is wrong with a case is reported though the file as a whole is wrong as well."""
    folder.cases(good_case.replace('vector = "one"', 'vector = "two"'), 'why = "short"')
    fields = [where for _, _, where in folder.problems()]
    assert fields == ["", "why", "scores: call.vector"]


@pytest.mark.parametrize(
    "cases", ["", "case = 1\n", "case = []\n", "case = [1]\n", "[case]\nname = nan\n"]
)
def test_no_cases(folder: Folder, cases: str) -> None:
    """A case file without cases is refused, whatever it has in their place."""
    folder.cases(cases)
    assert folder.problems()
    assert all(file == FILE for _, file, _ in folder.problems())


@pytest.mark.parametrize("text", ["= 1", "a = 1\na = 2", "a = " + "[" * 5000])
@pytest.mark.parametrize("name", ["suite.toml", "requirements.toml", FILE])
def test_file_that_is_not_toml(folder: Folder, name: str, text: str) -> None:
    """A file that is not TOML is reported, and the others are still read."""
    folder.write(name, text)
    assert folder.problems() == [(Code.NOT_TOML, name, "")]


def test_not_utf_8(folder: Folder) -> None:
    """A file that is not UTF-8 is reported."""
    (folder.path / FILE).write_bytes(b'subject = "\xff"')
    assert folder.problems() == [(Code.NOT_TOML, FILE, "")]


def test_file_that_cannot_be_read(folder: Folder) -> None:
    """Files that cannot be read are reported, in order."""
    names = ["requirements.toml", "vectors/one.json", FILE]
    for name in names:
        (folder.path / name).unlink()
        (folder.path / name).mkdir()
    assert folder.problems() == [(Code.UNREADABLE, name, "") for name in names]


def test_empty_folder(tmp_path: Path) -> None:
    """A folder that holds no suite is refused."""
    with pytest.raises(BadInputError) as caught:
        load_suite(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == (Code.UNREADABLE, f"{tmp_path}/requirements.toml")


def test_no_case_files(folder: Folder) -> None:
    """A suite without a case is refused, since there is nothing to judge."""
    (folder.path / FILE).unlink()
    assert folder.problems() == [(Code.EMPTY, "cases", "")]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", Code.MISSING_KEY, ""),
        ("version = 1", Code.INVALID, "version"),
        ("version = '1.0'", Code.INVALID, "version"),
        ("version = '1.0.0'\nx = 1", Code.UNKNOWN_KEY, "x"),
    ],
)
def test_bad_version(folder: Folder, text: str, code: str, where: str) -> None:
    """A suite that states its version states it in full, and nothing else."""
    folder.write("suite.toml", text)
    assert folder.problems() == [(code, "suite.toml", where)]


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"predictions": [1.5, 2.5]}, Code.CONFLICT, "predictions"),
        ({"predictions": None}, Code.MISSING_KEY, ""),
        ({"rows": [[1.0], [1.0, 2.0]], "predictions": [1, 2]}, Code.CONFLICT, "rows"),
        ({"rows": [["1"]]}, Code.INVALID, "rows.0.0"),
        ({"rows": [[10**400]]}, Code.INVALID, "rows"),
        ({"name": "two"}, Code.WRONG_FILE_NAME, "name"),
        ({"more": 1}, Code.UNKNOWN_KEY, "more"),
        ({"source": ""}, Code.INVALID, "source"),
    ],
)
def test_bad_vector(folder: Folder, changes: dict[str, object], code: str, where: str) -> None:
    """A vector that cannot be used is reported once, and not for each case that names it."""
    folder.vector(**changes)
    assert folder.problems() == [(code, "vectors/one.json", where)]


@pytest.mark.parametrize("text", ["", "{", '{"rows": [[NaN]]}', "[" * 5000, '{"a": 1e999}'])
def test_vector_that_is_not_json(folder: Folder, text: str) -> None:
    """A vector that is not JSON is reported, and the other files are still read."""
    folder.write("vectors/one.json", text)
    assert folder.problems() == [(Code.INVALID_JSON, "vectors/one.json", "")]


@pytest.mark.parametrize(
    ("table", "code", "where"),
    [
        (
            '[A-1]\nlevel = "odd"\ntext = "MUST"\nsource = "made up"',
            Code.INVALID,
            "A-1.level",
        ),
        ('[A-1]\nlevel = "core"\nsource = "made up"', Code.MISSING_KEY, "A-1"),
        ('[A-1]\nlevel = "core"\ntext = "it is"\nsource = "made up"', Code.INVALID, "A-1.text"),
        (f'[a]\nlevel = "core"\n{REST}', Code.INVALID, ""),
    ],
)
def test_bad_requirements(folder: Folder, table: str, code: str, where: str) -> None:
    """Requirements that cannot be used are reported once, and not for each case that names one."""
    folder.write("requirements.toml", table)
    assert folder.problems() == [(code, "requirements.toml", where)]


def test_all_at_once(folder: Folder, good_case: str) -> None:
    """Everything that is wrong is reported at once, in the order of the files."""
    folder.write("suite.toml", "version = 1")
    folder.write("requirements.toml", "[A-1]\nlevel = 1\ntext = 'MUST'\nsource = 'made up'")
    folder.write("vectors/two.json", json.dumps({"name": "two"}))
    folder.cases(
        good_case.replace("call.vector", "call.vetcor")
        + good_case.replace('"one"', '"none"').replace('"scores"', '"second"')
        + good_case.replace('"scores"', '"third"').replace('"scores one row"', "'short'")
    )
    order = ["suite.toml", "requirements.toml", "vectors/two.json", FILE]
    files = [file for _, file, _ in folder.problems()]
    assert files == sorted(files, key=order.index)
    assert set(files) == set(order)
    names = {where.partition(": ")[0] for _, file, where in folder.problems() if file == FILE}
    assert names == {"scores", "second", "third"}


def test_problem_as_text(folder: Folder) -> None:
    """As text, a problem has the file, the case, the field and what is wrong."""
    folder.case("call.config = { Retries = 0 }")
    with pytest.raises(BadInputError) as caught:
        load_suite(folder.path)
    assert str(caught.value) == (
        f"{folder.path}/{FILE}: scores: call.config.Retries: unknown key; did you mean retries?"
    )


@pytest.mark.parametrize(
    ("line", "where", "meant"),
    [
        ("expct.requests = 1", "expct", "expect"),
        ("call.alnoe = true", "call.alnoe", "alone"),
        ("call.vetcor = 'one'", "call.vetcor", "vector"),
        ("service.replies = [{ staus = 503 }]", "service.replies.0.staus", "status"),
        ("expect.error = { kind = 'model', staus = 5 }", "expect.error.staus", "status"),
        ("expect.error = { kind = 'model', absnet = ['status'] }", "expect.error.absnet", "absent"),
        ("expect.request.metod = 'POST'", "expect.request.metod", "method"),
        ("requirements = ['A1']", "requirements", "A-1"),
        ("call.vector = 'oen'", "call.vector", "one"),
        ("call.mode = 'one-shto'", "call.mode", "one-shot"),
        ("expect.error = { kind = 'modle' }", "expect.error.kind", "model"),
        ("service.tls = 'expird'", "service.tls", "expired"),
    ],
)
def test_near_miss(folder: Folder, line: str, where: str, meant: str) -> None:
    """A misspelt name is reported with the one that may have been meant."""
    folder.case(line)
    with pytest.raises(BadInputError) as caught:
        load_suite(folder.path)
    lines = str(caught.value).splitlines()
    (found,) = (one for one in lines if one.startswith(f"{folder.path}/{FILE}: scores: {where}: "))
    assert found.endswith(f"; did you mean {meant}?")
