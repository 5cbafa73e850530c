package io.github.scoreline.azureml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the given certificate authorities, and no others. */
final class Authorities {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

  private Authorities() {}

  /**
   * Returns a TLS context that trusts the certificates in a PEM text.
   *
   * @throws ScoringException.Configuration if the text has no certificate, or one that is invalid
   */
  static SSLContext trusted(String pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      CertificateFactory certificates = CertificateFactory.getInstance("X.509");
      Matcher blocks = CERTIFICATE.matcher(pem);
      while (blocks.find()) {
        byte[] bytes = Base64.getMimeDecoder().decode(blocks.group(1));
        store.setCertificateEntry(
            String.valueOf(store.size()),
            certificates.generateCertificate(new ByteArrayInputStream(bytes)));
      }
      Configuration.require(store.size() > 0, "the CA certificates contain no PEM certificate");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (CertificateException | IllegalArgumentException invalid) {
      throw ScoringException.configuration("the CA certificates contain an invalid certificate");
    } catch (GeneralSecurityException | IOException unavailable) {
      throw new IllegalStateException("the Java platform lacks TLS", unavailable);
    }
  }
}
