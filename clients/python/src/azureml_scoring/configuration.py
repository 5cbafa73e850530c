"""Client configuration, validated before anything is sent."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from azureml_scoring.errors import configuration_error
from azureml_scoring.scoring_uri import URI_VARIABLE, checked_uri
from azureml_scoring.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azureml_scoring.call_options import CallOptions

KEY_VARIABLE = "AZUREML_SCORING_KEY"
SECONDARY_KEY_VARIABLE = "AZUREML_SCORING_SECONDARY_KEY"
CA_FILE_VARIABLE = "AZUREML_SCORING_CA_FILE"
RETRIES_VARIABLE = "AZUREML_SCORING_RETRIES"
CONNECT_TIMEOUT = 10.0
"""Default limit for making a connection, in seconds."""
ATTEMPT_TIMEOUT = 60.0
"""Default limit for one attempt, in seconds."""
OVERALL_TIMEOUT = 300.0
"""Default limit for a call with all its attempts and the waits between them, in seconds."""
RETRIES = 3
"""Default number of further attempts."""
REPLY_LIMIT = 64 << 20
"""Default limit for the size of a reply, in bytes."""

_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
_DIGITS = re.compile(r"[0-9]{1,9}")
_APPLICATION = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")


@dataclass(frozen=True, slots=True)
class Configuration:
    """A validated configuration; create one with `resolve`.

    Attributes:
        uri: the scoring URI, sent verbatim.
        key: sent as a bearer token; `None` sends no `Authorization` header.
        secondary_key: sent once the service has refused `key`, and the other way round.
        ca_certificates: PEM of the only authorities to trust; `None` trusts the platform's.
        connect_timeout: limit for making a connection, in seconds.
        attempt_timeout: limit for one attempt, from its first byte to the last byte of the reply,
            in seconds.
        overall_timeout: limit for a call with all its attempts and waits, in seconds.
        retries: the largest number of further attempts.
        reply_limit: limit for the size of a reply, as received and decompressed, in bytes.
        application: text put before the client's product name in `User-Agent`.
    """

    uri: str
    key: Secret | None = None
    secondary_key: Secret | None = None
    ca_certificates: str | None = field(default=None, repr=False)
    connect_timeout: float = CONNECT_TIMEOUT
    attempt_timeout: float = ATTEMPT_TIMEOUT
    overall_timeout: float = OVERALL_TIMEOUT
    retries: int = RETRIES
    reply_limit: int = REPLY_LIMIT
    application: str | None = None

    @classmethod
    def resolve(  # noqa: PLR0913  # one argument per setting, all but two by keyword
        cls,
        uri: str | None = None,
        key: str | None = None,
        *,
        secondary_key: str | None = None,
        ca_certificates: str | None = None,
        connect_timeout: float = CONNECT_TIMEOUT,
        attempt_timeout: float = ATTEMPT_TIMEOUT,
        overall_timeout: float = OVERALL_TIMEOUT,
        retries: int | None = None,
        reply_limit: int = REPLY_LIMIT,
        application: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Configuration:
        """Use the arguments, then the environment, in which an empty value counts as unset.

        Raises:
            ScoringError: of kind `configuration`, if a value is invalid.
        """
        variables = _variables(environment)
        if uri is None:
            uri = variables.get(URI_VARIABLE) or None
        if key is None:
            key = variables.get(KEY_VARIABLE) or None
        if secondary_key is None:
            secondary_key = variables.get(SECONDARY_KEY_VARIABLE) or None
        if secondary_key is not None and key is None:
            raise configuration_error("there is a secondary key, but no key")
        if ca_certificates is None and (file := variables.get(CA_FILE_VARIABLE)):
            ca_certificates = _text_of(file)
        if retries is None:
            retries = _count_in(variables.get(RETRIES_VARIABLE) or str(RETRIES))
        return cls(
            uri=checked_uri(uri),
            key=None if key is None else _checked_key("key", key),
            secondary_key=None
            if secondary_key is None
            else _checked_key("secondary key", secondary_key),
            ca_certificates=ca_certificates,
            connect_timeout=_checked_seconds("connect_timeout", connect_timeout),
            attempt_timeout=_checked_seconds("attempt_timeout", attempt_timeout),
            overall_timeout=_checked_seconds("overall_timeout", overall_timeout),
            retries=_checked_count(retries),
            reply_limit=_checked_size("reply_limit", reply_limit),
            application=None if application is None else _checked_application(application),
        )

    def with_options(self, options: CallOptions) -> Configuration:
        """Return this configuration with the settings of one call.

        Raises:
            ScoringError: of kind `configuration`, if a value is invalid.
        """
        retries, attempt = options.retries, options.attempt_timeout
        overall = options.overall_timeout
        return replace(
            self,
            retries=_checked_count(self.retries if retries is None else retries),
            attempt_timeout=_checked_seconds(
                "attempt_timeout", self.attempt_timeout if attempt is None else attempt
            ),
            overall_timeout=_checked_seconds(
                "overall_timeout", self.overall_timeout if overall is None else overall
            ),
        )


def _variables(environment: Mapping[str, str] | None) -> Mapping[str, str]:
    return os.environ if environment is None else environment


def without_authorities(environment: Mapping[str, str] | None) -> dict[str, str]:
    """Return the environment of a client that is told by other means whom to trust."""
    variables = _variables(environment)
    return {name: value for name, value in variables.items() if name != CA_FILE_VARIABLE}


def _checked_key(name: str, key: str) -> Secret:
    if not isinstance(key, str):
        raise configuration_error(f"the {name} is not a str")
    if not key:
        raise configuration_error(f"the {name} is empty")
    if not _VISIBLE_ASCII.fullmatch(key):
        raise configuration_error(f"the {name} contains a character that is not visible ASCII")
    return Secret(key)


def _checked_seconds(name: str, seconds: float) -> float:
    number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not number or not 0 < seconds < math.inf:
        raise configuration_error(f"{name} is not a positive finite number of seconds")
    return float(seconds)


def _text_of(file: str) -> str:
    try:
        return Path(file).read_text("ascii")
    except (OSError, ValueError):
        reason = f"{CA_FILE_VARIABLE} names a file that cannot be read, or is not PEM"
    raise configuration_error(reason)


def _count_in(text: str) -> int:
    if not _DIGITS.fullmatch(text):
        raise configuration_error(f"{RETRIES_VARIABLE} is not a whole number from 0")
    return int(text)


def _checked_count(retries: int) -> int:
    if not isinstance(retries, int) or isinstance(retries, bool) or retries < 0:
        raise configuration_error("retries is not a whole number from 0")
    return retries


def _checked_size(name: str, size: int) -> int:
    if not isinstance(size, int) or isinstance(size, bool) or size <= 0:
        raise configuration_error(f"{name} is not a positive number of bytes")
    return size


def _checked_application(application: str) -> str:
    if not isinstance(application, str) or not _APPLICATION.fullmatch(application):
        raise configuration_error(
            "application is empty, starts or ends with a blank, or contains a character "
            "that is not printable ASCII"
        )
    return application
