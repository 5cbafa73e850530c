"""Client configuration: sources, defaults and validation."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from azureml_scoring import Configuration, ErrorKind, ScoringClient, ScoringError, Secret

URI = "https://house.example/score"
ENVIRONMENT = {"AZUREML_SCORING_URI": URI, "AZUREML_SCORING_KEY": "from-environment"}


def _refused(*arguments: Any, **settings: Any) -> ScoringError:  # noqa: ANN401  # includes wrong types
    with pytest.raises(ScoringError) as caught:
        ScoringClient(*arguments, **{"environment": {}, **settings})
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
    return caught.value


def test_environment() -> None:
    """URI and key are read from the environment if not given as arguments."""
    made = Configuration.resolve(environment=ENVIRONMENT)
    assert made.uri == URI
    assert made.key is not None
    assert made.key.reveal() == "from-environment"


def test_arguments_take_precedence() -> None:
    """An argument takes precedence over the environment."""
    made = Configuration.resolve("http://other.example/", "mine", environment=ENVIRONMENT)
    assert made.uri == "http://other.example/"
    assert made.key is not None
    assert made.key.reveal() == "mine"


def test_process_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is that of the process if none is given."""
    monkeypatch.setenv("AZUREML_SCORING_URI", URI)
    assert Configuration.resolve().uri == URI


def test_empty_environment() -> None:
    """An empty variable counts as unset."""
    empty = {"AZUREML_SCORING_URI": URI, "AZUREML_SCORING_KEY": ""}
    assert Configuration.resolve(environment=empty).key is None
    _refused(environment={"AZUREML_SCORING_URI": ""})


def test_defaults() -> None:
    """The limits are 10 s for a connection, 60 s for an attempt and 64 MiB for a reply."""
    made = Configuration.resolve(URI, environment={})
    assert (made.connect_timeout, made.attempt_timeout) == (10.0, 60.0)
    assert made.reply_limit == 67_108_864
    assert (made.overall_timeout, made.retries) == (300.0, 3)


@pytest.mark.parametrize(
    "uri",
    [
        None,
        "",
        "/score",
        "house.example/score",
        "//house.example/score",
        "ftp://house.example/",
        "http:/score",
        "http:///score",
        "http://:80/",
        "http://[::1/",
        "http://house.example:port/",
        "http://house.example:99999/",
        "http://house.example/#part",
        "http://house.example/#",
        "http://user:pass-word@house.example/",
        "http://@house.example/",
        "http://house.example/a b",
        " http://house.example/",
        "http://house.example/\n",
        "http://house.example/\x7f",
        "http://haus.example/\u00e4",
        "http://h\u00e4us.example/",
        "http://h/%",
        "http://h/%zz",
        "http://h/?q=%2",
        "http://h/a|b",
        "http://h/{a}",
        "http://h/a\\b",
        "http://h/?q=[a]",
        "http://h:0/",
        "http://h:080/",
        "http://h:-1/",
        "http://[::1]x/",
        "http://[::1%25lo]/",
        "http://[1.2.3.4]/",
        "http://::1/",
        "http://ho$t/",
        "http://a%20b/",
        "http://a..b/",
        "http://.a/",
        "http://-a/",
        "http://a-/",
        f"http://{'a' * 64}/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://256.0.0.1/",
        "http://127.0.0.1./",
        5,
        b"http://house.example/",
    ],
)
def test_uri_refused(uri: Any) -> None:  # noqa: ANN401  # includes wrong types
    """An invalid URI is refused, and the message does not quote a password in it."""
    assert "pass-word" not in str(_refused(uri))


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("http:///score", "the scoring URI has no host"),
        ("http://:80/", "the scoring URI has no host"),
        ("http://h:99999/", "the scoring URI has a port outside 1 to 65535"),
        ("http://h:port/", "the scoring URI has a port outside 1 to 65535"),
        (
            "http://a..b/",
            "the scoring URI has a host that is neither a valid name nor a valid IP address",
        ),
    ],
)
def test_uri_message(uri: str, message: str) -> None:
    """The message states which part of the URI is invalid."""
    assert _refused(uri).message == message


@pytest.mark.parametrize(
    "uri",
    [
        "http://h",
        "HTTP://h/",
        "https://h:8443/x?",
        "http://[::1]:80/",
        "http://1.2.3.4/%7e",
        "http://my_host.example.:1/",
        "http://h:/",
        "http://h/!$&'()*+,;=:@-._~%7e//..?/?!$&'()*+,;=:@",
    ],
)
def test_uri_kept(uri: str) -> None:
    """A valid absolute http or https URI is kept unchanged."""
    assert Configuration.resolve(uri, environment={}).uri == uri


@pytest.mark.parametrize(
    "key", ["", "se cret", "secret\n", "\tsecret", "s\u00e4cret", "secret\x7f", "secret\r\nX: y", 5]
)
def test_key_refused(key: Any) -> None:  # noqa: ANN401  # includes wrong types
    """A key that is empty or not visible ASCII is refused, and the message does not contain it."""
    message = str(_refused(URI, key))
    assert not key or str(key).strip() not in message


def test_what_is_wrong() -> None:
    """A message tells an empty value from one of another type and from none."""
    assert "is empty" in str(_refused(URI, ""))
    assert "is not a str" in str(_refused(URI, b"key"))
    assert "the scoring URI is empty" in str(_refused("", environment=ENVIRONMENT))
    assert "is missing" in str(_refused(environment={}))


def test_key_from_environment_refused() -> None:
    """An invalid key in the environment is refused."""
    _refused(environment=ENVIRONMENT | {"AZUREML_SCORING_KEY": "two words"})


@pytest.mark.parametrize("name", ["connect_timeout", "attempt_timeout", "overall_timeout"])
@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, -math.inf, "1", None, True])
def test_timeout_refused(name: str, seconds: Any) -> None:  # noqa: ANN401  # includes wrong types
    """A limit that is not a positive finite number is refused, and the message names it."""
    assert name in str(_refused(URI, **{name: seconds}))


@pytest.mark.parametrize("retries", [-1, 1.0, "1", True])
def test_retries_refused(retries: Any) -> None:  # noqa: ANN401  # includes wrong types
    """A number of retries that is not an integer from 0 is refused."""
    assert "retries" in str(_refused(URI, retries=retries))


def test_retries_of_the_environment() -> None:
    """The environment can set the number of retries, unless an argument does."""
    variables = {"AZUREML_SCORING_RETRIES": "5"}
    assert Configuration.resolve(URI, environment=variables).retries == 5
    assert Configuration.resolve(URI, retries=0, environment=variables).retries == 0
    for text in ("-1", "1.5", "many", "+1", " 1", "\u0661"):
        _refused(URI, environment={"AZUREML_SCORING_RETRIES": text})


def test_secondary_key() -> None:
    """A secondary key needs a key, and is checked as that is."""
    variables = {"AZUREML_SCORING_SECONDARY_KEY": "second"}
    assert Configuration.resolve(URI, "first", environment=variables).secondary_key == Secret(
        "second"
    )
    _refused(URI, environment=variables)
    assert "two words" not in str(_refused(URI, "first", secondary_key="two words"))
    _refused(URI, "first", secondary_key="")


@pytest.mark.parametrize(
    "pem",
    ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n", "\u00e4", 5],
)
def test_certificates_refused(pem: Any, tmp_path: Path) -> None:  # noqa: ANN401  # includes wrong types
    """What is not PEM with a certificate is refused, and so is a file that cannot be read."""
    _refused(URI, ca_certificates=pem)
    _refused("http://h/", ca_certificates=pem)
    file = tmp_path / "ca.pem"
    _refused(URI, environment={"AZUREML_SCORING_CA_FILE": str(file)})
    file.write_text(str(pem), "utf-8")
    _refused(URI, environment={"AZUREML_SCORING_CA_FILE": str(file)})


@pytest.mark.parametrize("size", [0, -1, 1.0, "1", None, True])
def test_reply_limit_refused(size: Any) -> None:  # noqa: ANN401  # includes wrong types
    """A limit for the size of a reply that is not a positive integer is refused."""
    assert "reply_limit" in str(_refused(URI, reply_limit=size))


@pytest.mark.parametrize("application", ["", " ", "a\nb", "\u00e4", 5])
def test_application_refused(application: Any) -> None:  # noqa: ANN401  # includes wrong types
    """An application name that is not valid in `User-Agent` is refused."""
    _refused(URI, application=application)
