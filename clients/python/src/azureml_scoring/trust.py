"""Which certificates of a service are trusted. Nothing turns their verification off."""

from __future__ import annotations

import ssl
from pathlib import Path

from azureml_scoring.errors import configuration_error


def context_of(pem: str | None, bundle: str | None) -> ssl.SSLContext:
    """Return the settings of TLS connections, which are of version 1.2 at least.

    Args:
        pem: the authorities to trust, and no others.
        bundle: a file or folder of authorities, used if there is no `pem`; without both, those of
            the platform are trusted.

    Raises:
        ScoringError: of kind `configuration`, if these are not certificates.
    """
    try:
        if pem is not None:
            # An empty text would mean those of the platform.
            context = ssl.create_default_context(cadata=pem or " ")
        elif bundle is None:
            context = ssl.create_default_context()
        elif Path(bundle).is_dir():
            context = ssl.create_default_context(capath=bundle)
        else:
            context = ssl.create_default_context(cafile=bundle)
    except (OSError, ValueError, TypeError):  # an error of ssl is an OSError
        reason = "the certificates of the authorities to trust are missing or not PEM"
    else:
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context
    raise configuration_error(reason)
