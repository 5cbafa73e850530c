"""The certificates of a run: made when the first service over TLS is added, gone when it ends.

`trustme` makes them: real certificates of an authority that nobody trusts unless told to.
"""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scoreline.suite.service import Certificate

if TYPE_CHECKING:
    import trustme

_OTHER_HOST: Final = "other.invalid"
"""A host that no client is told to call: RFC 6761 reserves its domain."""
_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=365)


class Certificates:
    """An authority, and the certificates of an endpoint's services by their kind."""

    def __init__(self, hosts: Iterable[str]) -> None:
        """Nothing is made yet.

        Args:
            hosts: names and addresses under which clients reach the endpoint.
        """
        self._hosts = tuple(dict.fromkeys(hosts))
        self._contexts: dict[Certificate, ssl.SSLContext] = {}

    @cached_property
    def authority(self) -> str:
        """The certificate of the authority that clients are given, in PEM."""
        pem: bytes = self._authority.cert_pem.bytes()
        return pem.decode("ascii")

    def context(self, kind: Certificate) -> ssl.SSLContext:
        """What a listener needs to serve a certificate of a kind. TLS 1.2 or newer."""
        if kind not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.set_alpn_protocols(["http/1.1"])
            self._configure(context, kind)
            self._contexts[kind] = context
        return self._contexts[kind]

    def _configure(self, context: ssl.SSLContext, kind: Certificate) -> None:
        now = datetime.now(UTC)
        authority, hosts, begins, ends = self._authority, self._hosts, now - _DAY, now + _YEAR
        match kind:
            case Certificate.SELF_SIGNED:
                _self_signed(context, hosts)
                return
            case Certificate.UNKNOWN_AUTHORITY:
                authority = _new_authority()
            case Certificate.OTHER_HOST:
                hosts = (_OTHER_HOST,)
            case Certificate.EXPIRED:
                begins, ends = now - _YEAR, now - _DAY
            case Certificate.NOT_YET_VALID:
                begins, ends = now + _DAY, now + _YEAR
            case Certificate.TRUSTED:
                pass
        leaf = authority.issue_cert(*hosts, not_before=begins, not_after=ends)
        leaf.configure_cert(context)

    @cached_property
    def _authority(self) -> trustme.CA:
        return _new_authority()


def _new_authority() -> trustme.CA:
    import trustme  # noqa: PLC0415 - takes a tenth of a second, and few runs need it

    return trustme.CA()


def _self_signed(context: ssl.SSLContext, hosts: Iterable[str]) -> None:
    """A certificate that is its own issuer. The library makes only those that an authority signs.

    It names the right hosts and is valid now: that nobody vouches for it is its one fault.
    """
    # Only here, as above: few runs need it.
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    def name(host: str) -> x509.GeneralName:
        try:
            return x509.IPAddress(ip_address(host))
        except ValueError:
            return x509.DNSName(host)

    now, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "self-signed")])
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _YEAR)
        .add_extension(x509.SubjectAlternativeName(map(name, hosts)), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    # The ssl module reads certificates from files alone.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "self-signed.pem"
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(path)
