package io.github.scoreline.azureml;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Explains why a TLS connection could not be made. Names no host, and no part of a certificate. */
final class TlsFailure {
  private TlsFailure() {}

  /**
   * Returns whether a fault means that the handshake failed, so that nothing was sent.
   *
   * @param sent whether the request was being sent: then other faults of TLS are broken connections
   */
  static boolean isHandshake(Throwable fault, boolean sent) {
    for (Throwable seen = fault; seen != null; seen = seen.getCause()) {
      if (seen instanceof SSLHandshakeException
          || seen instanceof SSLPeerUnverifiedException
          || (seen instanceof SSLException && !sent)) {
        return true;
      }
    }
    return false;
  }

  /** Returns why, in words for people; types of exceptions decide, never their messages. */
  static String description(Throwable fault) {
    String reason = "TLS: the service and the client cannot agree on a connection";
    for (Throwable seen = fault; seen != null; seen = seen.getCause()) {
      if (seen instanceof CertificateExpiredException || hasReason(seen, BasicReason.EXPIRED)) {
        return "TLS: the certificate of the service has expired";
      }
      if (seen instanceof CertificateNotYetValidException
          || hasReason(seen, BasicReason.NOT_YET_VALID)) {
        return "TLS: the certificate of the service is not valid yet";
      }
      if (seen instanceof CertPathBuilderException) {
        reason = "TLS: the certificate of the service is not from an authority that is trusted";
      } else if (seen instanceof CertPathValidatorException) {
        reason = "TLS: the certificate of the service cannot be verified";
      } else if (seen.getClass() == CertificateException.class) {
        // The platform has no type of its own for a wrong name.
        reason = "TLS: the certificate of the service is for another host, or invalid";
      }
    }
    return reason;
  }

  private static boolean hasReason(Throwable fault, BasicReason reason) {
    return fault instanceof CertPathValidatorException invalid && invalid.getReason() == reason;
  }
}
