"""The Python client that takes `caCertificates`, which the reference clients do not take yet."""

from __future__ import annotations

import ssl
import tempfile
from pathlib import Path
from typing import Any

from azureml_scoring import ScoringClient
from azureml_scoring.errors import configuration_error
from azureml_scoring.program import messages, session

session.CAPABILITIES = ["payload", "tls"]
messages._CONFIGURATION["caCertificates"] = ("ca_certificates", str)


class TlsClient(ScoringClient):
    """A client that trusts the authorities that it is given, and no others."""

    def __init__(self, *args: Any, ca_certificates: str | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if ca_certificates is None:
            return
        try:
            ssl.create_default_context(cadata=ca_certificates)
        except (ssl.SSLError, ValueError):
            raise configuration_error("caCertificates is not PEM") from None
        with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
            file.write(ca_certificates)
        self._file = Path(file.name)
        self._transport._settings["verify"] = file.name

    def close(self) -> None:
        """Removes the file as well."""
        super().close()
        if hasattr(self, "_file"):
            self._file.unlink(missing_ok=True)
