"""What a client is told, checked before any byte is sent."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from azureml_scoring.errors import ErrorKind, ScoringError
from azureml_scoring.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

URI_VARIABLE = "AZUREML_SCORING_URI"
KEY_VARIABLE = "AZUREML_SCORING_KEY"
CONNECT_TIMEOUT = 10.0
"""Default limit for making a connection, in seconds."""
ATTEMPT_TIMEOUT = 60.0
"""Default limit for one attempt, in seconds."""

_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
_APPLICATION = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")

# What a scoring URI is made of: RFC 3986, and of its hosts those that a name server or a socket
# knows. All siblings have the same rules.
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?P<host>\[[^]]*\]|[^:\[\]]*)(?::(?P<port>[1-9][0-9]{0,4})?)?")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_HOST_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?")
_PATH_OR_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration that has been checked; `resolve` makes one.

    Attributes:
        uri: the scoring URI, to the letter.
        key: sent as a bearer; `None` sends no `Authorization`.
        connect_timeout: limit for making a connection, in seconds.
        attempt_timeout: limit for one attempt, from its first byte to the last byte of the reply,
            in seconds.
        application: words put before the client's own in `User-Agent`.
    """

    uri: str
    key: Secret | None = None
    connect_timeout: float = CONNECT_TIMEOUT
    attempt_timeout: float = ATTEMPT_TIMEOUT
    application: str | None = None

    @classmethod
    def resolve(  # noqa: PLR0913  # one a setting, all but two by name
        cls,
        uri: str | None = None,
        key: str | None = None,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        attempt_timeout: float = ATTEMPT_TIMEOUT,
        application: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Configuration:
        """Arguments first, then the environment, where an empty value counts as not set.

        Raises:
            ScoringError: of kind `configuration`, for a value that cannot be used.
        """
        variables = os.environ if environment is None else environment
        if uri is None:
            uri = variables.get(URI_VARIABLE) or None
        if key is None:
            key = variables.get(KEY_VARIABLE) or None
        return cls(
            uri=_checked_uri(uri),
            key=None if key is None else _checked_key(key),
            connect_timeout=_checked_seconds("connect_timeout", connect_timeout),
            attempt_timeout=_checked_seconds("attempt_timeout", attempt_timeout),
            application=None if application is None else _checked_application(application),
        )


def refusal(message: str) -> ScoringError:
    """The error for a call that cannot be made with what was given."""
    return ScoringError(ErrorKind.CONFIGURATION, message)


def _checked_uri(uri: str | None) -> str:
    # No message quotes the URI: one that is refused for its userinfo holds a password.
    if not uri:
        raise refusal(f"no scoring URI: give one, or set {URI_VARIABLE}")
    if not isinstance(uri, str) or not _VISIBLE_ASCII.fullmatch(uri):
        raise refusal("the scoring URI holds a character other than visible ASCII")
    if "#" in uri:
        raise refusal("the scoring URI has a fragment, which no request can carry")
    scheme = _SCHEME.match(uri)
    if scheme is None:
        raise refusal("the scoring URI does not start with http:// or https://")
    rest = uri[scheme.end() :]
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    if "@" in rest[:end]:
        raise refusal("the scoring URI holds a user name; give the key on its own")
    authority = _AUTHORITY.fullmatch(rest[:end])
    if authority is None or int(authority["port"] or 1) > _HIGHEST_PORT:
        raise refusal("the scoring URI names no host and port, or a port that is not 1 to 65535")
    if not _is_host(authority["host"]):
        raise refusal("the scoring URI names no host that a connection can be made to")
    if not _PATH_OR_QUERY.fullmatch(rest[end:]):
        raise refusal("the scoring URI holds a character or an escape that no URI may hold")
    return uri


def _is_host(text: str) -> bool:
    """Whether `text` is a host name, an IPv4 address, or an IPv6 address in brackets.

    A name that ends in a number is an address to some platforms and none to others, so that only
    four plain numbers pass.
    """
    try:
        if text.startswith("["):
            return IPv6Address(text[1:-1]).scope_id is None
        if _HOST_NUMBER.fullmatch(text):
            # It takes no leading zeros, which some platforms take for octal.
            IPv4Address(text)
            return True
    except AddressValueError:
        return False
    return bool(_HOST_NAME.fullmatch(text))


def _checked_key(key: str) -> Secret:
    if not isinstance(key, str) or not key:
        raise refusal("the key is empty")
    if not _VISIBLE_ASCII.fullmatch(key):
        raise refusal("the key holds a character that no header can carry")
    return Secret(key)


def _checked_seconds(name: str, seconds: float) -> float:
    number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not number or not 0 < seconds < math.inf:
        raise refusal(f"{name} is not a positive finite number of seconds")
    return float(seconds)


def _checked_application(application: str) -> str:
    if not isinstance(application, str) or not _APPLICATION.fullmatch(application):
        raise refusal(
            "application is empty, has a blank at an end or a character that no header can carry"
        )
    return application
