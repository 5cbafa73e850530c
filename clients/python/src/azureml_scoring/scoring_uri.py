"""Validates the scoring URI: RFC 3986, with only the hosts that a resolver or socket accepts.

The clients in the other languages have the same rules.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urlsplit

from azureml_scoring.errors import configuration_error

URI_VARIABLE = "AZUREML_SCORING_URI"

_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?P<host>\[[^]]*\]|[^:\[\]]*)(?::(?P<port>.*))?")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_HOST_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?")
_PATH_OR_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_SLASHES_OF_AUTHORITY = 2
_HIGHEST_PORT = 65_535
_MISSING = f"the scoring URI is missing: pass uri or set {URI_VARIABLE}"
_INVALID_HOST = "the scoring URI has a host that is neither a valid name nor a valid IP address"
_NOT_ALLOWED = "the scoring URI contains a character or escape that is not allowed in a URI"


def checked_uri(uri: str | None) -> str:
    """Return `uri` unchanged if a request can be sent to it.

    Raises:
        ScoringError: of kind `configuration`. The message does not quote the URI, which may contain
            a password.
    """
    if not uri:
        raise configuration_error(_MISSING if uri is None else "the scoring URI is empty")
    if not isinstance(uri, str) or not _VISIBLE_ASCII.fullmatch(uri):
        raise configuration_error(_NOT_ALLOWED)
    if "#" in uri:
        raise configuration_error("the scoring URI contains a fragment")
    scheme = _SCHEME.match(uri)
    if scheme is None:
        raise configuration_error("the scoring URI does not start with http:// or https://")
    rest = uri[scheme.end() :]
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    if "@" in rest[:end]:
        raise configuration_error("the scoring URI contains user information")
    authority = _AUTHORITY.fullmatch(rest[:end])
    if authority is not None and not authority["host"]:
        raise configuration_error("the scoring URI has no host")
    if authority is None or not _is_host(authority["host"]):
        raise configuration_error(_INVALID_HOST)
    if not _is_port(authority["port"]):
        raise configuration_error("the scoring URI has a port outside 1 to 65535")
    if not _PATH_OR_QUERY.fullmatch(rest[end:]):
        raise configuration_error(_NOT_ALLOWED)
    return uri


def origin_of(uri: str) -> str:
    """Return scheme, host and port of a checked URI as they are in it; they contain no secret."""
    return uri[: uri.index("//") + len("//") + len(urlsplit(uri).netloc)]


def root_of(uri: str) -> str:
    """Return the root of the service, without a query: the path up to the last segment `score`.

    Raises:
        ScoringError: of kind `configuration`, if the last segment is not `score`.
    """
    root, slash, last = uri.partition("?")[0].rpartition("/")
    if last != "score" or root.count("/") < _SLASHES_OF_AUTHORITY:  # or it is the host
        raise configuration_error("the path of the scoring URI does not end in /score")
    return root + slash


def _is_port(text: str | None) -> bool:
    """Return whether `text` is a port; it may be absent or empty."""
    return not text or (_PORT.fullmatch(text) is not None and int(text) <= _HIGHEST_PORT)


def _is_host(text: str) -> bool:
    """Return whether `text` is a host name, an IPv4 address, or an IPv6 address in brackets.

    Some platforms treat a name that ends in a number as an address and others do not, so of these
    only four decimal numbers are accepted.
    """
    try:
        if text.startswith("["):
            return IPv6Address(text[1:-1]).scope_id is None
        if _HOST_NUMBER.fullmatch(text):
            # IPv4Address rejects leading zeros, which some platforms read as octal.
            IPv4Address(text)
            return True
    except AddressValueError:
        return False
    return bool(_HOST_NAME.fullmatch(text))
