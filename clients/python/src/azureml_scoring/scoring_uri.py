"""What a scoring URI is made of: RFC 3986, and of its hosts those that a resolver or socket knows.

All siblings have the same rules.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from azureml_scoring.errors import refusal

URI_VARIABLE = "AZUREML_SCORING_URI"

_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?P<host>\[[^]]*\]|[^:\[\]]*)(?::(?P<port>[1-9][0-9]{0,4})?)?")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_HOST_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?")
_PATH_OR_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_HIGHEST_PORT = 65_535


def checked_uri(uri: str | None) -> str:
    """`uri` itself, where a request can be sent to it.

    Raises:
        ScoringError: of kind `configuration`. It does not quote the URI, which may hold a password.
    """
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
